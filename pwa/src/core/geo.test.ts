/** The shared cases of distances; tests/schemas/test_geo_cases.py runs the same file. Addresses are the phone's own. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import edition from "../../../schemas/cases/edition.json" with { type: "json" };
import cases from "../../../schemas/cases/geo.json" with { type: "json" };
import { describeAddress } from "./address.ts";
import { type Catalogue, withLocalParameters } from "./catalogue.ts";
import {
  distanceM,
  distanceToGeometry,
  type Geometry,
  nearest,
  nearestPlaces,
  type Place,
  schoolRule,
  type Verdict,
  verdict,
} from "./geo.ts";

const catalogue = edition as unknown as Catalogue;
const known = cases.places as unknown as Record<string, Place>;

function places(names: string[]): Place[] {
  return names.map((name) => known[name]).filter((place) => place !== undefined);
}

describe("shared cases of distances", () => {
  test.each(cases.distance)("$name", ({ a, b, metres, within }) => {
    expect(Math.abs(distanceM(a, b) - metres)).toBeLessThanOrEqual(within);
  });

  test.each(cases.geometry)("$name", ({ pos, geometry, metres, within }) => {
    const found = distanceToGeometry(pos, geometry as unknown as Geometry);
    expect(Math.abs(found - metres)).toBeLessThanOrEqual(within);
  });

  test.each(cases.verdict as [number, number, number, Verdict][])(
    "%d ± %d of %d: %s",
    (d, error, radius, out) => {
      expect(verdict(d, error, radius)).toBe(out);
    },
  );

  test.each(cases.school_rule)("$name", ({ rule, pos, acc_m, places: names, expect: wanted, ...more }) => {
    const method = "method" in more && more.method;
    const under = method ? withLocalParameters(catalogue, { school_distance_method: method }) : catalogue;
    const found = schoolRule(under, rule, pos, acc_m, places(names));
    expect(found && { ...found, place: found.place.id }).toEqual(wanted);
  });

  test.each(cases.address)("$name", ({ pos, places: names, zh, en }) => {
    expect(describeAddress(pos, places(names), "zh")).toBe(zh);
    expect(describeAddress(pos, places(names), "en")).toBe(en);
  });
});

const anywhere = fc.record({
  lat: fc.integer({ min: -900000000, max: 900000000 }),
  lon: fc.integer({ min: -1800000000, max: 1800000000 }),
});
const metres = fc.integer({ min: 0, max: 100000 });
const order: Verdict[] = ["inside", "uncertain", "outside"];

test("distance is symmetric and never negative", () => {
  fc.assert(
    fc.property(anywhere, anywhere, (a, b) => distanceM(a, b) >= 0 && distanceM(a, b) === distanceM(b, a)),
  );
});

test("a verdict moves outward with distance and towards uncertain with error", () => {
  fc.assert(
    fc.property(metres, metres, metres, metres, (d, error, radius, more) => {
      const now = verdict(d, error, radius);
      const worse = verdict(d, error + more, radius);
      expect(order.indexOf(verdict(d + more, error, radius))).toBeGreaterThanOrEqual(order.indexOf(now));
      expect([now, "uncertain"]).toContain(worse);
    }),
  );
});

test("nearest is the first of the nearest places, and the filter is kept", () => {
  const pos = { lat: 366500000, lon: 1170000000 };
  const all = Object.values(known);
  expect(nearest(all, pos)).toEqual(nearestPlaces(all, pos)[0]);
  expect(nearest(all, pos, (place) => place.category === "shop")?.place.name).toBe("便民超市");
  expect(nearest([], pos)).toBeNull();
});
