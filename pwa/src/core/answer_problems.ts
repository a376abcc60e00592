/** What is wrong with a set of answers, in codes: a flag for the desk, a hint on the phone, never a refusal. */
import {
  type Answer,
  type AnswerContext,
  type Answers,
  choicesFor,
  isAnswered,
  missingAnswers,
  UNCLEAR,
  visibleFields,
} from "./asking";
import type { Catalogue, Field, FieldType, Item } from "./catalogue";

export interface AnswerProblem {
  code: "missing_answer" | "invalid_answer";
  field: string;
  /** required, wrong_type, not_a_choice, below_min, above_max, too_long, bad_phone, bad_plate, bad_datetime, unknown_field */
  problem: string;
}

/** Longest text kept for one answer, in UTF-16 units: an entry holds 64 kB in all. */
export const TEXT_MAX = 2000;

const PHONE = /^(\+?86)?(1\d{10}|0\d{2,3}\d{7,8}|[2-9]\d{6,7}|[48]00\d{7}|1\d{4}|9\d{4,7})$/;
const PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
const PLATE = new RegExp(`^[${PROVINCES}][A-Z][A-Z0-9]{4,6}[A-Z0-9挂学警港澳]?$`);
const DATETIME = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(:(\d{2})(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

/** Separators people write in numbers and plates carry no meaning. */
export function bare(value: string): string {
  return value.replace(/[\s\-()·•.]/g, "").toUpperCase();
}

function isDatetime(value: string): boolean {
  const parts = DATETIME.exec(value);
  if (!parts) return false;
  const [year, month, day, hour, minute] = parts.slice(1, 6).map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const date = new Date(Date.UTC(2000, month - 1, day));
  date.setUTCFullYear(year, month - 1, day);
  const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && year > 0;
  return real && hour < 24 && minute < 60 && Number(parts[7] ?? 0) < 60 && offsetOk(parts[9] ?? "");
}

function offsetOk(zone: string): boolean {
  return zone === "Z" || (Number(zone.slice(1, 3)) < 24 && Number(zone.slice(4, 6)) < 60);
}

function numberProblem(field: Field, value: Answer): string | null {
  const whole = field.type !== "number";
  if (typeof value !== "number" || !(whole ? Number.isSafeInteger(value) : Number.isFinite(value))) {
    return "wrong_type";
  }
  const min = field.type === "auto_distance" ? 0 : field.min;
  if (min !== undefined && value < min) return "below_min";
  return field.max !== undefined && value > field.max ? "above_max" : null;
}

const TEXT_FORMS: Partial<Record<FieldType, [(value: string) => boolean, string]>> = {
  phone: [(value) => PHONE.test(bare(value)), "bad_phone"],
  plate: [(value) => PLATE.test(bare(value)), "bad_plate"],
  datetime: [isDatetime, "bad_datetime"],
};

function textProblem(field: Field, value: Answer): string | null {
  if (typeof value !== "string") return "wrong_type";
  if (value.length > TEXT_MAX) return "too_long";
  const form = TEXT_FORMS[field.type];
  return form && !form[0](value) ? form[1] : null;
}

function choiceProblem(field: Field, value: Answer, open: string[]): string | null {
  const chosen = field.type === "many" ? value : [value];
  if (!Array.isArray(chosen) || chosen.some((one) => typeof one !== "string")) return "wrong_type";
  const known = chosen.every((one) => open.includes(one));
  return known && new Set(chosen).size === chosen.length ? null : "not_a_choice";
}

function problemOf(field: Field, value: Answer, open: string[]): string | null {
  if (field.unclear && value === UNCLEAR) return null;
  switch (field.type) {
    case "one":
    case "many":
      return choiceProblem(field, value, open);
    case "int":
    case "number":
    case "auto_distance":
      return numberProblem(field, value);
    case "bool":
      return typeof value === "boolean" ? null : "wrong_type";
    default:
      return textProblem(field, value);
  }
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
    const problem = problemOf(field, value, open);
    if (problem) found.push({ code: "invalid_answer", field: field.code, problem });
  }
  const codes = new Set(
    [...item.fields, ...(item.checks ?? []), ...catalogue.common_fields].map((one) => one.code),
  );
  const unknown = Object.keys(answers).filter((code) => isAnswered(answers[code]) && !codes.has(code));
  found.push(
    ...unknown.map((field) => ({ code: "invalid_answer" as const, field, problem: "unknown_field" })),
  );
  return ctx.result === "all_clear" ? found : [...found, ...checkProblems(item, answers)];
}
