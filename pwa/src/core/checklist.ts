/**
 * What the points of a checklist say together: score, failures, vetoes, and the verdict by tier.
 * Python mirrors this in server/domain/checklist.py; both sides run schemas/cases/checklist.json.
 */
import type { Answers } from "./asking.ts";
import type { Check, Item } from "./catalogue.ts";

export type Tier = "city" | "district";

export interface ChecklistReading {
  answered: number;
  total: number;
  /** Codes of points answered "no", in the order of the item; `vetoed` are those that fail the place alone. */
  failed: string[];
  vetoed: string[];
  /** Of `full`, over the points that apply, cut to one decimal: 89.96 never reads as 90. Null: none applies yet. */
  score: number | null;
  full: number;
  /** `passed` is null while points are open; a failed veto decides at once. */
  tiers: { tier: Tier; mark: number; passed: boolean | null }[];
}

const TIERS: readonly Tier[] = ["city", "district"];

function said(answers: Answers, check: Check): "yes" | "no" | "na" | null {
  const value = answers[check.code];
  return value === "yes" || value === "no" || value === "na" ? value : null;
}

const codesOf = (item: Item, answers: Answers, value: "no" | null): string[] =>
  (item.checks ?? []).filter((check) => said(answers, check) === value).map((check) => check.code);

/** Points answered "no", and points not answered yet, in the order of the item. */
export const failedPoints = (item: Item, answers: Answers): string[] => codesOf(item, answers, "no");
export const openPoints = (item: Item, answers: Answers): string[] => codesOf(item, answers, null);

const points = (checks: Check[]): number => checks.reduce((sum, check) => sum + check.points, 0);

/** Reads a checklist as far as it is answered; "n.a." takes a point out of the reckoning. */
export function readChecklist(item: Item, answers: Answers): ChecklistReading {
  const checks = item.checks ?? [];
  const of = (...values: (string | null)[]) =>
    checks.filter((check) => values.includes(said(answers, check)));
  const [failed, open, got, asked] = [of("no"), of(null), points(of("yes")), points(of("yes", "no"))];
  const full = item.score.full ?? points(checks);
  const vetoed = failed.filter((check) => check.veto).map((check) => check.code);
  const tiers = TIERS.flatMap((tier) => {
    const mark = item.score.pass?.[tier];
    if (mark === undefined) return [];
    const reached = open.length > 0 || asked === 0 ? null : got * full >= mark * asked;
    return [{ tier, mark, passed: vetoed.length > 0 ? false : reached }];
  });
  return {
    answered: checks.length - open.length,
    total: checks.length,
    failed: failed.map((check) => check.code),
    vetoed,
    score: asked === 0 ? null : Math.floor((got * full * 10) / asked) / 10,
    full,
    tiers,
  };
}

/** The slot of a photo that shows why this point failed. */
export const checkSlot = (code: string): string => `check:${code}`;

/** Failed points that still want a photo of their own, given the slots of the photos taken. */
export function unproven(item: Item, answers: Answers, slots: readonly (string | null)[]): string[] {
  const wanted = item.evidence.on_fail ?? 0;
  return failedPoints(item, answers).filter(
    (code) => slots.filter((slot) => slot === checkSlot(code)).length < wanted,
  );
}

/** Every point that is still open becomes a "yes"; what was answered stays. */
export function restYes(item: Item, answers: Answers): Answers {
  return { ...answers, ...Object.fromEntries(openPoints(item, answers).map((code) => [code, "yes"])) };
}

/** A checklist that is complete and without a "no" is an all-clear. */
export function checklistResult(item: Item, answers: Answers): "finding" | "all_clear" {
  const doubts = [...failedPoints(item, answers), ...openPoints(item, answers)];
  return doubts.length === 0 ? "all_clear" : "finding";
}
