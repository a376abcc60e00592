/** What would turn an uncertain distance into a certain one. Lengths are whole metres. */
import type { Catalogue } from "./catalogue.ts";
import { measure, type Position, ruleMethod, ruleRadius, type SchoolVerdict, type Verdict } from "./geo.ts";

/** Better than this no phone measures under the open sky. */
const FINEST_M = 5;

/**
 * `accuracy`: a reading of at most this error at the same spot decides. `line`: the spot lies on the line itself,
 * where only a tape decides. `path`: the way on foot from the gate counts, and it is not known here.
 * `boundary`: the city has no boundary of this school on file, only a point or a gate.
 */
export type Settling =
  | { by: "accuracy"; acc_m: number; becomes: Verdict }
  | { by: "line" | "path" | "boundary" };

function byAccuracy(room_m: number, becomes: Verdict): Settling {
  // A verdict wants distance and error clear of the radius, not touching it.
  const acc_m = room_m - 1;
  return acc_m >= FINEST_M ? { by: "accuracy", acc_m, becomes } : { by: "line" };
}

/** Null where the verdict is certain already. `pos` is where it was measured from. */
export function whatSettles(
  catalogue: Catalogue,
  rule: string,
  found: SchoolVerdict,
  pos: Position,
): Settling | null {
  if (found.verdict !== "uncertain") return null;
  const radius = ruleRadius(catalogue, rule, found.place.category);
  const { least_m, most_m } = measure(found.place, pos, ruleMethod(catalogue, rule));
  if (most_m < radius) return byAccuracy(radius - most_m, "inside");
  if (least_m > radius) return byAccuracy(least_m - radius, "outside");
  if (least_m === most_m) return { by: "line" };
  return { by: most_m === Infinity ? "path" : "boundary" };
}
