/**
 * The walking path to a school's gates: its streets as a small graph, read once and asked often.
 * Streets meet only where lines share a point. Gates and positions reach the nearest street in a straight line; lengths are
 * metres in a plane around the first gate. The same rules as server/domain/walks.py; shared cases: schemas/cases/walks.json.
 */
import { type Position, type Walkable, type Walked, wholeMetres } from "./geo.ts";
import { type Metres, metresPerDegree, shortWay } from "./planar.ts";
import { type Corner, corner, findWays, isBefore, lengthOf, type Reached, type Way } from "./ways.ts";

/** Across the widest street and its pavements; from farther away nobody knows the way. */
const MAX_SNAP_M = 50;
/** Around a right angle the way is 1.41 times the straight line. */
const CORNER = 1.5;

/**
 * The streets around one place, as they travel: every way of up to `reach_m` from its gates runs on them. A line is
 * latitude and longitude of its first point in 1e-7 degree, then the steps to each next.
 */
export interface Walks {
  network: string;
  reach_m: number;
  lines: number[][];
}

export function isWalks(value: unknown): value is Walks {
  const { network, reach_m, lines } = (value ?? {}) as Partial<Walks>;
  const packed = (line: unknown) => Array.isArray(line) && line.every(Number.isInteger);
  return (
    typeof network === "string" && Number.isFinite(reach_m) && Array.isArray(lines) && lines.every(packed)
  );
}

function* pointsOf(line: number[]): Generator<Position> {
  let [lat, lon] = [0, 0];
  for (let at = 0; at + 1 < line.length; at += 2) {
    lat += line[at] as number;
    lon += line[at + 1] as number;
    yield { lat, lon };
  }
}

interface Street {
  a: Corner;
  b: Corner;
}

/** Where a street is nearest to a point (`along` it from 0 to 1), and how far `off` that is. */
interface Foot {
  street: Street;
  of: Metres;
  at: Metres;
  along: number;
  off: number;
}

function foot(street: Street, at: Metres): Foot {
  const [a, b] = [street.a.at, street.b.at];
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const square = dx * dx + dy * dy;
  const share = square > 0 ? ((at[0] - a[0]) * dx + (at[1] - a[1]) * dy) / square : 0;
  const along = Math.min(1, Math.max(0, share));
  const here: Metres = [a[0] + along * dx, a[1] + along * dy];
  return { street, of: at, at: here, along, off: lengthOf(here, at) };
}

/** Whether a street may come so near: cheaper than measuring, and true of few. */
function isWithin({ a, b }: Street, [x, y]: Metres, reach_m: number): boolean {
  return (
    Math.min(a.at[0], b.at[0]) - x <= reach_m &&
    x - Math.max(a.at[0], b.at[0]) <= reach_m &&
    Math.min(a.at[1], b.at[1]) - y <= reach_m &&
    y - Math.max(a.at[1], b.at[1]) <= reach_m
  );
}

class Streets {
  readonly all: Street[] = [];
  readonly gates: Reached[] = [];
  private readonly corners = new Map<string, Corner>();
  private readonly seen = new Map<Corner, Set<Corner>>();

  add(line: number[], plane: (at: Position) => Metres): void {
    let before: Corner | null = null;
    for (const point of pointsOf(line)) {
      const name = `${point.lat},${point.lon}`;
      const here: Corner = this.corners.get(name) ?? corner(plane(point));
      this.corners.set(name, here);
      if (before && before !== here) this.addStreet(before, here);
      before = here;
    }
  }

  private addStreet(a: Corner, b: Corner): void {
    if (this.seen.get(a)?.has(b) || this.seen.get(b)?.has(a)) return;
    this.seen.set(a, (this.seen.get(a) ?? new Set()).add(b));
    this.all.push({ a, b });
  }

  /** Puts each gate on its nearest street, cutting it there; gives the gates that no street is near. */
  openGates(gates: Metres[]): Metres[] {
    const cuts = new Map<Street, Foot[]>();
    const feet = gates.map((gate) => ({ gate, best: this.nearestTo(gate) }));
    for (const { best } of feet) if (best) cuts.set(best.street, [...(cuts.get(best.street) ?? []), best]);
    for (const [street, here] of cuts) this.cut(street, here);
    return feet.filter(({ best }) => !best).map(({ gate }) => gate);
  }

  private nearestTo(gate: Metres): Foot | null {
    let best: Foot | null = null;
    for (const street of this.all) {
      const found = foot(street, gate);
      if (found.off < (best?.off ?? Infinity)) best = found;
    }
    return best && best.off <= MAX_SNAP_M ? best : null;
  }

  private cut(street: Street, feet: Foot[]): void {
    const [a, b] = [street.a.at, street.b.at];
    for (const { along, off, of } of feet.sort((one, other) => one.along - other.along)) {
      const here = corner([a[0] + along * (b[0] - a[0]), a[1] + along * (b[1] - a[1])]);
      this.gates.push({ corner: here, next: corner(of), way: off, leg: off });
      this.all.push({ a: street.a, b: here });
      street.a = here;
    }
  }
}

function join(streets: Street[]): void {
  for (const { a, b } of streets) {
    const length = lengthOf(a.at, b.at);
    a.beside.push({ corner: b, length });
    b.beside.push({ corner: a, length });
  }
}

function planeAround(origin: Position): (at: Position) => Metres {
  const [perLon, perLat] = metresPerDegree(origin.lat / 1e7);
  return ({ lat, lon }) => [shortWay((lon - origin.lon) / 1e7) * perLon, ((lat - origin.lat) / 1e7) * perLat];
}

/** Where a way begins, and the corner it goes to first. */
type Start = Foot & Way & { next: Corner };

/** The shorter way to a gate from a point on a street, by either of its ends. */
function wayFrom(at: Foot): Start {
  const { a, b } = at.street;
  const length = lengthOf(a.at, b.at);
  const byA = { way: a.way + at.along * length, leg: a.leg, next: a };
  const byB = { way: b.way + (1 - at.along) * length, leg: b.leg, next: b };
  return { ...at, ...(isBefore(byB, byA) ? byB : byA) };
}

function cornersFrom({ of, at, next, way }: Start): Metres[] {
  const found = way < Infinity ? [of, at] : [];
  for (let here: Corner | null = next; here && way < Infinity; here = here.next) found.push(here.at);
  return found.map(([x, y]) => [x - of[0], y - of[1]]);
}

/** Whether stepping over there changes the way by more than the step itself, also around a corner. */
function isElsewhere(other: Start, here: Start): boolean {
  return other.way !== here.way && Math.abs(other.way - here.way) > CORNER * lengthOf(other.at, here.at);
}

class Around implements Walkable {
  private readonly streets = new Streets();
  private readonly entrances: Metres[];
  private readonly unmapped: Metres[];
  private readonly walks: Walks;
  private readonly plane: (at: Position) => Metres;

  constructor(walks: Walks, gates: Position[], origin: Position) {
    this.walks = walks;
    this.plane = planeAround(origin);
    this.entrances = gates.map(this.plane);
    for (const line of walks.lines) this.streets.add(line, this.plane);
    this.unmapped = this.streets.openGates(this.entrances);
    join(this.streets.all);
    findWays(this.streets.gates);
  }

  /** Within the accuracy another street may be the nearest one: each that could be widens the spread. */
  walk(pos: Position, acc_m: number): Walked | null {
    const at = this.plane(pos);
    const straight = Math.min(...this.entrances.map((gate) => lengthOf(at, gate)));
    if (straight > this.walks.reach_m) return null;
    const [here, ...possible] = this.starts(at, acc_m);
    if (!here) return null;
    const near = here.off;
    const ways = [here, ...possible.filter((one) => isElsewhere(one, here))];
    const low = Math.min(
      ...ways.map(({ way, leg }) => way - leg),
      ...this.unmapped.map((gate) => lengthOf(at, gate)),
    );
    const high = Math.max(...ways.map(({ way, leg }) => way + leg + 2 * near));
    if (high === Infinity) return null;
    const found = here.way + near;
    const spread_m = wholeMetres(Math.max(found - low, high - found));
    return {
      ...{ network: this.walks.network, distance_m: wholeMetres(found), spread_m },
      straight_m: wholeMetres(straight),
    };
  }

  route(pos: Position): Metres[] {
    const [here] = this.starts(this.plane(pos), 0);
    return here ? cornersFrom(here) : [];
  }

  /** The ways from the nearest street, which comes first, and from all that might be it; none too far away. */
  private starts(at: Metres, acc_m: number): Start[] {
    const close = this.streets.all.filter((street) => isWithin(street, at, MAX_SNAP_M + 2 * acc_m));
    const feet = close.map((street) => foot(street, at));
    const near = feet.reduce((least, { off }) => Math.min(least, off), MAX_SNAP_M);
    const first = feet.findIndex(({ off }) => off === near);
    if (first < 0) return [];
    const possible = feet.filter(({ off }, i) => i !== first && off <= near + 2 * acc_m);
    return [feet[first] as Foot, ...possible].map(wayFrom);
  }
}

/** The streets around one place, with the way from every corner to the nearest gate worked out; null without a gate. */
export function streetsAround(walks: Walks, gates: Position[]): Walkable | null {
  const [origin] = gates;
  return origin ? new Around(walks, gates, origin) : null;
}
