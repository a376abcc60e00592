/** The catalogue as the server publishes it, and the look-ups that screens and rules share. */

import type { Catalogue, ChoiceDef, Field, Item, When } from "./contract.ts";

export type {
  Catalogue,
  Check,
  ChoiceDef,
  Counter,
  Evidence,
  Field,
  GeoRule,
  Item,
  PlaceCategory,
  When,
  Words,
} from "./contract.ts";

export type FieldType = Field["type"];
export type Scalar = NonNullable<When["is"]>;

export function itemOf(catalogue: Catalogue, code: string): Item | null {
  return catalogue.items.find((item) => item.code === code) ?? null;
}

/** Items an officer may start on a phone, in the order of the edition. */
export function phoneItems(catalogue: Catalogue, group?: string): Item[] {
  return catalogue.items.filter((item) => !item.desk_only && (group === undefined || item.group === group));
}

/** All choices of a field before its conditions are looked at; empty for a field without choices. */
export function choiceDefs(catalogue: Catalogue, field: Field): Record<string, ChoiceDef> {
  if (field.choices) return field.choices;
  return (field.list && catalogue.choice_lists[field.list]) || {};
}

/** A number of the city's parameters (metres); throws for a name the edition does not have. */
export function parameterNumber(catalogue: Catalogue, name: string): number {
  const value = catalogue.local_parameters[name]?.value;
  if (typeof value !== "number") throw new Error(`no number named ${name} among local_parameters`);
  return value;
}

/** The same edition under the city's own parameter values (settings:city). */
export function withLocalParameters(catalogue: Catalogue, values: Record<string, Scalar>): Catalogue {
  const local_parameters = { ...catalogue.local_parameters };
  for (const [name, value] of Object.entries(values)) {
    const known = local_parameters[name];
    if (known && typeof known.value === typeof value) local_parameters[name] = { ...known, value };
  }
  return { ...catalogue, local_parameters };
}

export function isSchoolCategory(catalogue: Catalogue, category: string): boolean {
  return catalogue.place_categories[category]?.school === true;
}
