import type { Draft, RecordCard } from "./types.ts";

export type DraftSeed = Partial<Omit<Draft, "id" | "shots" | "started_at" | "updated_at">>;

/** A new draft for `item`, or the correction of a returned record, filled with what was sent. */
export async function openDraft(_item: string | null, _from?: RecordCard, _seed?: DraftSeed): Promise<Draft> {
  throw new Error("not yet");
}
export async function getDraft(_id: string): Promise<Draft | null> {
  throw new Error("not yet");
}
/** Keeps all but `shots`; resolves with the draft as stored (its `shots` are the device layer's). */
export async function saveDraft(_draft: Draft): Promise<Draft> {
  throw new Error("not yet");
}
export async function listDrafts(): Promise<Draft[]> {
  throw new Error("not yet");
}
export async function dropDraft(_id: string, _reason: string): Promise<void> {
  throw new Error("not yet");
}
