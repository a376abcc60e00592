/** The shared cases of what items ask; tests/schemas/test_answer_cases.py runs the same file. */
import { describe, expect, test } from "vitest";
import cases from "../../../schemas/cases/answers.json" with { type: "json" };
import edition from "../../../schemas/cases/edition.json" with { type: "json" };
import {
  type AnswerContext,
  type Answers,
  answerProblems,
  askedCounters,
  type Counts,
  choicesFor,
  countProblems,
  initialAnswers,
  missingAnswers,
  recordedAnswers,
  recordedCounts,
  requiredPhotos,
  requiredTaps,
  visibleCommonFields,
  visibleFields,
} from "./answers.ts";
import { type Catalogue, itemOf, phoneItems } from "./catalogue.ts";
import type { Place } from "./geo.ts";

interface Case {
  name: string;
  item: string;
  ctx: Record<string, unknown>;
  answers: Answers;
  counts?: Counts;
  expect: Record<string, unknown> & { choices?: Record<string, string[]> };
}

const catalogue = { ...edition, items: [...edition.items, ...cases.items] } as unknown as Catalogue;
const places = cases.places as unknown as Record<string, Place>;

function context(source: Record<string, unknown>): AnswerContext {
  const { place, nearest_school, ...rest } = source;
  const school = nearest_school as { place: string; distance_m: number; error_m: number } | undefined;
  const schoolPlace = school && places[school.place];
  return {
    nature: "observation",
    source: "patrol",
    now: "2026-11-22T07:20:31.123Z",
    place: places[String(place)] ?? null,
    nearestSchool: school && schoolPlace ? { ...school, place: schoolPlace } : null,
    ...rest,
  };
}

function outcome({
  item: code,
  answers,
  counts = {},
  ctx: source,
  expect: wanted,
}: Case): Record<string, unknown> {
  const item = itemOf(catalogue, code);
  if (!item) throw new Error(`no item ${code}`);
  const ctx = context(source);
  const choices = item.fields
    .filter((field) => wanted.choices && field.code in wanted.choices)
    .map((field) => [field.code, choicesFor(catalogue, item, field, answers, ctx).map((one) => one.code)]);
  return {
    visible: visibleFields(item, answers, ctx).map((field) => field.code),
    common: visibleCommonFields(catalogue, ctx).map((field) => field.code),
    missing: missingAnswers(item, answers, ctx).map((field) => field.code),
    problems: answerProblems(catalogue, item, answers, ctx).map((one) => [one.code, one.field, one.problem]),
    photos: requiredPhotos(item, answers, ctx),
    initial: initialAnswers(catalogue, item, ctx),
    recorded: recordedAnswers(catalogue, item, answers, ctx),
    counters: askedCounters(item, ctx).map((counter) => counter.code),
    counted: recordedCounts(item, counts, ctx),
    count_problems: countProblems(item, counts, ctx).map((one) => [one.code, one.field, one.problem]),
    choices: Object.fromEntries(choices),
  };
}

describe("shared cases of answers", () => {
  test.each((cases.cases as unknown as Case[]).map((one) => [one.name, one] as const))("%s", (_, one) => {
    const found = outcome(one);
    expect(Object.fromEntries(Object.keys(one.expect).map((key) => [key, found[key]]))).toEqual(one.expect);
  });
});

describe("every item an officer starts on a phone", () => {
  test.each(phoneItems(edition as unknown as Catalogue).map((item) => [item.code, item] as const))(
    "%s opens with at most two required answers",
    (_, item) => {
      const ctx = context({});
      const start = initialAnswers(catalogue, item, ctx);
      expect(requiredTaps(item, start, ctx)).toBeLessThanOrEqual(2);
    },
  );
});
