/**
 * What an item asks, here and now: visibility, defaults, derived values, what is missing and what cannot be right.
 * Python mirrors these rules in server/domain/answers.py; both sides run the cases of schemas/cases/.
 */
import { type AnswerContext, type Answers, holds, look, saysNothing } from "./asking.ts";
import type { Item } from "./catalogue.ts";

export { type AnswerProblem, answerProblems, countProblems } from "./answer_problems.ts";
export {
  type Answer,
  type AnswerContext,
  type Answers,
  askedCounters,
  type Choice,
  type Counts,
  choicesFor,
  isAnswered,
  missingAnswers,
  type NearestSchool,
  recordedAnswers,
  recordedCounts,
  requiredFields,
  requiredTaps,
  UNCLEAR,
  visibleCommonFields,
  visibleFields,
} from "./asking.ts";
export { derivedAnswers, initialAnswers } from "./prefill.ts";

export interface PhotoRule {
  min: number;
  max: number;
  slots: string[];
}

/** Photos of a record: the least and most, and what each should show. A failed check point wants its own. */
export function requiredPhotos(item: Item, answers: Answers, ctx: AnswerContext): PhotoRule {
  const { photos, shots, shots_if, on_fail } = item.evidence;
  const base = ctx.nature === "self_check" ? (photos.min_self_check ?? photos.min) : photos.min;
  if (saysNothing(item, ctx)) return { min: Math.min(1, base), max: photos.max, slots: shots.slice(0, 1) };
  const { seen } = look(item.fields, answers, ctx);
  const asked = (shots_if ?? []).filter((extra) => holds(extra.when, seen)).map((extra) => extra.shot);
  const failed = (item.checks ?? []).filter((check) => answers[check.code] === "no").length;
  const min = Math.min(photos.max, Math.max(base, failed * (on_fail ?? 0)));
  return { min, max: photos.max, slots: [...shots, ...asked] };
}
