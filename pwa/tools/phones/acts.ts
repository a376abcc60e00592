/** What an officer does on a phone, by the product's own functions; what they promised is noted at once. */
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import type { Draft, ShotInput } from "../../src/device/types.ts";
import type { Fact } from "./phone.ts";
import { picture } from "./pictures.ts";
import type { Tab } from "./tab.ts";

export const sha256 = (data: Uint8Array): string => createHash("sha256").update(data).digest("hex");

export const PREVIEW_BYTES = 700;

/** Notes what was promised, unless the tab died of the promise itself. */
export function say(tab: Tab, act: string, ...facts: Fact[]): void {
  if (tab.dead) return;
  tab.phone.said.push(...facts);
  tab.hit(`said ${act}`);
}

export function kidOf(tab: Tab): string {
  const kid = tab.surface.vault.value?.kid;
  if (!kid) throw new Error("locked");
  return kid;
}

export interface Login {
  username: string;
  password: string;
  code: string;
  pin: string;
  /** A session that is open already, as a cookie `name=value`: saves the server a sign-in. */
  cookie: string | null;
}

/** As the setup screens do: the unlock code is worked out before the one-time code is spent. */
export async function enrol(tab: Tab, { username, password, code, pin, cookie }: Login) {
  const { surface, phone } = tab;
  if (cookie === null) await surface.signIn(username, password);
  else phone.line.setCookie(cookie);
  const lock = await surface.pinLock(pin);
  if (tab.agreed?.code !== code)
    tab.agreed = { code, enrolment: await surface.enrol(code, "headless phone", lock) };
  phone.pins.set(tab.agreed.enrolment.kid, pin);
  const { kid } = await surface.createVault(tab.agreed.enrolment, lock);
  tab.agreed = null;
  say(tab, "enrol", { kind: "vault", kid });
  return { kid };
}

export async function changePin(tab: Tab, old: string, pin: string) {
  const kid = kidOf(tab);
  await tab.surface.changePin(old, pin);
  tab.phone.pins.set(kid, pin);
  return {};
}

/** Opens a draft, or saves `note` into one. */
export async function draft(tab: Tab, id: string | null, note: string) {
  const kid = kidOf(tab);
  const begun = id === null ? await tab.surface.openDraft("DOG-01") : await tab.surface.getDraft(id);
  if (!begun) throw new Error("no such draft");
  const kept = note || id !== null ? await tab.surface.saveDraft({ ...begun, note }) : begun;
  say(tab, "draft", { kind: "draft", kid, id: kept.id, note: kept.note });
  return { draft: kept.id };
}

function input(bytes: number, seed: number, draftId: string | null): ShotInput {
  const data = { picture: picture(bytes, seed * 2), preview: picture(PREVIEW_BYTES, seed * 2 + 1) };
  const seen = {
    width: 2048,
    height: 1536,
    mime: "image/jpeg",
    source: "camera",
    slot: null,
    heading: null,
  } as const;
  const fixes = [{ lat: 312_345_678, lon: 1_212_345_678, acc_m: 8, alt_m: null, age_ms: 900 }];
  return { ...data, ...seen, fixes, draft: draftId };
}

export async function shoot(tab: Tab, bytes: number, seed: number, draftId: string | null) {
  const kid = kidOf(tab);
  const taken = input(bytes, seed, draftId);
  const parts = (["preview", "picture"] as const).map((role): Fact => {
    const data = taken[role];
    return { kind: role, kid, sha256: sha256(data), bytes: data.length };
  });
  tab.phone.tried.push(...parts);
  const shot = await tab.surface.takeShot(taken);
  const entry: Fact = { kind: "entry", act: "shot", kid, hash: shot.entry_hash, draft: draftId };
  say(tab, "shot", entry, ...parts);
  const { sha256: name, preview_sha256, entry_hash } = shot;
  return { sha256: name, preview_sha256, entry_hash, draft: draftId };
}

async function filled(tab: Tab, begun: Draft, seed: number): Promise<Draft> {
  const edition = tab.surface.catalogue.value?.meta.edition ?? "1";
  const said = { edition: String(edition), address: `青石公园南门 ${seed}`, note: `第 ${seed} 次` };
  return tab.surface.saveDraft({ ...begun, ...said, answers: { leash: "none" } });
}

export interface Recording {
  seed: number;
  pictures: number;
  bytes: number;
  draft: string | null;
}

async function finished(tab: Tab, begun: Draft, { seed, pictures, bytes }: Recording) {
  const kid = kidOf(tab);
  // What the record must name: not what the product gives back, but what was shot.
  const shots = begun.shots.map((shot) => shot.sha256);
  for (let i = 0; i < pictures; i += 1) {
    const taken = await shoot(tab, bytes, seed * 100 + i, begun.id);
    shots.push(taken.sha256);
  }
  const kept = await filled(tab, begun, seed);
  say(tab, "draft", { kind: "draft", kid, id: kept.id, note: kept.note });
  const { entry_hash: hash, id } = await tab.surface.saveRecord(kept);
  say(tab, "record", { kind: "entry", act: "record", kid, hash, id, shots });
  return { id, entry_hash: hash, shots };
}

export async function record(tab: Tab, order: Recording) {
  const { surface } = tab;
  const begun =
    order.draft === null ? await surface.openDraft("DOG-01") : await surface.getDraft(order.draft);
  if (!begun) throw new Error("no such draft");
  return finished(tab, begun, order);
}

/** Saves a new version of a record of this phone, as after a return. */
export async function correct(tab: Tab, id: string, order: Recording) {
  const card = tab.surface.myRecords.value.find((one) => one.id === id);
  return finished(tab, await tab.surface.openDraft(null, card ?? ({ id } as never)), order);
}

export async function discard(tab: Tab, id: string, picked: string | null) {
  const kid = kidOf(tab);
  if (picked === null) await tab.surface.dropDraft(id, "mistake");
  else await tab.surface.dropShot(id, picked, "blurred");
  say(tab, "discard", { kind: "discard", kid, what: picked ?? id });
  return {};
}

export async function exported(tab: Tab, path: string, kid: string | null) {
  const found = kid === null ? await tab.surface.exportUnsent() : await tab.surface.exportLocked(kid);
  const { file, name: _name, ...counts } = found;
  writeFileSync(path, Buffer.from(await file.arrayBuffer()));
  return counts;
}

const isQuiet = (tab: Tab): boolean => {
  const { syncState, heldVaults } = tab.surface;
  return heldVaults().length === 0 || ["idle", "alarm", "stranger"].includes(syncState.value.phase);
};

/** Sends, and passes time on from timer to timer, until all is quiet or `most` rounds are over. */
export async function sync(tab: Tab, most: number) {
  const { surface, phone, timers } = tab;
  await surface.syncNow();
  let rounds = 1;
  for (; rounds < most && !isQuiet(tab); rounds += 1) {
    const wait = timers.wait();
    if (wait === null) break;
    phone.clock.pass(wait);
    await surface.tick();
  }
  const { unsent_entries, unsent_records, unsent_pictures, delivered, phase, problem } =
    surface.syncState.value;
  const held = surface.heldVaults().map(({ kid }) => kid);
  return { unsent_entries, unsent_records, unsent_pictures, delivered, phase, problem, held, rounds };
}
