import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  clusters,
  hit,
  metresPerPixel,
  onScreen,
  pan,
  project,
  scaleBar,
  tilesOf,
  viewOf,
  zoomAt,
} from "./map.ts";

const CITY = project({ lat: 305_000_000, lon: 1_040_000_000 });
const view = { ...CITY, zoom: 14 };
const spot = fc.record({
  x: fc.double({ min: 0.7, max: 0.8, noNaN: true }),
  y: fc.double({ min: 0.3, max: 0.4, noNaN: true }),
});

describe("a map", () => {
  it("puts Greenwich on the equator in the middle of the world", () => {
    expect(project({ lat: 0, lon: 0 })).toEqual({ x: 0.5, y: 0.5 });
    expect(project({ lat: 900_000_000, lon: -1_800_000_000 }).y).toBeCloseTo(0, 4);
  });

  it("shows a known length in a pixel", () => {
    // The widely published figure for zoom 14 at the equator is 9.555 m.
    expect(metresPerPixel(0.5, 14)).toBeCloseTo(9.555, 3);
    expect(metresPerPixel(CITY.y, 14)).toBeCloseTo(9.555 * Math.cos((30.5 * Math.PI) / 180), 2);
  });

  it("keeps what lies under the fingers there when it zooms", () => {
    fc.assert(
      fc.property(spot, fc.double({ min: -4, max: 4, noNaN: true }), (at, by) => {
        const start = { x: 0.75, y: 0.35, zoom: 10 };
        const [dx, dy] = onScreen(start, at);
        const [x, y] = onScreen(zoomAt(start, by, dx, dy), at);
        expect(x).toBeCloseTo(dx, 3);
        expect(y).toBeCloseTo(dy, 3);
      }),
    );
  });

  it("moves with the finger and never beyond the poles", () => {
    const [x, y] = onScreen(pan(view, 30, -20), CITY);
    expect([x, y].map(Math.round)).toEqual([30, -20]);
    expect(pan({ x: 0.5, y: 0.001, zoom: 3 }, 0, 5000).y).toBe(0);
  });

  it("fits all places into the first view", () => {
    fc.assert(
      fc.property(fc.array(spot, { minLength: 1, maxLength: 40 }), (spots) => {
        const found = viewOf(spots, 360, 500);
        for (const one of spots) {
          const [x, y] = onScreen(found ?? view, one);
          expect(Math.abs(x)).toBeLessThanOrEqual(180);
          expect(Math.abs(y)).toBeLessThanOrEqual(250);
        }
      }),
    );
    expect(viewOf([], 360, 500)).toBeNull();
  });

  it("loses no place in a cluster, and gathers fewer the nearer one comes", () => {
    fc.assert(
      fc.property(fc.array(spot, { maxLength: 200 }), (spots) => {
        const counts = [4, 10, 18].map((zoom) => {
          const found = clusters(spots, zoom);
          expect(found.reduce((sum, one) => sum + one.members.length, 0)).toBe(spots.length);
          return found.length;
        });
        expect(counts).toEqual([...counts].sort((a, b) => a - b));
        expect(counts[2]).toBe(spots.length);
      }),
    );
  });

  it("knows what was tapped", () => {
    const [near, far] = [CITY, { x: CITY.x + 1e-4, y: CITY.y }];
    expect(hit(view, [far, near], [3, 4], 24)).toBe(near);
    expect(hit(view, [near, far], [0, 60], 24)).toBeNull();
  });

  it("has a scale of a round length that is no longer than asked", () => {
    for (const zoom of [4, 9, 12.4, 17]) {
      const { m, px } = scaleBar({ ...CITY, zoom }, 90);
      expect([1, 2, 5]).toContain(Number(String(m)[0]));
      expect(px).toBeLessThanOrEqual(90);
      expect(px).toBeGreaterThan(30);
    }
  });

  it("asks for the tiles of the archive's zooms that cover the screen", () => {
    const tiles = tilesOf({ ...CITY, zoom: 14 }, 360, 500, [10, 12]);
    expect(new Set(tiles.map((tile) => tile.z))).toEqual(new Set([12]));
    expect(tiles).toContainEqual({ z: 12, x: Math.floor(CITY.x * 4096), y: Math.floor(CITY.y * 4096) });
    expect(tiles.length).toBeLessThanOrEqual(4);
  });
});
