import { Problem } from "../device/http";
import { isFieldKey, t } from "../text/field";
import { tp } from "../text/field_problems";
import { causeOf } from "./causes";

const ALARMS = [
  "bad_key",
  "bad_checkpoint",
  "bad_leaf",
  "other_leaf",
  "not_included",
  "shrunk",
  "consistency_missing",
  "inconsistent",
];

function codeOf(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  const found = typeof code === "string" ? code : String(name ?? "?");
  return ALARMS.includes(found) ? "alarm" : found;
}

/** What happened, what is safe and what to do, for any failure that reaches a screen. */
export function problemWords(error: unknown): { what: string; next: string } {
  const code = codeOf(error);
  const [what, then] = [`problem.${code}`, `problem.${code}.then`];
  if (isFieldKey(what) && isFieldKey(then)) return { what: t(what), next: t(then) };
  // A problem that the server did not put into words has its status for a title.
  if (error instanceof Problem && error.detail) return { what: error.message, next: error.detail };
  const cause = causeOf(code);
  if (cause) return { what: tp(`cause.${cause}`), next: tp(`cause.${cause}.then`) };
  return { what: t("problem.other"), next: t("problem.other.then", { code }) };
}
