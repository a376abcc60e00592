import { describe, expect, it } from "vitest";
import edition from "../../../schemas/cases/edition.json" with { type: "json" };
import type { Catalogue } from "../core/catalogue";
import type { Draft } from "../device/types";
import {
  finished,
  isUntold,
  lastQuestion,
  nextSlot,
  settle,
  shownIn,
  slotsOf,
  type World,
  wanting,
} from "./form_model";

const WORLD: World = {
  catalogue: edition as unknown as Catalogue,
  places: [],
  lang: "zh",
  now: "2026-11-22T00:00:00.000Z",
};
const POINTS = ["volunteer", "bins", "line", "access", "smoke"];
const ALL_YES = Object.fromEntries(POINTS.map((code) => [code, "yes"]));

function begun(item: string, nature = "observation"): Draft {
  const blank = {
    ...{ id: "d", item: null, edition: null, result: "finding", place: null, place_name: null, address: "" },
    ...{ position: null, geo: null, answers: {}, shots: [], note: "", replaces: null, review: null },
    ...{ counts: null, patrol: { level: "self", mode: "open", nature, source: "patrol" } },
  } as unknown as Draft;
  return settle(blank, { item }, WORLD);
}

const shot = (slot: string | null) => ({ slot, mime: "image/jpeg" }) as Draft["shots"][number];

describe("a checklist", () => {
  it("begins without an answer and wants every point", () => {
    const draft = begun("HAL-02");
    expect(draft.answers).toEqual({});
    expect(wanting(draft, WORLD)).toEqual({ item: false, photos: 1, points: POINTS, fields: [] });
  });

  it("wants no photo of a self-check in which every point holds, and is an all-clear", () => {
    const draft = { ...begun("HAL-02", "self_check"), answers: ALL_YES };
    expect(wanting(draft, WORLD)).toEqual({ item: false, photos: 0, points: [], fields: [] });
    expect(finished(draft, WORLD)).toMatchObject({ result: "all_clear", answers: ALL_YES });
  });

  it("wants the photo of the point that failed, whatever else was photographed", () => {
    const answers = { ...ALL_YES, line: "no" };
    const draft = { ...begun("HAL-02", "self_check"), answers, shots: [shot("overview"), shot(null)] };
    expect(wanting(draft, WORLD).photos).toBe(1);
    expect(nextSlot(draft, WORLD)).toBe("check:line");
    expect(shownIn("check:line", draft, WORLD)?.zh).toContain("一米等候线");
    const proven = { ...draft, shots: [...draft.shots, shot("check:line")] };
    expect(wanting(proven, WORLD).photos).toBe(0);
    expect(finished(proven, WORLD).result).toBe("finding");
  });

  it("lets the officer take several pictures of the point aimed at", () => {
    const answers = { ...ALL_YES, line: "no", bins: "no" };
    const draft = { ...begun("HAL-02"), answers, shots: [shot("check:line")] };
    expect(nextSlot(draft, WORLD)).toBe("check:bins");
    expect(nextSlot(draft, WORLD, "check:line")).toBe("check:line");
    expect(slotsOf(draft, WORLD, "check:gone").open[0]).toBe("check:bins");
  });
});

describe("a tally", () => {
  it("is a finding as soon as one was missed, and its taps stay on the phone", () => {
    const tally = { started_at: "a", ended_at: "b", planned_min: 10, counted_s: 61.7, taps: [] };
    const draft = { ...begun("TRF-01"), counts: { worn: 3 }, tally };
    const { taps: _taps, ...kept } = tally;
    expect(finished(draft, WORLD)).toMatchObject({ result: "all_clear", counts: { worn: 3 } });
    expect(finished(draft, WORLD).tally).toEqual({ ...kept, counted_s: 62 });
    expect(finished({ ...draft, counts: { worn: 3, bare: 1 } }, WORLD).result).toBe("finding");
  });

  it("goes with its item", () => {
    const tally = { started_at: "a", ended_at: "b", planned_min: 10, counted_s: 1 };
    const draft = { ...begun("TRF-01"), counts: { worn: 3 }, tally };
    expect(settle(draft, { item: "TRF-04" }, WORLD)).toMatchObject({ counts: null, tally: null });
  });
});

describe("saving in one tap", () => {
  it("is offered for the last question when it is a yes or no", () => {
    const draft = { ...begun("ADS-01"), shots: [shot("before")] };
    expect(lastQuestion(draft, WORLD, wanting(draft, WORLD))).toBeNull();
    const told = { ...draft, answers: { ...draft.answers, kind: "fraud" } };
    expect(lastQuestion(told, WORLD, wanting(told, WORLD))).toBe("cleared_now");
    const bare = { ...told, shots: [] };
    expect(lastQuestion(bare, WORLD, wanting(bare, WORLD))).toBeNull();
  });

  it("is offered for an all-clear while nothing is told about the pictures", () => {
    const draft = { ...begun("ADS-01"), shots: [shot("before")] };
    expect(isUntold(draft, WORLD)).toBe(true);
    expect(isUntold({ ...draft, shots: [] }, WORLD)).toBe(false);
    expect(isUntold({ ...draft, result: "all_clear" }, WORLD)).toBe(false);
    expect(isUntold({ ...draft, answers: { ...draft.answers, kind: "fraud" } }, WORLD)).toBe(false);
    expect(isUntold({ ...begun("HAL-02"), shots: [shot(null)] }, WORLD)).toBe(false);
  });
});
