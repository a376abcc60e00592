/**
 * What the phone's rules say about generated forms and positions: JSON in on stdin, JSON out on stdout.
 * tests/schemas/test_both_sides.py asks the server's rules the same and compares.
 */
import { readFileSync } from "node:fs";
import {
  type AnswerContext,
  type Answers,
  answerProblems,
  type Counts,
  choicesFor,
  countProblems,
  initialAnswers,
  missingAnswers,
  recordedAnswers,
  recordedCounts,
  requiredPhotos,
  visibleFields,
} from "../src/core/answers.ts";
import { type Catalogue, itemOf } from "../src/core/catalogue.ts";
import { type Place, type Position, schoolRule } from "../src/core/geo.ts";
import { streetsAround, type Walks } from "../src/core/walks.ts";

interface Form {
  item: string;
  answers: Answers;
  counts: Counts;
  ctx: Omit<AnswerContext, "place" | "nearestSchool" | "now"> & {
    place: string | null;
    nearest_school: { place: string; distance_m: number; error_m: number } | null;
  };
}

interface Asked {
  catalogue: Catalogue;
  places: Record<string, Place>;
  forms: Form[];
  positions: { rule: string; pos: Position; acc_m: number }[];
  towns: { walks: Walks; gates: Position[]; stands: { pos: Position; acc_m: number }[] }[];
}

const asked = JSON.parse(readFileSync(0, "utf8")) as Asked;
const { catalogue, places } = asked;

function context({ place, nearest_school, ...rest }: Form["ctx"]): AnswerContext {
  const school = nearest_school && places[nearest_school.place];
  return {
    ...rest,
    now: "2026-11-22T07:20:31.123Z",
    place: (place && places[place]) || null,
    nearestSchool: school && nearest_school ? { ...nearest_school, place: school } : null,
  };
}

function formOutcome({ item: code, answers, counts, ctx: source }: Form) {
  const item = itemOf(catalogue, code);
  if (!item) throw new Error(`no item ${code}`);
  const ctx = context(source);
  const shown = visibleFields(item, answers, ctx);
  return {
    visible: shown.map((field) => field.code),
    missing: missingAnswers(item, answers, ctx).map((field) => field.code),
    problems: answerProblems(catalogue, item, answers, ctx).map((one) => [one.code, one.field, one.problem]),
    photos: requiredPhotos(item, answers, ctx),
    initial: initialAnswers(catalogue, item, ctx),
    recorded: recordedAnswers(catalogue, item, answers, ctx),
    counted: recordedCounts(item, counts, ctx),
    counts: countProblems(item, counts, ctx).map((one) => [one.code, one.field, one.problem]),
    choices: shown.map((field) => choicesFor(catalogue, item, field, answers, ctx).map((one) => one.code)),
  };
}

function positionOutcome({ rule, pos, acc_m }: Asked["positions"][number]) {
  const found = schoolRule(catalogue, rule, pos, acc_m, Object.values(places));
  return found && { ...found, place: found.place.id };
}

function townOutcome({ walks, gates, stands }: Asked["towns"][number]) {
  const streets = streetsAround(walks, gates);
  return stands.map(({ pos, acc_m }) => streets?.walk(pos, acc_m) ?? null);
}

process.stdout.write(
  JSON.stringify({
    forms: asked.forms.map(formOutcome),
    positions: asked.positions.map(positionOutcome),
    towns: asked.towns.map(townOutcome),
  }),
);
