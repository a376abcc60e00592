/** Rows and answers for tests of the outbox. */

import { EMPTY, type Head } from "../journal.ts";
import { NEW_CHANNEL, type OutBlob, type Outbox, type OutEntry } from "../outbox.ts";
import type { EntryResult } from "../outbox_events.ts";

export const hashOf = (seq: number): string => seq.toString(16).padStart(64, "0");
export const entry = (seq: number, change: Partial<OutEntry> = {}): OutEntry => ({
  ...{ seq, hash: hashOf(seq), bytes: 2000, state: "queued", receipt_index: null, problem: null },
  ...change,
});
export const blob = (sha256: string, change: Partial<OutBlob> = {}): OutBlob => ({
  ...{ sha256, bytes: 1000, role: "picture", seq: 1, state: "queued", offset: null, attempts: 0 },
  ...{ not_before: 0, receipt_index: null, problem: null },
  ...change,
});
export const outbox = (entries: OutEntry[], blobs: OutBlob[] = [], cursor: Head | null = EMPTY): Outbox => ({
  entries,
  blobs,
  channel: { ...NEW_CHANNEL, cursor },
});
export const head = (seq: number): Head => (seq === 0 ? EMPTY : { seq, hash: hashOf(seq) });
export const sentEntry = entry(1, { state: "sent", receipt_index: 0 });

export const result = (seq: number, state: EntryResult["state"]): EntryResult => ({
  seq,
  hash: hashOf(seq),
  state,
});
export const refused = (seq: number, code: string, permanent: boolean): EntryResult => ({
  ...result(seq, "refused"),
  problem: { code, permanent },
});
