/** What is wrong with a set of answers, in codes: a flag for the desk, a hint on the phone, never a refusal. */
import { countProblem, formProblem } from "./answer_forms.ts";
import {
  type AnswerContext,
  type Answers,
  askedCounters,
  type Counts,
  choicesFor,
  isAnswered,
  missingAnswers,
  saysNothing,
  visibleFields,
} from "./asking.ts";
import type { Catalogue, Item } from "./catalogue.ts";

export interface AnswerProblem {
  code: "missing_answer" | "invalid_answer";
  field: string;
  /** required, unknown_field, unknown_counter, or what answer_forms.ts says. */
  problem: string;
}

function checkProblems(item: Item, answers: Answers): AnswerProblem[] {
  return (item.checks ?? []).flatMap(({ code }): AnswerProblem[] => {
    const value = answers[code];
    if (!isAnswered(value)) return [{ code: "missing_answer", field: code, problem: "required" }];
    const known = value === "yes" || value === "no" || value === "na";
    return known ? [] : [{ code: "invalid_answer", field: code, problem: "not_a_choice" }];
  });
}

/** Missing answers first, then impossible ones, in the order of the form; answers of hidden fields are not looked at. */
export function answerProblems(
  catalogue: Catalogue,
  item: Item,
  answers: Answers,
  ctx: AnswerContext,
): AnswerProblem[] {
  const found: AnswerProblem[] = missingAnswers(item, answers, ctx).map((field) => ({
    code: "missing_answer",
    field: field.code,
    problem: "required",
  }));
  for (const field of visibleFields(item, answers, ctx)) {
    const value = answers[field.code];
    if (value === undefined || !isAnswered(value)) continue;
    const open = choicesFor(catalogue, item, field, answers, ctx).map((choice) => choice.code);
    const problem = formProblem(field, value, open);
    if (problem) found.push({ code: "invalid_answer", field: field.code, problem });
  }
  const codes = new Set(
    [...item.fields, ...(item.checks ?? []), ...catalogue.common_fields].map((one) => one.code),
  );
  const unknown = Object.keys(answers).filter((code) => isAnswered(answers[code]) && !codes.has(code));
  found.push(
    ...unknown.map((field) => ({ code: "invalid_answer" as const, field, problem: "unknown_field" })),
  );
  return saysNothing(item, ctx) ? found : [...found, ...checkProblems(item, answers)];
}

/** Impossible counts in the order of the item, then those of counters it does not have; those of an all-clear are hidden. */
export function countProblems(item: Item, counts: Counts, ctx: AnswerContext): AnswerProblem[] {
  const invalid = (field: string, problem: string): AnswerProblem => ({
    code: "invalid_answer",
    field,
    problem,
  });
  const found = askedCounters(item, ctx).flatMap(({ code }) => {
    const problem = isAnswered(counts[code]) ? countProblem(counts[code]) : null;
    return problem ? [invalid(code, problem)] : [];
  });
  const known = new Set((item.counters ?? []).map((one) => one.code));
  const unknown = Object.keys(counts).filter((code) => isAnswered(counts[code]) && !known.has(code));
  return [...found, ...unknown.map((code) => invalid(code, "unknown_counter"))];
}
