/** The state of asking: answers so far, the facts around them, and which fields that makes visible. */
import {
  type Catalogue,
  type ChoiceDef,
  type Counter,
  choiceDefs,
  type Field,
  type Item,
  type Scalar,
  type When,
} from "./catalogue.ts";
import type { Place } from "./geo.ts";

/** Absent, null, "" and [] all mean: not answered. */
export type Answer = Scalar | string[] | null;
export type Answers = Record<string, Answer | undefined>;
/** What was counted, by the code of the counter; absent and null both mean: not counted. */
export type Counts = Record<string, number | null | undefined>;

/** 看不清: an answer of its own for fields marked `unclear`. */
export const UNCLEAR = "unclear";

export interface NearestSchool {
  place: Place;
  distance_m: number;
  error_m: number;
}

/** The standing facts around a record; level, mode, nature and source come from the session. */
export interface AnswerContext {
  nature: string;
  source: string;
  place: Place | null;
  nearestSchool: NearestSchool | null;
  /** The instant of asking, ISO 8601. */
  now: string;
  level?: string;
  mode?: string;
  result?: "finding" | "all_clear";
  /** True at the desk, where `desk` fields are asked too. */
  desk?: boolean;
}

export interface Choice {
  code: string;
  zh: string;
  en: string;
}

export function isAnswered(value: Answer | undefined): boolean {
  return (
    value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && value.length === 0)
  );
}

/** Values of the common fields, which conditions may name like any earlier field. */
function commonAnswers(ctx: AnswerContext): Answers {
  return {
    place: ctx.place?.id,
    source: ctx.source,
    check_level: ctx.level,
    visit_mode: ctx.mode,
    nature: ctx.nature,
  };
}

/** An unanswered field makes every condition on it false; with several values any match counts. */
export function holds(when: When | undefined, answers: Answers): boolean {
  if (!when) return true;
  const value = answers[when.field];
  if (value === undefined || value === null || value === "") return false;
  const given: Scalar[] = Array.isArray(value) ? value : [value];
  if (given.length === 0) return false;
  if (when.in) return given.some((one) => when.in?.includes(one));
  if (when.not !== undefined) return !given.includes(when.not);
  return when.is !== undefined && given.includes(when.is);
}

/** Fields seen so far, with what they answer: a hidden field counts as unanswered for the conditions after it. */
export function look(
  fields: Field[],
  answers: Answers,
  ctx: AnswerContext,
): { shown: Field[]; seen: Answers } {
  const seen = commonAnswers(ctx);
  const shown: Field[] = [];
  for (const field of fields) {
    if ((field.desk && !ctx.desk) || !holds(field.when, seen)) continue;
    shown.push(field);
    seen[field.code] = answers[field.code];
  }
  return { shown, seen };
}

/** An all-clear says nothing more; but points that all hold and riders without a miss are said one by one. */
export function saysNothing(item: Item, ctx: AnswerContext): boolean {
  return ctx.result === "all_clear" && item.kind !== "checklist" && item.kind !== "tally";
}

/** The item's own fields that are asked now, in order; none where an all-clear says nothing more. */
export function visibleFields(item: Item, answers: Answers, ctx: AnswerContext): Field[] {
  return saysNothing(item, ctx) ? [] : look(item.fields, answers, ctx).shown;
}

/** Common fields asked beside the item (officers, source_no …); those of the session are left out. */
export function visibleCommonFields(catalogue: Catalogue, ctx: AnswerContext): Field[] {
  const kept = ["place", "source", "check_level", "visit_mode", "nature"];
  return catalogue.common_fields.filter(
    (field) => !kept.includes(field.code) && holds(field.when, commonAnswers(ctx)),
  );
}

/** Choices of a `one` or `many` field that are open now; for a text with `options_from` the place's own suggestions. */
export function choicesFor(
  catalogue: Catalogue,
  item: Item,
  field: Field,
  answers: Answers,
  ctx: AnswerContext,
): Choice[] {
  if (field.options_from) return suggestions(field.options_from, ctx);
  const { seen } = look(item.fields, answers, ctx);
  return Object.entries(choiceDefs(catalogue, field))
    .filter(([, choice]) => holds(choice.when, seen))
    .map(([code, { zh, en }]: [string, ChoiceDef]) => ({ code, zh, en }));
}

function suggestions(source: string, ctx: AnswerContext): Choice[] {
  const listed = ctx.place?.attrs[source.replace(/^place\./, "")];
  if (!Array.isArray(listed)) return [];
  return listed.filter((one) => typeof one === "string").map((one) => ({ code: one, zh: one, en: one }));
}

/** The answers worth recording: of visible fields, checks and visible common fields, without blanks. */
export function recordedAnswers(
  catalogue: Catalogue,
  item: Item,
  answers: Answers,
  ctx: AnswerContext,
): Answers {
  const codes = [
    ...visibleFields(item, answers, ctx).map((field) => field.code),
    ...(saysNothing(item, ctx) ? [] : (item.checks ?? []).map((check) => check.code)),
    ...visibleCommonFields(catalogue, ctx)
      .map((field) => field.code)
      .filter((code) => code === "officers"),
  ];
  return Object.fromEntries(
    codes.filter((code) => isAnswered(answers[code])).map((code) => [code, answers[code]]),
  );
}

/** What is counted here; nothing where an all-clear says nothing more. A count is never required. */
export function askedCounters(item: Item, ctx: AnswerContext): Counter[] {
  return saysNothing(item, ctx) ? [] : (item.counters ?? []);
}

/** The counts worth recording, of counters that are asked; null where nothing was counted. */
export function recordedCounts(
  item: Item,
  counts: Counts,
  ctx: AnswerContext,
): { [code: string]: number } | null {
  const told = askedCounters(item, ctx).flatMap(({ code }): [string, number][] => {
    const count = counts[code];
    return isAnswered(count) ? [[code, count as number]] : [];
  });
  return told.length > 0 ? Object.fromEntries(told) : null;
}

/** Required fields that are visible and still open; `later` and `desk` fields never block saving. */
export function missingAnswers(item: Item, answers: Answers, ctx: AnswerContext): Field[] {
  return requiredFields(item, answers, ctx).filter((field) => !isAnswered(answers[field.code]));
}

/** Fields that must be answered before saving, given the answers so far. */
export function requiredFields(item: Item, answers: Answers, ctx: AnswerContext): Field[] {
  return visibleFields(item, answers, ctx).filter((field) => field.required && !field.later && !field.desk);
}

export function requiredTaps(item: Item, answers: Answers, ctx: AnswerContext): number {
  return requiredFields(item, answers, ctx).length;
}
