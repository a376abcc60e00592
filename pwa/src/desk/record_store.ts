// Records read so far, and pictures fetched before they are asked for, so that the next record is painted at once.

import { signal } from "@preact/signals";
import { api, photoUrl } from "./api";
import { recordOf } from "./record_wire";
import { watched } from "./session";
import type { QueueRow, RecordDetail } from "./types";

const FRESH_MS = 10_000;
const KEPT_RECORDS = 60;
const KEPT_PICTURES = 24;

/** A record, or why it could not be read. */
export interface Held {
  record: RecordDetail | null;
  error: unknown;
  read_at: number;
}

export const held = signal<Readonly<Record<string, Held>>>({});
const asked = new Map<string, Promise<void>>();
const pictures = new Map<string, HTMLImageElement>();

function keep(id: string, entry: Held): void {
  const others = Object.entries(held.value).filter(([key]) => key !== id);
  held.value = Object.fromEntries([...others.slice(-KEPT_RECORDS), [id, entry]]);
}

export function keepRecord(answer: unknown): RecordDetail {
  const record = recordOf(answer);
  keep(record.id, { record, error: null, read_at: Date.now() });
  return record;
}

async function read(id: string): Promise<void> {
  try {
    keepRecord(await watched(api.record(id)));
  } catch (error) {
    keep(id, { record: held.value[id]?.record ?? null, error, read_at: Date.now() });
  } finally {
    asked.delete(id);
  }
}

/** Reads a record unless a fresh copy is held or already on its way. */
export function wantRecord(id: string, force = false): Promise<void> {
  const entry = held.peek()[id];
  const fresh = entry?.record && entry.error === null && Date.now() - entry.read_at < FRESH_MS;
  if (fresh && !force) return Promise.resolve();
  const running = asked.get(id) ?? read(id);
  asked.set(id, running);
  return running;
}

/** Forgets what was held, for a new person at the desk. */
export function forgetRecords(): void {
  held.value = {};
  pictures.clear();
}

function wantPicture(url: string): void {
  if (pictures.has(url)) return;
  const image = new Image();
  image.decoding = "async";
  image.src = url;
  pictures.set(url, image);
  const oldest = pictures.keys().next().value;
  if (pictures.size > KEPT_PICTURES && oldest !== undefined) pictures.delete(oldest);
}

/** Fetches the coming records and the pictures their first look needs. */
export async function prefetch(rows: readonly QueueRow[]): Promise<void> {
  for (const row of rows) {
    await wantRecord(row.id);
    const record = held.peek()[row.id]?.record;
    for (const photo of record?.photos.slice(0, 3) ?? []) {
      wantPicture(photoUrl(row.id, photo.sha256, photo.stored ? "view" : "preview"));
      wantPicture(photoUrl(row.id, photo.sha256, "thumb"));
    }
  }
}
