/** What would turn an uncertain distance into a certain one. Lengths are whole metres. */
import type { Catalogue } from "./catalogue.ts";
import {
  measure,
  type Place,
  type Position,
  ruleMethod,
  ruleRadius,
  type SchoolVerdict,
  schoolRule,
  type Verdict,
  verdict,
} from "./geo.ts";

type Reading = Position & { acc_m: number };

/** Better than this no phone measures under the open sky. */
const FINEST_M = 5;

/**
 * `accuracy`: a reading of at most this error at the same spot decides. `line`: the spot lies on the line itself,
 * where only a tape decides. `path`: the way on foot from the gate counts, and it is not known here; `off_path`: the
 * city's network is here, but no street of it is near or leads to a gate. `street`: on which of the streets around the
 * door is decides, and the officer can see it. `walk`: on the line by the way on foot, so
 * that only a wheel on the street decides. `boundary`: the city has no boundary of this school, only a point or a gate.
 */
export type Settling =
  | { by: "accuracy"; acc_m: number; becomes: Verdict }
  | { by: "line" | "path" | "off_path" | "street" | "walk" | "boundary" };

function byAccuracy(room_m: number, becomes: Verdict): Settling {
  // A verdict wants distance and error clear of the radius, not touching it.
  const acc_m = room_m - 1;
  return acc_m >= FINEST_M ? { by: "accuracy", acc_m, becomes } : { by: "line" };
}

/** What a reading of this error would give at the same spot, by the way on foot. */
function verdictOnFoot(catalogue: Catalogue, rule: string, place: Place, at: Reading): Verdict {
  return schoolRule(catalogue, rule, at, at.acc_m, [place])?.verdict ?? "uncertain";
}

/** Whether it would be certain if only the nearest street came into question. */
function isByStreet(catalogue: Catalogue, rule: string, place: Place, at: Reading): boolean {
  const walked = place.walks?.walk(at, 0);
  const radius = ruleRadius(catalogue, rule, place.category);
  const error_m = Math.min(FINEST_M, at.acc_m) + (walked?.spread_m ?? 0);
  return !!walked && verdict(walked.distance_m, error_m, radius) !== "uncertain";
}

/** A finer reading leaves fewer streets to stand on, so once certain it stays so: halving finds the coarsest. */
function coarsest(becomes: (acc_m: number) => Verdict, acc_m: number): number | null {
  let [sure, unsure] = [FINEST_M, acc_m];
  if (sure >= unsure || becomes(sure) === "uncertain") return null;
  while (unsure - sure > 1) {
    const middle = Math.floor((sure + unsure) / 2);
    if (becomes(middle) === "uncertain") unsure = middle;
    else sure = middle;
  }
  return sure;
}

function byWalking(
  catalogue: Catalogue,
  rule: string,
  { place, network }: SchoolVerdict,
  at: Reading,
): Settling {
  const becomes = (acc_m: number) => verdictOnFoot(catalogue, rule, place, { ...at, acc_m });
  const acc_m = coarsest(becomes, at.acc_m);
  if (acc_m !== null) return { by: "accuracy", acc_m, becomes: becomes(acc_m) };
  if (isByStreet(catalogue, rule, place, at)) return { by: "street" };
  return { by: network ? "walk" : "off_path" };
}

/** Null where the verdict is certain already. `at` is where it was measured from, and with which error. */
export function whatSettles(
  catalogue: Catalogue,
  rule: string,
  found: SchoolVerdict,
  at: Reading,
): Settling | null {
  if (found.verdict !== "uncertain") return null;
  const method = ruleMethod(catalogue, rule);
  if (method === "gate_path" && found.place.walks) return byWalking(catalogue, rule, found, at);
  const radius = ruleRadius(catalogue, rule, found.place.category);
  const { least_m, most_m } = measure(found.place, at, method);
  if (most_m < radius) return byAccuracy(radius - most_m, "inside");
  if (least_m > radius) return byAccuracy(least_m - radius, "outside");
  if (least_m === most_m) return { by: "line" };
  return { by: most_m === Infinity ? "path" : "boundary" };
}
