/** Records: saving one, and the officer's list of what became of them. */
import { signal } from "@preact/signals";
import type { RecordBody } from "../core/entries.ts";
import { read, type Store } from "./db.ts";
import { changed, getDoc, openVault, sealDoc } from "./docs.ts";
import { blankDraft, putDraft } from "./draft_store.ts";
import { append, oneWriter } from "./journal_writer.ts";
import { readCards } from "./record_cards.ts";
import { bytesLabel } from "./shots.ts";
import type { Draft, RecordCard, RecordState, SavedRecord } from "./types.ts";
import { type Vault, vault } from "./vault.ts";

/** The officer's own records, newest first; empty while locked. */
export const myRecords = signal<RecordCard[]>([]);

/** Thrown for a draft that names no item yet. */
export class NoItem extends Error {
  override name = "NoItem";
}

function bodyOf(draft: Draft, officer: string): RecordBody {
  const { item, edition, counts, patrol, tally } = draft;
  if (!item || !edition) throw new NoItem();
  return {
    ...{ id: draft.id, officer, partner: draft.partner, task: draft.task, place: draft.place },
    ...{ address: draft.address, item, edition, result: draft.result, ...patrol },
    ...{ source_no: draft.source_no, purpose: draft.purpose, case: draft.case, replaces: draft.replaces },
    ...{ position: draft.position, geo: draft.geo, answers: draft.answers, ...(counts ? { counts } : {}) },
    ...(tally ? { tally } : {}),
    ...{ shots: draft.shots.map((shot) => shot.sha256), note: draft.note, guidance: draft.guidance },
  };
}

async function commit(of: Vault, draft: Draft, body: RecordBody): Promise<string> {
  const stores: Store[] = ["records", "drafts"];
  const wall_at = new Date().toISOString();
  const [entry] = await append(of, [{ kind: "record", body }], {
    stores,
    prepare: async ([made]) => {
      if (!made) throw new Error("nothing was appended");
      const { place_name, shots } = draft;
      const saved: SavedRecord = { body, entry_hash: made.hash, seq: made.seq, wall_at, place_name, shots };
      const row = await sealDoc(of, "records", body.id, saved);
      return async (tx) => {
        await tx.objectStore("records").put(row);
        await tx.objectStore("drafts").delete([of.kid, body.id]);
      };
    },
  });
  if (!entry) throw new Error("nothing was appended");
  return entry.hash;
}

/**
 * Journals the record and deletes its draft in one strict transaction, complete when this resolves. The shots are
 * those of the stored draft. Throws NoItem, EntryTooLarge; a DOMException `QuotaExceededError` where the phone is full.
 */
export async function saveRecord(draft: Draft): Promise<{ entry_hash: string; id: string }> {
  const of = openVault();
  const entry_hash = await oneWriter(of.kid, async () => {
    const stored = await getDoc<Draft>(of, "drafts", draft.id);
    const whole = { ...draft, shots: stored?.shots ?? draft.shots };
    return commit(of, whole, bodyOf(whole, of.user.id));
  });
  changed();
  return { entry_hash, id: draft.id };
}

/** A draft of the correction of a returned record, with its pictures, answers and the desk's words. */
export async function recordForCorrection(id: string): Promise<Draft> {
  const of = openVault();
  return oneWriter(of.kid, async () => {
    const begun = await getDoc<Draft>(of, "drafts", id);
    if (begun) return begun;
    const saved = await getDoc<SavedRecord>(of, "records", id);
    if (!saved) throw new Error("no such record on this phone");
    const state = await getDoc<RecordState>(of, "states", id);
    const { body, entry_hash, place_name, shots } = saved;
    const { officer: _o, shots: _h, level, mode, nature, source, counts, ...kept } = body;
    const review = state?.review ?? null;
    const patrol = { level, mode, nature, source };
    const rest = { counts: counts ?? null, replaces: entry_hash, place_name, shots, review, patrol };
    return putDraft(of, { ...blankDraft(id, body.item), ...kept, ...rest });
  });
}

/** What was recorded last under this id, with its pictures. Rejects when it is not on this phone. */
export async function readRecord(id: string): Promise<SavedRecord> {
  const saved = await getDoc<SavedRecord>(openVault(), "records", id);
  if (!saved) throw new Error("no such record on this phone");
  return saved;
}

/** Decrypted bytes of a picture or preview. Rejects where they are gone or damaged. */
export async function pictureBytes(of: Vault, sha256: string): Promise<Uint8Array<ArrayBuffer>> {
  const row = await read((db) => db.get("bytes", [of.kid, sha256]));
  if (!row) throw new Error("the bytes are not on this phone");
  return of.unseal(row, bytesLabel(sha256));
}

/** Object URL of the decrypted picture or preview; revoke it when done. Rejects where the bytes are gone. */
export async function pictureUrl(sha256: string): Promise<string> {
  const bytes = await pictureBytes(openVault(), sha256);
  return URL.createObjectURL(new Blob([bytes], { type: "image/jpeg" }));
}

/** Reads the list again; `sending` is the truth of the line at this moment. */
export async function refreshRecords(sending: boolean): Promise<void> {
  const of = vault.value;
  const cards = of ? await readCards(of, sending) : [];
  if (vault.value === of) myRecords.value = cards;
}
