/** Shares with their n and their Wilson score interval (95 % two-sided), for tallies. */

export interface Rate {
  hits: number;
  n: number;
  /** Null when nothing was counted. */
  rate: number | null;
  low: number;
  high: number;
}

/** 97.5 % point of the normal distribution. */
export const Z_95 = 1.959963984540054;

/** Wilson's interval of a share; 0 to 1 when n is 0. Counts are whole and 0 ≤ hits ≤ n. */
export function wilson(hits: number, n: number, z = Z_95): Rate {
  if (n === 0) return { hits, n, rate: null, low: 0, high: 1 };
  const rate = hits / n;
  const weight = 1 + (z * z) / n;
  const middle = (rate + (z * z) / (2 * n)) / weight;
  const half = (z * Math.sqrt((rate * (1 - rate) + (z * z) / (4 * n)) / n)) / weight;
  return { hits, n, rate, low: hits === 0 ? 0 : middle - half, high: hits === n ? 1 : middle + half };
}

export type TargetVerdict = "met" | "not_met" | "not_proven";

/** A target is met when the whole interval reaches it, missed when none of it does. */
export function againstTarget(found: Rate, target: number): TargetVerdict {
  if (found.n > 0 && found.low >= target) return "met";
  return found.n > 0 && found.high < target ? "not_met" : "not_proven";
}

/** A census has no sampling error: its share is the verdict. */
export function censusAgainstTarget(hits: number, n: number, target: number): TargetVerdict {
  if (n === 0) return "not_proven";
  return hits / n >= target ? "met" : "not_met";
}
