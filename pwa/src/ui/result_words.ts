import type { ChecklistReading } from "../core/checklist";
import type { TallyReading } from "../core/tally";
import { tq } from "../text/results";

type Tier = Omit<ChecklistReading["tiers"][number], "tier"> & { tier: string };
type Scored = Pick<ChecklistReading, "score" | "full">;

/** 90 / 100 分, or that there is none yet. */
export function scoreWords({ score, full }: Scored): string {
  return score === null ? tq("score.none") : tq("score.full", { score, full });
}

/** 市级 90 分:达到 */
export function tierWords({ tier, mark, passed }: Tier): string {
  const said = passed === null ? "score.open" : passed ? "score.passed" : "score.missed";
  return tq(said, { tier: tq(tier === "district" ? "tier.district" : "tier.city"), mark });
}

/** What one visit says, in pieces: its share, on which side of the target, and why nobody decides on it alone. */
export function tallyWords(reading: TallyReading): string[] {
  const { n, misses, percent, side, target, quota, says } = reading;
  const told = tq(`tally.${says}`, { n, m: misses, q: quota });
  if (percent === null || says === "clear" || says === "found") return [told];
  const share = tq("tally.share", { p: percent.toFixed(1) });
  return side && target !== null ? [share, tq(`tally.${side}`, { t: target }), told] : [share, told];
}

/** Wilson's interval in words, or nothing. */
export function intervalWords({ low, high }: Pick<TallyReading, "low" | "high">): string {
  return low === null || high === null
    ? ""
    : tq("tally.interval", { low: low.toFixed(1), high: high.toFixed(1) });
}

/** Seconds as minutes and seconds: 9:05. */
export function minutes(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** That a failed point fails the place by itself. */
export const vetoWords = (): string => tq("score.veto");

/** Which photos show why a point failed, given their numbers; or that none does. */
export function provenWords(numbers: string): string {
  return numbers === "" ? tq("score.no_photo") : tq("score.photos", { n: numbers });
}

/** 17:10–17:22,计时 10:02(应观察 10 分钟) */
export function spanWords(from: string, to: string, counted_s: number, planned_min: number): string {
  const span = tq("tally.span", { from, to, time: minutes(counted_s) });
  return planned_min > 0 ? `${span} · ${tq("tally.planned", { n: planned_min })}` : span;
}

/** Riders whom nobody told apart by this stratum. */
export const unsplitWords = (): string => tq("tally.every");

/** What was said of one point. */
export function pointWords(value: unknown): string {
  return value === "yes" || value === "no" || value === "na" ? tq(`check.${value}`) : String(value);
}
