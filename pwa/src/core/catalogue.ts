/** The catalogue as the server publishes it, and the look-ups that screens and rules share. */

export interface Words {
  zh: string;
  en: string;
}

export type Scalar = string | number | boolean;

/** A condition on an earlier answer; exactly one of `is`, `in`, `not` is given. */
export interface When {
  field: string;
  is?: Scalar;
  in?: Scalar[];
  not?: Scalar;
}

export interface ChoiceDef extends Words {
  when?: When;
}

export type FieldType =
  | "one"
  | "many"
  | "int"
  | "number"
  | "text"
  | "bool"
  | "phone"
  | "plate"
  | "place"
  | "datetime"
  | "auto_distance";

export interface Field extends Words {
  code: string;
  type: FieldType;
  required: boolean;
  list?: string;
  choices?: Record<string, ChoiceDef>;
  min?: number;
  max?: number;
  when?: When;
  default?: Scalar;
  derive?: string;
  options_from?: string;
  unclear?: boolean;
  later?: boolean;
  desk?: boolean;
}

export interface Evidence {
  photos: { min: number; max: number; min_self_check?: number };
  gps_m: number;
  shots: string[];
  shots_if?: { shot: string; when: When }[];
  on_fail?: number;
}

export interface Check extends Words {
  code: string;
  points: number;
  veto?: boolean;
}

export interface Counter extends Words {
  code: string;
  role: "hit" | "miss";
  separate?: boolean;
}

export interface Item {
  code: string;
  group: string;
  kind: "violation" | "checklist" | "tally" | "register";
  name: Words;
  dept: { lead: string; assist: string[] };
  nature: string[];
  severity: 1 | 2 | 3 | 4;
  negative_list: boolean;
  privacy: "normal" | "personal" | "restricted";
  evidence: Evidence;
  fields: Field[];
  checks?: Check[];
  counters?: Counter[];
  strata?: string[];
  census?: boolean;
  sample?: { minutes: number; min_n: number };
  target?: {
    rate?: number;
    op?: string;
    by?: string;
    max_miss?: number;
    origin: string;
    note?: string;
  } | null;
  rectify: { hours: number; clock: "natural" | "working"; confirm: string };
  score: Record<string, unknown>;
  geo_rule?: string;
  window?: string;
  desk_only?: boolean;
  escalate?: { call_first: boolean; to: string[]; within_minutes: number };
  hand_over?: { to: string; paper: string };
  gates?: string[];
  may_raise?: string;
  trace?: Words & { threshold: number };
  legal: string[];
  legal_if?: { cite: string; when: When }[];
  seed: { file: string; phrase: string; extension?: boolean };
}

export interface GeoRule extends Words {
  radius_param: string;
  radius_by_category?: Record<string, string>;
  method_param: string;
  methods: Record<string, Words & { legal: string | null }>;
  verdicts: Record<string, Words>;
}

export interface PlaceCategory extends Words {
  school?: boolean;
  /** Choice to take in a named choice list when the category itself is not in it. */
  as?: Record<string, string>;
}

export interface Catalogue {
  meta: { schema: string; edition: string; number: number; title: Words; [key: string]: unknown };
  local_parameters: Record<string, Words & { value: number | string | boolean; note?: string }>;
  legal: Record<string, { zh: string; text: string; where?: string }>;
  departments: Record<string, Words & { aka?: string[] }>;
  groups: (Words & { code: string })[];
  choice_lists: Record<string, Record<string, ChoiceDef>>;
  shot_types: Record<string, Words>;
  place_categories: Record<string, PlaceCategory>;
  place_attributes: Record<string, Words & { type: string }>;
  geo_rules: Record<string, GeoRule>;
  windows: Record<string, Words & { days: string; times: string[] }>;
  gates: Record<string, Words>;
  common_fields: Field[];
  items: Item[];
}

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
