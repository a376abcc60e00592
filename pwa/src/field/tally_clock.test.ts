import { describe, expect, it } from "vitest";
import edition from "../../../schemas/cases/edition.json" with { type: "json" };
import { type Catalogue, itemOf } from "../core/catalogue";
import { tapped } from "../core/tally";
import type { Draft } from "../device/types";
import { TallyClock } from "./tally_clock";
import { cellOf, countedOf, layoutOf, shownCount } from "./tally_model";

const catalogue = edition as unknown as Catalogue;

function counting(code: string) {
  const item = itemOf(catalogue, code);
  if (!item) throw new Error(`no item ${code}`);
  return { item, layout: layoutOf(item, catalogue) };
}

describe("the window of a count", () => {
  it("runs by a clock that only runs forward, and rests while nobody looks", () => {
    let steady = 5000;
    const clock = new TallyClock(60, () => steady);
    expect(clock.seconds).toBe(60);
    clock.run();
    steady += 30_000;
    clock.run();
    expect(clock.seconds).toBe(90);
    clock.rest();
    steady += 86_400_000;
    expect(clock.seconds).toBe(90);
    clock.run();
    steady += 1000;
    expect(clock.seconds).toBe(91);
  });

  it("does not ask what time of day it is", () => {
    const real = Date.now;
    const clock = new TallyClock(0);
    clock.run();
    Date.now = () => real() + 86_400_000;
    expect(clock.seconds).toBeLessThan(60);
    Date.now = real;
  });
});

describe("the halves of a count", () => {
  it("are rows for rider and passenger, so that one tap says all of a rider", () => {
    const { item, layout } = counting("TRF-01");
    expect(layout.bands.map((band) => band.code)).toEqual(["rider", "passenger"]);
    expect(layout.sticky).toEqual([]);
    const passenger = layout.bands[1] ?? { code: null, words: null };
    const none = countedOf({ counts: null, tally: null } as unknown as Draft, item);
    const one = tapped(none, { code: "worn", of: cellOf(layout, passenger, []) });
    expect(one.tally.cells).toEqual([{ of: ["passenger"], counts: { worn: 1 } }]);
    expect(layout.bands.map((band) => shownCount(one, "worn", band))).toEqual([0, 1]);
    expect(one.tally.planned_min).toBe(10);
  });

  it("keep the kind of vehicle until it is set anew, and count what is not told apart too", () => {
    const { layout } = counting("TRF-02");
    expect(layout.sticky.map((one) => one.list)).toEqual(["vehicle_small"]);
    expect(layout.extras.map((one) => one.code)).toEqual(["no_plate"]);
    const [rider] = layout.bands;
    expect(rider && cellOf(layout, rider, ["ebike"])).toEqual(["rider", "ebike"]);
    expect(rider && cellOf(layout, rider, [])).toEqual(["rider", null]);
  });

  it("stay two where a stratum has many choices or there is none", () => {
    for (const code of ["TRF-03", "TRF-04", "DOG-05", "GOV-03", "SCH-04"]) {
      expect(counting(code).layout.bands).toEqual([{ code: null, words: null }]);
    }
    expect(counting("DOG-05").layout.sticky.map((one) => one.list)).toEqual(["dog_size"]);
  });
});
