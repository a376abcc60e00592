import fc from "fast-check";
import { expect, test } from "vitest";
import { distanceM } from "../core/geo";
import { fittingWidth, landmarks, moved, WIDTHS } from "./nudge_model";

const AT = { lat: 312309000, lon: 1214739000, acc_m: 8 };

test("a mark that is moved so many metres lies so many metres away", () => {
  const metres = fc.integer({ min: -2000, max: 2000 });
  fc.assert(
    fc.property(metres, metres, (east, north) => {
      const off = Math.abs(distanceM(AT, moved(AT, east, north)) - Math.hypot(east, north));
      expect(off).toBeLessThan(2);
    }),
  );
});

test("north is up on the plan, and a place beyond its edge is left out", () => {
  const place = {
    ...{ id: "p", name: "实验小学", category: "primary", unit: null, geometry: null },
    ...{ gates: [], grid: null, attrs: {}, initials: "" },
  };
  const found = landmarks(
    [
      { ...place, ...moved(AT, 0, 20) },
      { ...place, id: "far", ...moved(AT, 900, 0) },
    ],
    AT,
    120,
  );
  expect(found).toMatchObject([{ name: "实验小学", x: 0 }]);
  expect(found[0]?.y).toBeCloseTo(-16.7, 0);
});

test("the plan opens wide enough for the error and for the mark", () => {
  expect(WIDTHS[fittingWidth(AT, AT)]).toBe(120);
  expect(WIDTHS[fittingWidth({ ...AT, acc_m: 200 }, AT)]).toBe(500);
  expect(WIDTHS[fittingWidth(AT, moved(AT, 300, 0))]).toBe(1000);
  expect(WIDTHS[fittingWidth({ ...AT, acc_m: 5000 }, AT)]).toBe(2000);
});
