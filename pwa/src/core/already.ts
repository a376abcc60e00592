/** Was the same thing reported here today? Pure; positions are WGS-84 in 1e-7 degree. */
import { distanceM, type Position } from "./geo.ts";

export interface Report extends Position {
  item: string;
  /** UTC ISO: when its phone says it was. */
  at: string;
  own: boolean;
}

export interface Already {
  count: number;
  /** Metres to the nearest one. */
  nearest_m: number;
  newest: Report;
}

const NEAR_M = 30;
/** A position is no better than its error, but a bad one must not make everything near. */
const MOST_ERROR_M = 30;
const LASTS_MS = 24 * 3_600_000;

/** Reports of the same item within 30 m and 24 hours before `now` (ms); null where there is none. */
export function alreadyThere(
  reports: readonly Report[],
  item: string,
  at: Position & { acc_m: number },
  now: number,
): Already | null {
  const reach = NEAR_M + Math.min(at.acc_m, MOST_ERROR_M);
  const fresh = reports
    .filter((one) => one.item === item && Math.abs(now - Date.parse(one.at)) <= LASTS_MS)
    .filter((one) => distanceM(at, one) <= reach)
    .sort((a, b) => b.at.localeCompare(a.at));
  const [newest] = fresh;
  if (!newest) return null;
  const nearest_m = Math.round(Math.min(...fresh.map((one) => distanceM(at, one))));
  return { count: fresh.length, nearest_m, newest };
}
