import { beforeEach, expect, test } from "vitest";
import type { Catalogue } from "../core/catalogue";
import { putPlain } from "../device/db";
import { getDraft, openDraft, saveDraft } from "../device/drafts";
import { exclusive } from "../device/locks";
import { readRecord, recordForCorrection } from "../device/records";
import { loadReference, places, streets } from "../device/reference";
import { DEFAULT_PATROL, patrolOfToday } from "../device/session_settings";
import { fakeJpeg } from "../device/testing/headless";
import { enrolled, PIN, shoots } from "../device/testing/officer";
import { lock, unlock, type Vault } from "../device/vault";
import {
  answer,
  change,
  draft,
  keep,
  keepShot,
  newDraft,
  removeShot,
  resume,
  save,
  saved,
  world,
} from "./draft";
import { draftLock, openDrafts } from "./open_drafts";
import { route } from "./router";

const words = (zh: string) => ({ zh, en: zh });
const item = (code: string, ...fields: string[]) => ({
  ...{ code, group: "G", kind: "violation", name: words(code), evidence: { photos: { min: 0, max: 8 } } },
  fields: fields.map((field) => ({ code: field, type: "text", ...words(field), required: true })),
});
const edition = (name: string, ...items: object[]): Catalogue =>
  ({
    meta: { schema: "s", edition: name, number: 1, title: words("t") },
    ...{
      items,
      common_fields: [],
      choice_lists: {},
      place_categories: { primary: { ...words("小学"), school: true } },
      local_parameters: { radius: { value: 200 }, method: { value: "gate_path" } },
      geo_rules: { near_school: { radius_param: "radius", method_param: "method" } },
    },
  }) as unknown as Catalogue;

let own: Vault;

async function publishes(name: string, ...items: object[]): Promise<void> {
  await putPlain(own.kid, `catalogue:${name}`, edition(name, ...items));
  await putPlain(own.kid, "edition", { edition: name, published_at: "" });
  await loadReference();
}

beforeEach(async () => {
  route.value = { name: "home" };
  draft.value = null;
  streets.value = new Map();
  Object.assign(globalThis, { history: { replaceState: () => undefined } });
  ({ vault: own } = await enrolled());
  await publishes("2026.1", item("A", "old"), item("B"));
});

/** Opens the draft as its address does. */
async function opens(id: string): Promise<string> {
  route.value = { name: "form", draft: id };
  return resume(id);
}

test("a draft stays in its edition when another comes into force, over a killed browser too", async () => {
  const id = await newDraft("A", null);
  route.value = { name: "form", draft: id };
  await answer("old", "said");
  await publishes("2026.2", item("A", "new"), item("B"));
  await change({ note: "later" });
  expect([draft.value?.edition, world()?.catalogue.meta.edition]).toEqual(["2026.1", "2026.1"]);
  route.value = { name: "home" };
  await lock();
  await unlock(own.kid, PIN);
  await opens(id);
  await change({ note: "still later" });
  await save();
  expect((await readRecord(id)).body).toMatchObject({ edition: "2026.1", answers: { old: "said" } });
});

test("a correction stays in the edition of what it corrects; another item begins in the newest", async () => {
  const id = await newDraft("A", null);
  route.value = { name: "form", draft: id };
  await answer("old", "said");
  await save();
  await publishes("2026.2", item("A", "new"), item("B"));
  await recordForCorrection(id);
  await opens(id);
  await answer("old", "said better");
  expect(draft.value).toMatchObject({ edition: "2026.1", answers: { old: "said better" } });
  await change({ item: "B" });
  expect(draft.value?.edition).toBe("2026.2");
});

test("a draft that another window fills in is not opened here, and not cleared away", async () => {
  const { id } = await openDraft("A");
  let leave = () => {};
  const other = exclusive(draftLock(id), () => new Promise<void>((done) => (leave = done)));
  expect(await opens(id)).toBe("elsewhere");
  await change({ note: "from the second window" });
  expect(draft.value).toBeNull();
  await openDrafts();
  expect((await getDraft(id))?.note).toBe("");
  leave();
  await other;
  expect(await opens(id)).toBe("open");
});

test("a draft left and opened again is read as it is stored", async () => {
  const id = await newDraft("A", null);
  expect(await opens(id)).toBe("open");
  route.value = { name: "home" };
  await new Promise((done) => setTimeout(done, 20));
  const other = await getDraft(id);
  if (other) await saveDraft({ ...other, note: "from the other window" });
  await opens(id);
  expect(draft.value?.note).toBe("from the other window");
});

test("locking takes the draft off the screen; it is stored", async () => {
  const id = await newDraft("A", null);
  await opens(id);
  await change({ note: "早" });
  await lock();
  expect(draft.value).toBeNull();
  await unlock(own.kid, PIN);
  await opens(id);
  expect(draft.value?.note).toBe("早");
});

test("level and mode of one draft are changed in it alone", async () => {
  const id = await newDraft("A", null);
  await opens(id);
  const covert = { level: "supervise", mode: "covert", nature: "observation", source: "assigned" };
  await change({ patrol: covert });
  expect(await patrolOfToday()).toEqual(DEFAULT_PATROL);
  await save();
  expect((await readRecord(id)).body).toMatchObject(covert);
});

test("a draft that is being read when the phone is locked is not laid before the next officer", async () => {
  const id = await newDraft("A", null);
  const found: boolean[] = [];
  for (let steps = 0; steps < 8; steps += 1) {
    await unlock(own.kid, PIN);
    draft.value = null;
    route.value = { name: "form", draft: id };
    const reading = resume(id).catch(() => "gone");
    for (let i = 0; i < steps; i += 1) await new Promise((done) => setImmediate(done));
    await lock();
    await reading;
    found.push(draft.value !== null);
  }
  expect(found).not.toContain(true);
});

test("the next officer does not find what was saved last", async () => {
  const id = await newDraft("B", null);
  await opens(id);
  await save();
  expect(saved.value?.id).toBe(id);
  await lock();
  expect(saved.value).toBeNull();
});

test("what is counted and taken while a photo is removed stays", async () => {
  const id = await newDraft("B", null);
  await opens(id);
  const shots = [await shoots(id), await shoots(id)];
  draft.value = await getDraft(id);
  const removing = removeShot(shots[0]?.sha256 ?? "");
  await keep({ counts: { yes: 7 }, note: "meanwhile" });
  await removing;
  await keep({});
  expect(draft.value).toMatchObject({ counts: { yes: 7 }, note: "meanwhile" });
  expect((await getDraft(id))?.counts).toEqual({ yes: 7 });
  expect(draft.value?.shots.map((shot) => shot.sha256)).toEqual([shots[1]?.sha256]);
});

/** A picture whose bytes come when `comes` is called, as a recording's do. */
function coming() {
  let comes = () => {};
  const size = { width: 4, height: 3, mime: "image/jpeg" };
  const made = { picture: fakeJpeg(900, 1), preview: fakeJpeg(300, 2), ...size };
  const picture = new Promise<typeof made>((done) => (comes = () => done(made)));
  return { picture, comes: () => comes() };
}

test("what was begun in one draft is kept in it, though another is open when it ends", async () => {
  const [first, second] = [await newDraft("A", null), await newDraft("B", null)];
  await opens(first);
  const { picture, comes } = coming();
  const keeping = keepShot(picture, "camera");
  await opens(second);
  comes();
  await keeping;
  expect((await getDraft(first))?.shots).toHaveLength(1);
  expect((await getDraft(second))?.shots).toHaveLength(0);
  expect(draft.value?.shots).toHaveLength(0);
});

test("what one officer began is never journalled by the next", async () => {
  const id = await newDraft("A", null);
  await opens(id);
  const { picture, comes } = coming();
  const keeping = keepShot(picture, "camera");
  await lock();
  comes();
  await expect(keeping).rejects.toThrow("locked");
});

const GATE = { lat: 300000000, lon: 1170000000 };
const SCHOOL = {
  ...{ id: "s", name: "实验小学", category: "primary", unit: "u", ...GATE, geometry: null },
  ...{ gates: [{ name: "东门", ...GATE }], grid: null, attrs: {}, initials: "syxx" },
};

test("streets that came after the last answer are in the record, as the screen shows them", async () => {
  await publishes("2026.2", { ...item("C"), geo_rule: "near_school" });
  places.value = [SCHOOL];
  const id = await newDraft("C", null);
  await opens(id);
  await change({ position: { ...GATE, acc_m: 8, alt_m: null, age_ms: 0, nudged: null } });
  expect(draft.value?.geo).toMatchObject({ method: "gate_line", distance_m: 0 });
  const walk = () => ({ network: "n1", distance_m: 340, spread_m: 4, straight_m: 0 });
  streets.value = new Map([["s", { walk, route: () => [] }]]);
  await save();
  const geo = { place: "s", method: "gate_path", distance_m: 340, network: "n1" };
  expect((await readRecord(id)).body).toMatchObject({ geo });
});
