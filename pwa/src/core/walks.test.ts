import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import edition from "../../../schemas/cases/edition.json" with { type: "json" };
import cases from "../../../schemas/cases/walks.json" with { type: "json" };
import { type Catalogue, withLocalParameters } from "./catalogue.ts";
import { type Place, type Position, schoolRule, type Walkable } from "./geo.ts";
import { whatSettles } from "./geo_certain.ts";
import { isWalks, streetsAround, type Walks } from "./walks.ts";

const RULE = "school_radius";
const by = (method: string): Catalogue =>
  withLocalParameters(edition as unknown as Catalogue, { school_distance_method: method });

function schoolOf(gates: Position[], walks: Walks | null): Place {
  return {
    ...{ id: "s", name: "实验小学", category: "primary", unit: null, geometry: null },
    ...{ lat: gates[0]?.lat ?? 0, lon: gates[0]?.lon ?? 0, grid: null, attrs: {}, initials: "" },
    gates: gates.map((gate) => ({ ...gate, name: "东门" })),
    walks: (walks && streetsAround(walks, gates)) ?? undefined,
  };
}

describe("the way on foot", () => {
  it.each(cases.walk.map((one) => [one.name, one] as const))("%s", (_name, one) => {
    const school = schoolOf(one.gates, one.walks);
    expect(school.walks?.walk(one.pos, one.acc_m)).toEqual(one.expect);
  });
});

describe("the rule on foot", () => {
  it.each(cases.school_rule.map((one) => [one.name, one] as const))("%s", (_name, one) => {
    const school = schoolOf(one.gates, one.walks);
    const found = schoolRule(by(one.method), RULE, one.pos, one.acc_m, [school]);
    const { place: _place, ...said } = found ?? { place: null };
    expect(said).toEqual(one.expect);
  });
});

it("tells the corners of the way, from the position to the gate", () => {
  const [, block] = cases.walk;
  const school = schoolOf(block?.gates ?? [], block?.walks ?? null);
  const route = school.walks?.route(block?.pos ?? GATE).map((corner) => corner.map(Math.round));
  const corners = [
    [0, 0],
    [0, 100],
    [-60, 100],
    [-60, 0],
  ];
  expect(route?.filter((one, i) => String(one) !== String(route[i - 1]))).toEqual(corners);
  const [, , , , away] = cases.walk;
  expect(schoolOf(away?.gates ?? [], away?.walks ?? null).walks?.route(away?.pos ?? GATE)).toEqual([]);
});

/** A small town: streets between corners of a crooked grid, some of them missing. */
const GATE = { lat: 312300000, lon: 1214700000 };
const corners = fc.array(fc.tuple(fc.integer({ min: -60, max: 60 }), fc.integer({ min: -60, max: 60 })), {
  minLength: 25,
  maxLength: 25,
});
const town = fc.record({ corners, missing: fc.uint8Array({ minLength: 40, maxLength: 40 }) });
const at = (x: number, y: number): Position => ({
  lat: GATE.lat + Math.round(y * 90.2),
  lon: GATE.lon + Math.round(x * 105),
});

function linesOf(points: Position[], missing: Uint8Array, share: number): number[][] {
  const pairs = points.flatMap((_point, i) => [
    ...(i % 5 < 4 ? [[i, i + 1]] : []),
    ...(i < 20 ? [[i, i + 5]] : []),
  ]);
  const kept = pairs.filter((_pair, i) => (missing[i] ?? 0) >= share);
  return kept.map(([i, j]) => {
    const [a, b] = [points[i ?? 0] as Position, points[j ?? 0] as Position];
    return [a.lat, a.lon, b.lat - a.lat, b.lon - a.lon];
  });
}

const pointsOf = (shifts: [number, number][]): Position[] =>
  shifts.map(([x, y], i) => at((i % 5) * 120 + x, Math.floor(i / 5) * 120 + y));

/** From one corner to another, without any error of the position. */
function between(lines: number[][], from: Position, to: Position): number | null {
  const streets: Walkable | null = streetsAround({ network: "n", reach_m: 1e5, lines }, [to]);
  return streets?.walk(from, 0)?.distance_m ?? null;
}

describe("ways in any town", () => {
  const corner = fc.integer({ min: 0, max: 24 });

  test("are no shorter than the straight line, and as long there as back", () => {
    fc.assert(
      fc.property(town, corner, corner, (one, i, j) => {
        const points = pointsOf(one.corners);
        const lines = linesOf(points, one.missing, 60);
        const [a, b] = [points[i] as Position, points[j] as Position];
        const there = streetsAround({ network: "n", reach_m: 1e5, lines }, [b])?.walk(a, 0);
        if (!there) return;
        expect(there.distance_m).toBeGreaterThanOrEqual(there.straight_m);
        // Where a street is missing a corner may stand beside another one, within the reach of both ends.
        if (there.spread_m === 0)
          expect(Math.abs((between(lines, b, a) ?? -9) - there.distance_m)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("are no longer than by way of any third corner", () => {
    fc.assert(
      fc.property(town, corner, corner, corner, (one, i, j, k) => {
        const points = pointsOf(one.corners);
        const lines = linesOf(points, one.missing, 0);
        const [a, b, c] = [points[i], points[j], points[k]] as [Position, Position, Position];
        const parts = [between(lines, a, c), between(lines, c, b)];
        const whole = between(lines, a, b);
        // Each of the three is rounded to a metre.
        expect(whole).toBeLessThanOrEqual((parts[0] ?? Infinity) + (parts[1] ?? Infinity) + 2);
      }),
    );
  });

  test("never get shorter where streets are taken away", () => {
    fc.assert(
      fc.property(town, corner, corner, (one, i, j) => {
        const points = pointsOf(one.corners);
        const [a, b] = [points[i] as Position, points[j] as Position];
        const [all, fewer] = [0, 60].map((share) => linesOf(points, one.missing, share)) as [
          number[][],
          number[][],
        ];
        const left = streetsAround({ network: "n", reach_m: 1e5, lines: fewer }, [b])?.walk(a, 0);
        // A corner that lost all its streets stands beside another one, which is a different question.
        if (left?.spread_m === 0) expect(left.distance_m).toBeGreaterThanOrEqual(between(all, a, b) ?? 0);
      }),
    );
  });

  test("a named accuracy gives the named verdict, and a metre more does not", () => {
    const acc = fc.integer({ min: 6, max: 120 });
    const metres = fc.integer({ min: -50, max: 550 });
    let told = 0;
    fc.assert(
      fc.property(town, fc.tuple(metres, metres), acc, (one, [x, y], acc_m) => {
        const points = pointsOf(one.corners);
        const lines = linesOf(points, one.missing, 40);
        const school = schoolOf([points[0] as Position], { network: "n", reach_m: 600, lines });
        const verdictAt = (error: number) => schoolRule(by("gate_path"), RULE, at(x, y), error, [school]);
        const found = verdictAt(acc_m);
        const said = found && whatSettles(by("gate_path"), RULE, found, { ...at(x, y), acc_m });
        if (said?.by !== "accuracy") return;
        told += 1;
        expect(verdictAt(said.acc_m)?.verdict).toBe(said.becomes);
        expect(verdictAt(said.acc_m + 1)?.verdict).toBe("uncertain");
      }),
      { numRuns: 500 },
    );
    expect(told).toBeGreaterThan(5);
  });
});

describe("what would make the way certain", () => {
  const [long, inside] = [cases.school_rule[0], cases.school_rule[2]];
  const settling = (one: typeof long, pos: Position, acc_m: number) => {
    const school = schoolOf(one?.gates ?? [], one?.walks ?? null);
    const found = schoolRule(by("gate_path"), RULE, pos, acc_m, [school]);
    return found && whatSettles(by("gate_path"), RULE, found, { ...pos, acc_m });
  };

  it("a finer reading, a wheel on the street, or a street at all", () => {
    expect(settling(inside, at(150, 0), 60)).toMatchObject({ by: "accuracy", becomes: "inside" });
    expect(settling(inside, at(198, 0), 10)).toEqual({ by: "walk" });
    expect(settling(inside, at(100, 70), 10)).toEqual({ by: "off_path" });
    expect(settling(long, at(100, 0), 10)).toBeNull();
  });

  it("the street of the door, where two are equally near", () => {
    expect(settling(long, at(52, 70), 6)).toEqual({ by: "street" });
    expect(settling(long, at(48, 70), 3)).toEqual({ by: "street" });
  });
});

it("what another server might say is no street", () => {
  for (const odd of [null, {}, { network: "n", reach_m: 600, lines: [["x"]] }, { network: 1, lines: [] }]) {
    expect(isWalks(odd)).toBe(false);
  }
  expect(isWalks(cases.walk[0]?.walks)).toBe(true);
});
