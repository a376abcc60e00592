import { effect, signal } from "@preact/signals";
import { checkSlot } from "../core/checklist";
import type { Fix, PictureSource } from "../core/entries";
import { isPicture } from "../core/media";
import type { Picture } from "../device/camera";
import { type DraftSeed, getDraft, openDraft, saveDraft } from "../device/drafts";
import { saveRecord } from "../device/records";
import { places, streets } from "../device/reference";
import { dropShot, takeShot } from "../device/shots";
import type { Draft } from "../device/types";
import { vault } from "../device/vault";
import { lang } from "../text/field";
import { type Beforehand, beforehand } from "./beforehand";
import { claim, holds } from "./draft_hold";
import { bringEdition, catalogueFor } from "./editions";
import { betterPosition, draftItem, finished, nextSlot, settle, type World } from "./form_model";
import { replace } from "./router";
import { recentFixes } from "./where";

/** The record in the making; every change is stored before anything else is asked. */
export const draft = signal<Draft | null>(null);
/** The draft that was saved last, for "another one here". */
export const saved = signal<Draft | null>(null);
/** The failure of the last attempt to store, or null; nothing is dropped while it lasts. */
export const draftTrouble = signal<unknown>(null);

effect(() => {
  // On a shared phone the next officer must not find them; what is to be kept is stored.
  if (!vault.value) draft.value = saved.value = beforehand.value = null;
});

let storing: Promise<void> = Promise.resolve();
let queued = false;

/** What is known around the draft, in the edition that it began in; null before the first contact. */
export function world(edition = draft.value?.edition ?? null): World | null {
  const catalogue = catalogueFor(edition);
  if (!catalogue) return null;
  return {
    catalogue,
    places: places.value,
    streets: streets.value,
    lang: lang.value,
    now: new Date().toISOString(),
  };
}

/** One write at a time; changes that come while one waits go along with it. */
function store(): Promise<void> {
  if (queued) return storing;
  queued = true;
  storing = storing.then(async () => {
    queued = false;
    if (!draft.value) return;
    try {
      await saveDraft(draft.value);
      draftTrouble.value = null;
    } catch (error) {
      draftTrouble.value = error;
    }
  });
  return storing;
}

/** Changes the draft, brings along what follows, and stores it. Another item begins in the edition in force. */
export function change(patch: Partial<Draft>): Promise<void> {
  const now = draft.value;
  const isOther = patch.item !== undefined && patch.item !== now?.item;
  const around = isOther ? world(null) : world();
  if (!now || !around) return storing;
  draft.value = settle(now, patch, around);
  return store();
}

/** Keeps what nothing else follows from, such as one more rider counted. */
export function keep(patch: Partial<Draft>): Promise<void> {
  if (draft.value) draft.value = { ...draft.value, ...patch };
  return store();
}

export function answer(code: string, value: Draft["answers"][string]): Promise<void> {
  return change({ answers: { ...draft.value?.answers, [code]: value } });
}

/** Sets one count; null takes it back. */
export function count(code: string, value: number | null): Promise<void> {
  const { [code]: _before, ...others } = draft.value?.counts ?? {};
  const counts = value === null ? others : { ...others, [code]: value };
  return change({ counts: Object.keys(counts).length > 0 ? counts : null });
}

/** A new draft at the place chosen beforehand; returns its id. */
export async function newDraft(item: string | null, at: Beforehand | null): Promise<string> {
  const seed: DraftSeed = at
    ? { place: at.place, place_name: at.name, address: at.address, task: at.task ?? null }
    : {};
  const of = vault.value;
  const made = await openDraft(null, undefined, seed);
  await claim(made.id);
  if (of === vault.value) draft.value = made;
  if (item) await change({ item });
  return made.id;
}

const FIRST = { violation: "capture", register: "capture", checklist: "form", tally: "tally" } as const;

/** The screen that the work on the draft begins with: pictures, points or counting. */
export function firstScreen(): "capture" | "form" | "tally" {
  const around = world();
  const item = draft.value && around && draftItem(draft.value, around);
  return item ? FIRST[item.kind] : "capture";
}

/** The point of a checklist that the next pictures are to show. */
let aimed: { draft: string; code: string } | null = null;

export function aimAt(code: string): void {
  aimed = draft.value && { draft: draft.value.id, code };
}

/** The slot of pictures of that point, while it is this draft's. */
export function aimedSlot(): string | null {
  return aimed && aimed.draft === draft.value?.id ? checkSlot(aimed.code) : null;
}

/** The point that pictures were just taken for, once. */
export function takeAim(): string | null {
  const code = aimed?.draft === draft.value?.id ? aimed?.code : null;
  aimed = null;
  return code ?? null;
}

export const isOpenHere = (id: string): boolean => holds(id) && draft.value?.id === id;

/** Makes the draft of an address the present one, as it is stored, unless another window fills it in. */
export async function resume(id: string): Promise<"open" | "gone" | "elsewhere"> {
  if (isOpenHere(id)) return "open";
  await storing;
  if (!(await claim(id))) {
    if (draft.value?.id === id) draft.value = null;
    return "elsewhere";
  }
  const of = vault.value;
  const found = await getDraft(id);
  await bringEdition(found?.edition ?? null);
  // Whoever opened the phone meanwhile may be another officer.
  if (of !== vault.value) return "gone";
  draft.value = found;
  return found ? "open" : "gone";
}

/** A reading may improve the position of the draft while the officer is still at the place. */
export function standAt(reading: Fix): void {
  const now = draft.value;
  if (!now || now.replaces) return;
  const better = betterPosition(now.position, reading, now.shots.length > 0);
  if (better !== now.position) void change({ position: better });
}

/**
 * Journals one picture or recording; resolves only when it is stored for good. It belongs to the draft that is open
 * at the call, whatever is on the screen when it comes. `wanted` is the slot it fills. Rejects where it cannot be kept.
 */
export async function keepShot(
  coming: Picture | Promise<Picture>,
  source: PictureSource,
  wanted?: string | null,
): Promise<void> {
  const [id, of] = [draft.value?.id, vault.value];
  const taken = await coming;
  if (!id || of !== vault.value) throw new Error("locked");
  const now = draft.value?.id === id ? draft.value : null;
  const around = world();
  const fixes = source === "camera" ? recentFixes() : [];
  const next = wanted ?? (now && around && nextSlot(now, around, aimedSlot()));
  const slot = isPicture(taken) ? next : null;
  const shot = await takeShot({ draft: id, ...taken, source, slot, fixes, heading: null });
  if (draft.value?.id === id) draft.value = { ...draft.value, shots: [...draft.value.shots, shot] };
}

export async function removeShot(sha256: string): Promise<void> {
  const now = draft.value;
  if (!now) return;
  await dropShot(now.id, sha256, "officer");
  // What was answered, counted or taken meanwhile stays, and another draft is left alone.
  const { value } = draft;
  if (value?.id !== now.id) return;
  draft.value = { ...value, shots: value.shots.filter((shot) => shot.sha256 !== sha256) };
}

/** Turns the draft into a record on this phone and shows that it is saved. */
export async function save(): Promise<void> {
  await storing;
  const around = world();
  if (!draft.value || !around) return;
  // What came to be known since the last change, such as the streets, is on the screen and belongs into the record.
  const done = finished(settle(draft.value, {}, around), around);
  const { id } = await saveRecord(done);
  saved.value = done;
  draft.value = null;
  replace({ name: "saved", record: id });
}
