/** Drafts: records in the making, saved at every answer, so that a killed app loses nothing. */
import { type Store, type Write, write } from "./db.ts";
import { allDocs, changed, getDoc, openVault } from "./docs.ts";
import { blankDraft, newId, putDraft } from "./draft_store.ts";
import { type Act, append, oneWriter } from "./journal_writer.ts";
import { recordForCorrection } from "./records.ts";
import { patrolOfToday } from "./session_settings.ts";
import type { Draft, RecordCard } from "./types.ts";

export type DraftSeed = Partial<Omit<Draft, "id" | "shots" | "started_at" | "updated_at">>;

/** A new draft for `item`, or the correction of a returned record, filled with what was sent. */
export async function openDraft(item: string | null, from?: RecordCard, seed?: DraftSeed): Promise<Draft> {
  if (from) return recordForCorrection(from.id);
  const vault = openVault();
  const begun = { ...blankDraft(newId(), item), patrol: await patrolOfToday(), ...seed };
  return oneWriter(vault.kid, () => putDraft(vault, begun));
}

export const getDraft = (id: string): Promise<Draft | null> => getDoc<Draft>(openVault(), "drafts", id);

/** Keeps all but `shots`; resolves with the draft as stored (its `shots` are the device layer's). */
export async function saveDraft(draft: Draft): Promise<Draft> {
  const vault = openVault();
  return oneWriter(vault.kid, async () => {
    const stored = await getDoc<Draft>(vault, "drafts", draft.id);
    return putDraft(vault, { ...draft, shots: stored?.shots ?? draft.shots });
  });
}

/** Newest first. */
export async function listDrafts(): Promise<Draft[]> {
  const drafts = await allDocs<Draft>(openVault(), "drafts");
  return drafts.sort((a, b) => b.updated_at.localeCompare(a.updated_at));
}

function discards(draft: Draft, reason: string): Act[] {
  // The pictures of a correction belong to the version that was sent: dropping the correction keeps them.
  if (draft.replaces) return [];
  const what = draft.shots.map((shot) => shot.sha256);
  const acts = what.map((sha256): Act => ({ kind: "discard", body: { of: "shot", what: sha256, reason } }));
  return [...acts, { kind: "discard", body: { of: "draft", what: draft.id, reason } }];
}

/** Deletes a draft. What was photographed stays in the journal, with a `discard` entry that says why it is unused. */
export async function dropDraft(id: string, reason: string): Promise<void> {
  const vault = openVault();
  await oneWriter(vault.kid, async () => {
    const draft = await getDoc<Draft>(vault, "drafts", id);
    if (!draft) return;
    const stores: Store[] = ["drafts"];
    const remove = (tx: Write) => tx.objectStore("drafts").delete([vault.kid, id]);
    const acts = draft.shots.length > 0 ? discards(draft, reason) : [];
    if (acts.length > 0) await append(vault, acts, { stores, prepare: async () => remove });
    else await write(stores, remove);
  });
  changed();
}
