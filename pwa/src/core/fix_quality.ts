/** What a row of position readings is worth. Lengths are metres, times ms; ages count back from one common moment. */
import type { Fix } from "./entries.ts";
import { distanceM } from "./geo.ts";

/** No officer at work moves faster than a car in town. */
const FASTEST_M_PER_MS = 0.04;
/** How long a lone far reading waits for a second one that agrees, in ms. */
const DOUBT_MS = 4000;
/** How far back jumps are spoken of, in ms. */
const RECENT_MS = 20_000;

/** True where nobody can have gone from one reading to the other: farther than both errors and a car explain. */
export function isJump(a: Fix, b: Fix): boolean {
  const way = Math.abs(a.age_ms - b.age_ms) * FASTEST_M_PER_MS;
  return distanceM(a, b) > a.acc_m + b.acc_m + way;
}

/**
 * The reading to go by: the newest, unless it alone says something impossible. Newest last; null without any.
 * A lone jump is believed once a second reading agrees with it, or none contradicts it for four seconds.
 */
export function steadyFix(fixes: readonly Fix[]): Fix | null {
  let steady: Fix | null = null;
  let doubted: Fix | null = null;
  for (const fix of fixes) {
    if (steady && isJump(steady, fix) && !(doubted && !isJump(doubted, fix))) {
      doubted = fix;
    } else {
      steady = fix;
      doubted = null;
    }
  }
  return doubted && doubted.age_ms >= DOUBT_MS ? doubted : steady;
}

/** True while the position hops about: some of the newest readings cannot all be right. */
export function isJumping(fixes: readonly Fix[]): boolean {
  const recent = fixes.filter((fix) => fix.age_ms <= RECENT_MS);
  return recent.some((fix, i) => i > 0 && isJump(recent[i - 1] ?? fix, fix));
}

/** In how many ms waiting alone changes what these readings are worth, without a new one; null for never. */
export function changesIn(fixes: readonly Fix[]): number | null {
  if (!fixes.some((fix, i) => i > 0 && isJump(fixes[i - 1] ?? fix, fix))) return null;
  const worth = (wait: number): string => {
    const later = fixes.map((fix) => ({ ...fix, age_ms: fix.age_ms + wait }));
    const steady = steadyFix(later);
    return `${steady && later.indexOf(steady)} ${isJumping(later)}`;
  };
  const turns = fixes.flatMap(({ age_ms }) => [DOUBT_MS - age_ms, RECENT_MS + 1 - age_ms]);
  const now = worth(0);
  const found = turns.filter((wait) => wait > 0).sort((a, b) => a - b);
  return found.find((wait) => worth(wait) !== now) ?? null;
}

/** True where a reading is coarser than an item accepts without a reason. */
export function isCoarse(fix: { acc_m: number }, gps_m: number): boolean {
  return fix.acc_m > gps_m;
}
