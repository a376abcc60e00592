import { describe, expect, it } from "vitest";
import type { Catalogue, Item } from "../core/catalogue";
import type { Draft } from "../device/types";
import { betterPosition, finished, nextSlot, settle, type World, wanting } from "./form_model";

const words = (zh: string) => ({ zh, en: zh });

const ITEM = {
  code: "SCH-01",
  group: "SCH",
  kind: "violation",
  name: words("网吧"),
  geo_rule: "school_radius",
  evidence: { photos: { min: 2, max: 8 }, gps_m: 30, shots: ["overview", "sign"] },
  fields: [
    { code: "school", type: "place", ...words("学校"), required: false, derive: "nearest_school" },
    { code: "distance", type: "auto_distance", ...words("距离"), required: false },
    {
      code: "trading",
      type: "one",
      ...words("营业"),
      required: true,
      choices: { open: words("营业"), shut: words("停业") },
    },
    {
      code: "minors",
      type: "int",
      ...words("人数"),
      required: false,
      when: { field: "trading", is: "open" },
    },
  ],
} as unknown as Item;

const school = (id: string, lon: number) => ({
  ...{ id, name: id, category: "primary", unit: "u", lat: 300000000, lon, geometry: null },
  ...{ gates: [{ name: "东门", lat: 300000000, lon }], grid: null, attrs: {}, initials: id },
});

const WORLD: World = {
  catalogue: {
    meta: { schema: "s", edition: "2026.1", number: 1, title: words("t") },
    local_parameters: {
      school_radius_m: { ...words("r"), value: 200 },
      school_distance_method: { ...words("m"), value: "boundary_line" },
    },
    place_categories: { primary: { ...words("小学"), school: true } },
    geo_rules: {
      school_radius: {
        ...{ ...words("d"), radius_param: "school_radius_m", method_param: "school_distance_method" },
        ...{ methods: {}, verdicts: {} },
      },
    },
    choice_lists: {},
    common_fields: [],
    items: [ITEM],
  } as unknown as Catalogue,
  places: [school("north", 1170000000), school("east", 1170100000)],
  lang: "zh",
  now: "2026-11-22T00:00:00.000Z",
};

const BLANK = {
  ...{ id: "d", item: null, edition: null, result: "finding", place: null, place_name: null, address: "" },
  ...{ position: null, geo: null, answers: {}, shots: [], note: "", replaces: null, review: null },
  patrol: { level: "daily", mode: "open", nature: "observation", source: "patrol" },
} as unknown as Draft;

const at = (lon: number, acc_m = 8) => ({
  ...{ lat: 300000000, lon, acc_m, alt_m: null, age_ms: 0, nudged: null },
});

describe("a draft", () => {
  it("gets edition, verdict, address and derived answers from item and position", () => {
    const draft = settle(BLANK, { item: "SCH-01", position: at(1170005000) }, WORLD);
    expect(draft.edition).toBe("2026.1");
    expect(draft.geo).toMatchObject({ place: "north", rule: "school_radius", error_m: 8 });
    expect(draft.answers).toMatchObject({ school: "north", distance: draft.geo?.distance_m });
    expect(draft.address).toContain("north");
  });

  it("follows the position until an officer has answered or written otherwise", () => {
    const first = settle(BLANK, { item: "SCH-01", position: at(1170005000) }, WORLD);
    expect(settle(first, { position: at(1170099000) }, WORLD).answers["school"]).toBe("east");
    const told = settle(first, { answers: { ...first.answers, school: "other" }, address: "here" }, WORLD);
    const moved = settle(told, { position: at(1170099000) }, WORLD);
    expect(moved.answers["school"]).toBe("other");
    expect(moved.address).toBe("here");
  });

  it("takes up the way on foot when the streets come, unless the officer has measured", () => {
    const { catalogue } = WORLD;
    const method = { ...catalogue.local_parameters["school_distance_method"], value: "gate_path" };
    const local_parameters = { ...catalogue.local_parameters, school_distance_method: method };
    const bare = { ...WORLD, catalogue: { ...catalogue, local_parameters } } as World;
    const walk = () => ({ network: "n1", distance_m: 340, spread_m: 4, straight_m: 48 });
    const known = { ...bare, streets: new Map([["north", { walk, route: () => [] }]]) };
    const first = settle(BLANK, { item: "SCH-01", position: at(1170005000) }, bare);
    expect(first.geo).toMatchObject({ method: "gate_line", verdict: "uncertain" });
    const now = settle(first, {}, known);
    expect(now.geo).toMatchObject({ method: "gate_path", error_m: 12, verdict: "outside", network: "n1" });
    expect(now.answers["distance"]).toBe(340);
    const told = settle(first, { answers: { ...first.answers, distance: 52 } }, bare);
    expect(settle(told, {}, known).answers["distance"]).toBe(52);
  });

  it("keeps the name of a place that the phone has forgotten, until another is chosen", () => {
    const old = settle(BLANK, { place: "north" }, WORLD);
    const forgotten = { ...WORLD, places: [] };
    expect(settle(old, { note: "again" }, forgotten).place_name).toBe(old.place_name);
    expect(old.place_name).toContain("north");
    expect(settle(old, { place: "gone" }, forgotten).place_name).toBeNull();
  });

  it("says what is still wanting and which shot comes next", () => {
    const draft = settle(BLANK, { item: "SCH-01" }, WORLD);
    expect(wanting(BLANK, WORLD).item).toBe(true);
    expect(wanting(draft, WORLD)).toEqual({ item: false, photos: 2, points: [], fields: ["trading"] });
    expect(nextSlot(draft, WORLD)).toBe("overview");
    const shots = [{ slot: "overview", mime: "image/jpeg" }] as Draft["shots"];
    expect(nextSlot({ ...draft, shots }, WORLD)).toBe("sign");
  });

  it("counts pictures as photos, and neither a voice nor a film", () => {
    const draft = settle(BLANK, { item: "SCH-01" }, WORLD);
    const shots = ["image/jpeg", "audio/mp4", "video/webm"].map((mime) => ({ mime, slot: null }));
    expect(wanting({ ...draft, shots: shots as Draft["shots"] }, WORLD).photos).toBe(1);
  });

  it("keeps counts with their item and records what was counted", () => {
    const visit = {
      ...ITEM,
      code: "GOV-04",
      geo_rule: undefined,
      fields: [],
      counters: [{ code: "visited" }],
    };
    const around = { ...WORLD, catalogue: { ...WORLD.catalogue, items: [ITEM, visit] } } as unknown as World;
    const draft = settle(BLANK, { item: "GOV-04" }, around);
    expect(finished(draft, around).counts).toBeNull();
    const counted = settle(draft, { counts: { visited: 0, ghosts: 1 } }, around);
    expect(finished(counted, around).counts).toEqual({ visited: 0 });
    expect(settle(counted, { item: "SCH-01" }, around).counts).toBeNull();
  });

  it("records only answers that are visible", () => {
    const draft = settle(BLANK, { item: "SCH-01", answers: { trading: "shut", minors: 3 } }, WORLD);
    const open = settle(draft, { answers: { trading: "shut", minors: 3 } }, WORLD);
    expect(finished(open, WORLD).answers).toEqual({ trading: "shut" });
  });
});

describe("the position of a draft", () => {
  it("follows a walking officer until the first picture, then only becomes more exact", () => {
    const rough = betterPosition(null, at(1170000000, 40), false);
    expect(rough?.acc_m).toBe(40);
    expect(betterPosition(rough, at(1170000000, 60), false)).toBe(rough);
    expect(betterPosition(rough, at(1170000000, 9), true)?.acc_m).toBe(9);
    expect(betterPosition(rough, at(1170050000, 60), false)?.acc_m).toBe(60);
    expect(betterPosition(rough, at(1170050000, 5), true)).toBe(rough);
  });

  it("stays where it was moved by hand", () => {
    const nudged = { ...at(1, 40), nudged: { lat: 1, lon: 1 } };
    expect(betterPosition(nudged, at(1, 2), false)).toBe(nudged);
  });
});
