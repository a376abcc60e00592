/** Answers nobody has to give: defaults of the catalogue, and what follows from the place and the nearest school. */
import { type Answer, type AnswerContext, type Answers, isAnswered } from "./asking.ts";
import {
  type Catalogue,
  choiceDefs,
  type Field,
  type FieldType,
  type Item,
  type Scalar,
} from "./catalogue.ts";
import { type Place, wholeMetres } from "./geo.ts";

/** The category of a place as a choice of this field: itself, or what the edition maps it to in this list. */
function categoryChoice(catalogue: Catalogue, field: Field, place: Place): Answer {
  const choices = choiceDefs(catalogue, field);
  const mapped = field.list ? catalogue.place_categories[place.category]?.as?.[field.list] : undefined;
  const code = mapped ?? place.category;
  return Object.hasOwn(choices, code) ? code : null;
}

/** Types of field that an attribute of each JavaScript type may fill. */
const FILLS: Record<string, FieldType[]> = {
  boolean: ["bool"],
  number: ["int", "number"],
  string: ["text", "one"],
};

/** An attribute of the place, when it has the kind of value this field takes. */
function attributeAnswer(catalogue: Catalogue, field: Field, value: unknown): Answer {
  if (!FILLS[typeof value]?.includes(field.type)) return null;
  if (field.type === "one" && !Object.hasOwn(choiceDefs(catalogue, field), String(value))) return null;
  return value as Scalar;
}

/** The place that a derive source starts from: the nearest school or the place of the record. */
function sourcePlace(root: string | undefined, ctx: AnswerContext): Place | null {
  if (root === "nearest_school") return ctx.nearestSchool?.place ?? null;
  return root === "place" ? ctx.place : null;
}

function derived(catalogue: Catalogue, field: Field, ctx: AnswerContext): Answer {
  if (field.type === "auto_distance") return distanceAnswer(ctx);
  const [root, attribute] = (field.derive ?? "").split(".");
  const place = sourcePlace(root, ctx);
  if (!place) return null;
  if (attribute === undefined) return place.id;
  if (attribute === "category") return categoryChoice(catalogue, field, place);
  return attributeAnswer(catalogue, field, place.attrs[attribute]);
}

function distanceAnswer(ctx: AnswerContext): Answer {
  return ctx.nearestSchool ? wholeMetres(ctx.nearestSchool.distance_m) : null;
}

/** Only what follows from position and place; ask again when either changes, for fields nobody touched. */
export function derivedAnswers(catalogue: Catalogue, item: Item, ctx: AnswerContext): Answers {
  const found = item.fields.map((field) => [field.code, derived(catalogue, field, ctx)] as const);
  return Object.fromEntries(found.filter(([, value]) => isAnswered(value)));
}

/** Answers a fresh form starts with: derived values, else defaults; hidden fields are prefilled too. */
export function initialAnswers(catalogue: Catalogue, item: Item, ctx: AnswerContext): Answers {
  const defaults = item.fields.filter((field) => field.default !== undefined);
  return {
    ...Object.fromEntries(defaults.map((field) => [field.code, field.default])),
    ...derivedAnswers(catalogue, item, ctx),
  };
}
