import { describe, expect, it } from "vitest";
import type { Place } from "../core/geo";
import { offset, sketchOf } from "./sketch";

const at = { lat: 300000000, lon: 1170000000, acc_m: 10 };
const DEGREES_PER_100_M = 0.0009;

function school(south: number): Place {
  const [top, bottom] = [30 - south * DEGREES_PER_100_M, 30 - (south + 1) * DEGREES_PER_100_M];
  const [left, right] = [117 - DEGREES_PER_100_M, 117 + DEGREES_PER_100_M];
  const ring: [number, number][] = [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
    [left, top],
  ];
  return {
    ...{
      id: "s",
      name: "s",
      category: "primary",
      unit: null,
      gates: [],
      grid: null,
      attrs: {},
      initials: "",
    },
    ...{
      lat: ((top + bottom) / 2) * 1e7,
      lon: 1170000000,
      geometry: { type: "Polygon", coordinates: [ring] },
    },
  } as Place;
}

describe("the sketch", () => {
  it("draws the whole way on foot, north up", () => {
    const drawing = sketchOf(school(1), at, 200, [
      [0, 0],
      [0, 300],
      [100, 300],
    ]);
    const [first, second, third] = drawing.way.split(" ").map((point) => point.split(",").map(Number));
    expect(first).toEqual([0, 0]);
    expect(second?.[1]).toBeLessThan(-40);
    expect(third?.[0]).toBeGreaterThan(10);
    expect(Math.hypot(...(third ?? []))).toBeLessThan(50);
    expect(sketchOf(school(1), at, 200).way).toBe("");
  });

  it("puts north up and east to the right", () => {
    const [x, y] = offset(at, { lat: 300009000, lon: 1170009000 });
    expect(x).toBeGreaterThan(80);
    expect(y).toBeLessThan(-90);
  });

  it("points to the nearest wall, not to a corner or the middle", () => {
    const { nearest, radius } = sketchOf(school(1.6), at, 200);
    expect(nearest[0]).toBeCloseTo(0, 1);
    expect(nearest[1] / radius).toBeCloseTo(0.8, 1);
  });

  it("keeps radius and wall inside the frame, however far the wall is", () => {
    for (const far of [0.2, 1.6, 2.4, 9]) {
      const { nearest, radius } = sketchOf(school(far), at, 200);
      expect(radius).toBeLessThanOrEqual(46.01);
      expect(Math.hypot(...nearest)).toBeLessThanOrEqual(46.01);
    }
  });

  it("draws a point where a school has no boundary", () => {
    const drawing = sketchOf({ ...school(1), geometry: null }, at, 200);
    expect(drawing.rings).toEqual([]);
    expect(drawing.nearest).toEqual(drawing.point);
  });
});
