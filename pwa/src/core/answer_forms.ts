/**
 * The form of one answer by field type; null for a good value, else a problem code: wrong_type, not_a_choice,
 * below_min, above_max, too_long, bad_phone, bad_plate, bad_datetime.
 */
import { type Answer, UNCLEAR } from "./asking.ts";
import type { Field, FieldType } from "./catalogue.ts";

/** Longest text kept for one answer, in UTF-16 units: an entry holds 64 kB in all. */
const TEXT_MAX = 2000;

const PHONE = /^(\+?86)?(1\d{10}|0\d{2,3}\d{7,8}|[2-9]\d{6,7}|[48]00\d{7}|1\d{4}|9\d{4,7})$/;
const PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
const PLATE = new RegExp(`^[${PROVINCES}][A-Z][A-Z0-9]{4,6}[A-Z0-9挂学警港澳]?$`);
/** Date, hour to 23, minute and second to 59, and Z or an offset; the day itself is looked up in the calendar. */
const DATETIME =
  /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
const FIRST_YEAR = 1900;

/** Separators people write in numbers and plates carry no meaning. */
function bare(value: string): string {
  return value.replace(/[ \t\u00a0\u3000\-()（）·•.]/g, "").toUpperCase();
}

function isDatetime(value: string): boolean {
  if (!DATETIME.test(value)) return false;
  const day = value.slice(0, 10);
  const time = Date.parse(`${day}T00:00:00Z`);
  const real = !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
  return real && Number(value.slice(0, 4)) >= FIRST_YEAR;
}

function isNumber(value: unknown, whole: boolean): value is number {
  return whole ? Number.isSafeInteger(value) : Number.isFinite(value);
}

function numberProblem(field: Field, value: Answer): string | null {
  if (!isNumber(value, field.type !== "number")) return "wrong_type";
  const min = field.type === "auto_distance" ? 0 : (field.min ?? Number.NEGATIVE_INFINITY);
  if (value < min) return "below_min";
  return value > (field.max ?? Number.POSITIVE_INFINITY) ? "above_max" : null;
}

/** What is wrong with one count: wrong_type, below_min; null for a whole number from 0. */
export function countProblem(value: unknown): string | null {
  if (!isNumber(value, true)) return "wrong_type";
  return value < 0 ? "below_min" : null;
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

/** The chosen codes, one or many; null for anything else. */
function chosenCodes(field: Field, value: Answer): string[] | null {
  const chosen: unknown = field.type === "many" ? value : [value];
  const isCodes = Array.isArray(chosen) && chosen.every((one) => typeof one === "string");
  return isCodes ? chosen : null;
}

function choiceProblem(field: Field, value: Answer, open: string[]): string | null {
  const chosen = chosenCodes(field, value);
  if (!chosen) return "wrong_type";
  const known = chosen.every((one) => open.includes(one));
  return known && new Set(chosen).size === chosen.length ? null : "not_a_choice";
}

/** What is wrong with one given answer; `open` are the codes that may be chosen now. */
export function formProblem(field: Field, value: Answer, open: string[]): string | null {
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
