import { signal } from "@preact/signals";
import type { Patrol, RecordBody } from "../core/entries.ts";
import type { Draft, RecordCard, Shot } from "./types.ts";

/** The officer's own records, newest first; empty while locked. */
export const myRecords = signal<RecordCard[]>([]);

export async function saveRecord(
  _draft: Draft,
  _patrol: Patrol,
): Promise<{ entry_hash: string; id: string }> {
  throw new Error("not yet");
}
/** A draft of the correction of a returned record, with its pictures, answers and the desk's words. */
export async function recordForCorrection(_id: string): Promise<Draft> {
  throw new Error("not yet");
}
/** What was recorded last under this id, with its pictures: what the record screen shows. Rejects when unknown. */
export async function readRecord(_id: string): Promise<{ body: RecordBody; shots: Shot[] }> {
  throw new Error("not yet");
}
/** Object URL of the decrypted picture or preview; revoke it when done. Rejects where the bytes are gone. */
export async function pictureUrl(_sha256: string): Promise<string> {
  throw new Error("not yet");
}
