/** What came of a step, and what that changes in the outbox. Pure: rows that did not change stay identical. */
import { EMPTY, type Head } from "./journal.ts";
import {
  type Channel,
  type EntryState,
  isDeclared,
  NEW_CHANNEL,
  type OutBlob,
  type Outbox,
  type OutEntry,
} from "./outbox.ts";

export interface EntryResult {
  hash: string;
  seq: number;
  state: "admitted" | "known" | "refused";
  problem?: { code: string; permanent: boolean } | null;
}

export type OutboxEvent =
  /** `ours`: this chain has an entry with that seq and hash (or the server has none at all). */
  | { type: "head"; have: Head; ours: boolean }
  | { type: "journal"; results: EntryResult[]; have: Head; ours: boolean }
  /** A receipt for the entry at `seq` was verified; the chain carries it to all admitted before. */
  | { type: "entry_receipt"; seq: number; index: number }
  | { type: "entry_unreadable"; seq: number }
  | { type: "progress"; sha256: string; offset: number }
  | { type: "stored"; sha256: string }
  | { type: "blob_receipts"; asked: string[]; indexes: { [sha256: string]: number }; now: number }
  | { type: "blob_failed"; sha256: string; code: string; permanent: boolean; not_before: number }
  | { type: "blob_lost"; sha256: string }
  | { type: "checked" }
  /** A new contact begins (online, visible, the officer's own wish): no back-off holds, the ledger is checked. */
  | { type: "contact" }
  | { type: "failed"; not_before: number }
  | { type: "alarm"; code: string }
  /** The ledger restarted at `size`: receipts at or beyond it are withdrawn, at 0 all of them. */
  | { type: "restarted"; size: number };

/** The server's word for a device that its log has not heard of. */
export const UNKNOWN_DEVICE = "unknown_device";

const BACK_OFF_MS = 2000;
const BACK_OFF_MAX_MS = 300_000;

/** Milliseconds to wait after `attempts` failures in a row; `jitter` in [0, 1) spreads phones over 50–150 %. */
export function backOff(attempts: number, jitter: number): number {
  return Math.round(Math.min(BACK_OFF_MAX_MS, BACK_OFF_MS * 2 ** Math.max(0, attempts - 1)) * (0.5 + jitter));
}

const reached = (channel: Channel): Channel => ({ ...channel, attempts: 0, not_before: 0 });

function withCursor(outbox: Outbox, cursor: Head): Outbox {
  return { ...outbox, channel: { ...reached(outbox.channel), cursor } };
}

function editBlob(outbox: Outbox, sha256: string, edit: (blob: OutBlob) => OutBlob): Outbox {
  return { ...outbox, blobs: outbox.blobs.map((blob) => (blob.sha256 === sha256 ? edit(blob) : blob)) };
}

function editEntries(outbox: Outbox, edit: (entry: OutEntry) => OutEntry): Outbox {
  return { ...outbox, entries: outbox.entries.map(edit) };
}

/** The server's word on its head: all of ours up to there were admitted, if only the answer was lost. */
function onHead(outbox: Outbox, have: Head, ours: boolean): Outbox {
  const cursor = ours ? have : EMPTY;
  const admitted = editEntries(outbox, (entry) =>
    entry.state === "queued" && entry.seq <= cursor.seq ? { ...entry, state: "admitted" } : entry,
  );
  return withCursor(admitted, cursor);
}

/** What an entry announced goes nowhere without it: its pictures are refused with it, for the same reason. */
function refuseAnnounced(before: Outbox, after: Outbox): Outbox {
  const queued = new Set(
    before.entries.filter((entry) => entry.state === "queued").map((entry) => entry.seq),
  );
  const gone = after.entries.filter((entry) => isDeclared(entry) && queued.has(entry.seq));
  if (gone.length === 0) return after;
  const reasons = new Map(gone.map((entry) => [entry.seq, entry.problem]));
  const blobs = after.blobs.map((blob): OutBlob => {
    const problem = blob.state === "queued" ? reasons.get(blob.seq) : undefined;
    return problem === undefined ? blob : { ...blob, state: "refused", problem };
  });
  return { ...after, blobs };
}

function stateAfter(entry: OutEntry, result: EntryResult): EntryState {
  if (result.state !== "refused") return entry.state === "sent" ? "sent" : "admitted";
  return result.problem?.permanent === true && result.problem.code !== "gap" ? "refused" : entry.state;
}

function onJournal(outbox: Outbox, event: OutboxEvent & { type: "journal" }): Outbox {
  const results = new Map(event.results.map((result) => [result.hash, result]));
  const told = editEntries(outbox, (entry) => {
    const result = results.get(entry.hash);
    const state = result ? stateAfter(entry, result) : entry.state;
    return state === entry.state ? entry : { ...entry, state, problem: result?.problem?.code ?? null };
  });
  const next = refuseAnnounced(outbox, told);
  const arrived = event.results.filter((result) => result.state !== "refused");
  const last = arrived.at(-1);
  const gap = event.results.some((result) => result.problem?.code === "gap");
  if (gap) return withCursor(next, event.ours ? event.have : EMPTY);
  const cursor = last && last.seq > (outbox.channel.cursor?.seq ?? 0) ? last : outbox.channel.cursor;
  return withCursor(next, cursor ? { seq: cursor.seq, hash: cursor.hash } : EMPTY);
}

function onUnreadable(outbox: Outbox, seq: number): Outbox {
  const next = editEntries(outbox, (entry) =>
    entry.seq === seq ? { ...entry, state: "unreadable", problem: "unreadable" } : entry,
  );
  return refuseAnnounced(outbox, next);
}

function onEntryReceipt(outbox: Outbox, seq: number, index: number): Outbox {
  return editEntries(outbox, (entry) =>
    entry.state === "admitted" && entry.seq <= seq
      ? { ...entry, state: "sent", receipt_index: index, problem: null }
      : entry,
  );
}

/** A blob the server no longer knows as stored is offered again, from wherever the server is. */
function onBlobReceipts(outbox: Outbox, event: OutboxEvent & { type: "blob_receipts" }): Outbox {
  const asked = new Set(event.asked);
  const blobs = outbox.blobs.map((blob): OutBlob => {
    if (!asked.has(blob.sha256)) return blob;
    const index = event.indexes[blob.sha256];
    if (index !== undefined) return { ...blob, state: "sent", receipt_index: index, problem: null };
    const attempts = blob.attempts + 1;
    return {
      ...blob,
      state: "queued",
      offset: null,
      attempts,
      not_before: event.now + backOff(attempts, 0.5),
    };
  });
  return { ...outbox, blobs, channel: reached(outbox.channel) };
}

/** Refused by a log that had not heard of the device: that said nothing about what was sent. */
const forItsDevice = (row: OutEntry | OutBlob): boolean =>
  row.state === "refused" && row.problem === UNKNOWN_DEVICE;

function onRestart(outbox: Outbox, size: number): Outbox {
  const isWithdrawn = (row: OutEntry | OutBlob): boolean =>
    (row.receipt_index !== null && row.receipt_index >= size) || forItsDevice(row);
  const anew = { state: "queued", receipt_index: null, problem: null } as const;
  const next = editEntries(outbox, (entry) => (isWithdrawn(entry) ? { ...entry, ...anew } : entry));
  const blobs = next.blobs.map((blob): OutBlob => {
    const again = isWithdrawn(blob) || blob.state === "stored";
    return again ? { ...blob, ...anew, offset: null, not_before: 0 } : blob;
  });
  const channel = { ...outbox.channel, cursor: null, checked: false, alarm: null, not_before: 0 };
  return { ...next, blobs, channel };
}

function onContact(outbox: Outbox): Outbox {
  const blobs = outbox.blobs.map((blob) => (blob.not_before > 0 ? { ...blob, not_before: 0 } : blob));
  return { ...outbox, blobs, channel: { ...NEW_CHANNEL, alarm: outbox.channel.alarm } };
}

function onBlob(outbox: Outbox, event: OutboxEvent): Outbox | null {
  switch (event.type) {
    case "progress": {
      const moved = editBlob(outbox, event.sha256, (blob) => ({
        ...blob,
        offset: event.offset,
        attempts: 0,
      }));
      return { ...moved, channel: reached(moved.channel) };
    }
    case "stored":
      return editBlob(outbox, event.sha256, (blob) => ({ ...blob, state: "stored", problem: null }));
    case "blob_receipts":
      return onBlobReceipts(outbox, event);
    case "blob_lost":
      return editBlob(outbox, event.sha256, (blob) => ({ ...blob, state: "lost", problem: "lost" }));
    case "blob_failed":
      return editBlob(outbox, event.sha256, (blob) => ({
        ...blob,
        state: event.permanent ? "refused" : "queued",
        offset: null,
        attempts: blob.attempts + 1,
        not_before: event.not_before,
        problem: event.code,
      }));
    default:
      return null;
  }
}

function onEntry(outbox: Outbox, event: OutboxEvent): Outbox | null {
  switch (event.type) {
    case "head":
      return onHead(outbox, event.have, event.ours);
    case "journal":
      return onJournal(outbox, event);
    case "entry_receipt":
      return onEntryReceipt(outbox, event.seq, event.index);
    case "entry_unreadable":
      return onUnreadable(outbox, event.seq);
    default:
      return null;
  }
}

function onChannel(outbox: Outbox, event: OutboxEvent): Outbox {
  const { channel } = outbox;
  switch (event.type) {
    case "checked":
      return { ...outbox, channel: { ...reached(channel), checked: true } };
    case "contact":
      return onContact(outbox);
    case "failed":
      return {
        ...outbox,
        channel: { ...channel, attempts: channel.attempts + 1, not_before: event.not_before },
      };
    case "alarm":
      return { ...outbox, channel: { ...channel, alarm: event.code } };
    case "restarted":
      return onRestart(outbox, event.size);
    default:
      return outbox;
  }
}

export const apply = (outbox: Outbox, event: OutboxEvent): Outbox =>
  onEntry(outbox, event) ?? onBlob(outbox, event) ?? onChannel(outbox, event);
