/**
 * What is sent next. A pure state machine: the device layer performs one step, tells what came of it
 * (outbox_events.ts), and asks again. Order: entries before pictures, previews and derived pictures before originals,
 * small before large. Nothing is ever `sent` without a receipt that was verified for its own bytes.
 */
import type { Head } from "./journal.ts";

/** `admitted`: the server said so; `sent`: a verified receipt covers it; the last two are declared missing. */
export type EntryState = "queued" | "admitted" | "sent" | "refused" | "unreadable";

export interface OutEntry {
  seq: number;
  hash: string;
  bytes: number;
  state: EntryState;
  /** Ledger index of the receipt that covers this entry, directly or by the chain. */
  receipt_index: number | null;
  problem: string | null;
}

export type BlobState = "queued" | "stored" | "sent" | "refused" | "lost";

export interface OutBlob {
  sha256: string;
  bytes: number;
  /** `derived`: what others see in place of an original; it goes with the previews, before any original. */
  role: "preview" | "derived" | "picture";
  /** Seq of the entry that announced it. */
  seq: number;
  state: BlobState;
  /** Bytes the server has; null when it must be asked. */
  offset: number | null;
  attempts: number;
  not_before: number;
  receipt_index: number | null;
  problem: string | null;
}

/** State of the line itself; times in ms since 1970. */
export interface Channel {
  attempts: number;
  not_before: number;
  /** The head of this chain as far as the server is known to have it; null when it must be asked. */
  cursor: Head | null;
  /** The ledger was checked since sending began. */
  checked: boolean;
  /** Sending stopped for good: code of the alarm. */
  alarm: string | null;
  /** The officer paused all sending. */
  paused: boolean;
  /** Originals wait for a better line or for the officer's word. */
  holds: boolean;
}

export interface Outbox {
  /** Entries beyond the cursor and those without a receipt, by rising seq. */
  entries: readonly OutEntry[];
  /** Blobs without a receipt. */
  blobs: readonly OutBlob[];
  channel: Channel;
}

export type Step =
  | { do: "head" }
  | { do: "journal"; seqs: number[]; missing: { seq: number; hash: string }[] }
  | { do: "upload"; sha256: string; offset: number | null }
  | { do: "receipts"; blobs: string[] }
  | { do: "wait"; until: number }
  | { do: "done" }
  | { do: "stop"; alarm: string };

export const NEW_CHANNEL: Channel = {
  ...{ attempts: 0, not_before: 0, cursor: null, checked: false, alarm: null },
  ...{ paused: false, holds: false },
};

/** No pause is longer; one that seems to be was set by a clock that has been put back since. */
export const PAUSE_MAX_MS = 40 * 60_000;

const BATCH_ENTRIES = 50;
const BATCH_BYTES = 512 * 1024;
const MISSING_MAX = 200;
const RECEIPTS_MAX = 100;
const RECEIPTS_SOON = 20;

export const isDeclared = (entry: OutEntry): boolean =>
  entry.state === "refused" || entry.state === "unreadable";

const isDue = (notBefore: number, now: number): boolean => notBefore <= now || notBefore > now + PAUSE_MAX_MS;

function journalStep(outbox: Outbox, cursor: Head): Step | null {
  const beyond = outbox.entries.filter((entry) => entry.seq > cursor.seq);
  const seqs: number[] = [];
  let bytes = 0;
  // After failures less is sent at once: a bad line carries it, and one bad entry stands alone in the end.
  const most = Math.max(1, BATCH_ENTRIES >> outbox.channel.attempts);
  for (const entry of beyond.filter((candidate) => !isDeclared(candidate))) {
    bytes += entry.bytes;
    if (seqs.length > 0 && (seqs.length === most || bytes > BATCH_BYTES)) break;
    seqs.push(entry.seq);
  }
  const last = seqs.at(-1);
  if (last === undefined) return null;
  const missing = beyond.filter((entry) => isDeclared(entry) && entry.seq < last).slice(-MISSING_MAX);
  return { do: "journal", seqs, missing: missing.map(({ seq, hash }) => ({ seq, hash })) };
}

/** An admitted entry whose receipt was lost on the way is sent again: the server answers `known` and a receipt. */
function receiptAgain(outbox: Outbox): Step | null {
  const last = outbox.entries.filter((entry) => entry.state === "admitted").at(-1);
  return last ? { do: "journal", seqs: [last.seq], missing: [] } : null;
}

/** What failed before waits behind what never did: one picture that no line carries must not stop the others. */
const rank = (blob: OutBlob): number => (blob.attempts > 0 ? 2 : 0) + (blob.role === "picture" ? 1 : 0);

function uploads(outbox: Outbox, cursor: Head): OutBlob[] {
  return outbox.blobs
    .filter((blob) => blob.state === "queued" && blob.seq <= cursor.seq)
    .filter((blob) => blob.role !== "picture" || !outbox.channel.holds)
    .sort((a, b) => rank(a) - rank(b) || a.bytes - b.bytes || a.seq - b.seq);
}

function blobStep(outbox: Outbox, cursor: Head, now: number): Step | null {
  const due = uploads(outbox, cursor).find((blob) => isDue(blob.not_before, now));
  const stored = outbox.blobs.filter((blob) => blob.state === "stored").map((blob) => blob.sha256);
  const isPressing = !due || due.attempts > 0 || stored.length >= RECEIPTS_SOON;
  if (stored.length > 0 && isPressing) {
    return { do: "receipts", blobs: stored.slice(0, RECEIPTS_MAX) };
  }
  return due ? { do: "upload", sha256: due.sha256, offset: due.offset } : null;
}

/** The one thing to do now; `now` in ms since 1970. */
export function nextStep(outbox: Outbox, now: number): Step {
  const { channel } = outbox;
  if (channel.alarm !== null) return { do: "stop", alarm: channel.alarm };
  if (channel.paused) return { do: "done" };
  if (!isDue(channel.not_before, now)) return { do: "wait", until: channel.not_before };
  if (!channel.cursor) return { do: "head" };
  const step =
    journalStep(outbox, channel.cursor) ?? receiptAgain(outbox) ?? blobStep(outbox, channel.cursor, now);
  if (step) return step;
  if (!channel.checked) return { do: "receipts", blobs: [] };
  const waiting = uploads(outbox, channel.cursor).map((blob) => blob.not_before);
  return waiting.length > 0 ? { do: "wait", until: Math.min(...waiting) } : { do: "done" };
}
