import { describe, expect, it } from "vitest";
import { mapPlace, nearestOn, pointsToFit, sceneOf } from "./map_model";
import { passHtml } from "./map_policy";
import type { Place, RecordDetail } from "./types";

const square: GeoJSON.Polygon = {
  type: "Polygon",
  coordinates: [
    [
      [117, 36],
      [117.002, 36],
      [117.002, 36.002],
      [117, 36.002],
      [117, 36],
    ],
  ],
};

const school: Place = {
  id: "p1",
  name: "实验小学",
  category: "primary",
  unit: null,
  lat: 360_010_000,
  lon: 1_170_010_000,
  geometry: square,
  gates: [{ name: "南门", lat: 360_000_000, lon: 1_170_010_000 }],
  grid: null,
  attrs: {},
  initials: "syxx",
  pinyin: "shiyanxiaoxue",
};

const fix = {
  ...{ lat: 360_010_000, lon: 1_170_040_000, acc_m: 8, alt_m: null, age_ms: 0 },
  ...{ nudged: null, why: null },
};
const geo = {
  rule: "school_radius",
  place: "p1",
  method: "boundary_line",
  distance_m: 180,
  error_m: 8,
  verdict: "inside",
} as const;

function record(part: Partial<RecordDetail>): RecordDetail {
  return { near_places: [school], position: fix, geo, place_name: null, ...part } as RecordDetail;
}

describe("the scene", () => {
  it("reads GeoJSON's longitude first", () => {
    expect(mapPlace(school, true)?.rings[0]?.[1]).toEqual([36, 117.002]);
  });

  it("measures to the nearest point of the boundary, or to a gate", () => {
    const place = mapPlace(school, true);
    if (!place) throw new Error("the school has coordinates");
    const [lat, lon] = nearestOn(place, [36.001, 117.004], "boundary");
    expect([lat, lon]).toEqual([expect.closeTo(36.001, 6), expect.closeTo(117.002, 6)]);
    expect(nearestOn(place, [36.001, 117.004], "gates")).toEqual([36, 117.001]);
    const bare = { ...place, rings: [], gates: [] };
    expect(nearestOn(bare, [36.001, 117.004], "gates")).toEqual(bare.at);
  });

  it("draws belt and line only for a known rule and a usable position", () => {
    expect(sceneOf(record({}), 200)).toMatchObject({ reach: { radius_m: 200, from: "boundary" } });
    expect(sceneOf(record({}), null)).toMatchObject({ reach: null, measure: null });
    const off = { ...fix, lat: 910_000_000 };
    expect(sceneOf(record({ position: off }), 200)).toMatchObject({ record: null, measure: null });
  });

  it("shows places without a record, and fits something", () => {
    const scene = sceneOf(record({ position: null, geo: null }), null);
    expect(scene.record).toBeNull();
    expect(pointsToFit(scene).length).toBeGreaterThan(0);
    expect(sceneOf(record({ near_places: [{ ...school, lat: null }] }), null).places).toEqual([]);
  });
});

describe("the policy for Leaflet's own strings", () => {
  it("passes them and nothing else", () => {
    expect(passHtml("<svg/>")).toBe("<svg/>");
    expect(passHtml("50 m")).toBe("50 m");
    expect(passHtml("<img src=x onerror=alert(1)>")).toBeNull();
    expect(passHtml("5 m<b>")).toBeNull();
  });
});
