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
  return low === null || high === null ? "" : tq("tally.interval", { low, high });
}

/** Seconds as minutes and seconds: 9:05. */
export function minutes(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
