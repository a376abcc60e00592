/** The outbox as rows: what nextStep reads, and what its events change. */

import { type Channel, NEW_CHANNEL, type Outbox } from "../core/outbox.ts";
import { apply } from "../core/outbox_events.ts";
import { type BlobRow, type EntryRow, getPlain, ofVault, read, write } from "./db.ts";
import { serverNow } from "./http.ts";
import { lineRules } from "./sending.ts";

export interface Rows extends Outbox {
  entries: readonly EntryRow[];
  blobs: readonly BlobRow[];
}

/** An alarm stops a vault's sending until a lawful restart; both notes stay as evidence. */
export interface Alarm {
  code: string;
  at: string;
  seen: string;
  shown: string;
}

const channels = new Map<string, Channel>();

export function setChannel(kid: string, channel: Channel): void {
  channels.set(kid, channel);
}

export async function loadOutbox(kid: string): Promise<Rows> {
  const alarm = await getPlain<Alarm>(kid, "alarm");
  const known = channels.get(kid) ?? NEW_CHANNEL;
  const channel: Channel = { ...known, alarm: alarm?.code ?? null, ...(await lineRules(kid)) };
  const from = (channel.cursor?.seq ?? Number.MAX_SAFE_INTEGER - 1) + 1;
  const open = IDBKeyRange.only([kid, 1]);
  const [waiting, beyond, blobs] = await read((db) =>
    Promise.all([
      db.getAllFromIndex("entries", "open", open),
      db.getAll("entries", ofVault(kid, from)),
      db.getAllFromIndex("blobs", "open", open),
    ]),
  );
  const bySeq = new Map([...beyond, ...waiting].map((row) => [row.seq, row]));
  const entries = [...bySeq.values()].sort((a, b) => a.seq - b.seq);
  return { entries, blobs, channel };
}

function marked<T extends EntryRow | BlobRow>(row: T): T {
  const { open: _open, ...rest } = row;
  return (row.state === "sent" ? rest : { ...rest, open: 1 }) as T;
}

/** The days that an original stays count from the receipt it has now: one that was withdrawn leaves no date. */
const stamped = (row: BlobRow): BlobRow => ({
  ...row,
  receipt_at: row.state === "sent" ? (row.receipt_at ?? new Date(serverNow).toISOString()) : null,
});

/** Writes the rows that differ between `before` and `after`, in one strict transaction. */
export async function saveOutbox(kid: string, before: Rows, after: Outbox): Promise<void> {
  setChannel(kid, after.channel);
  const old = new Set<unknown>([...before.entries, ...before.blobs]);
  const entries = (after.entries as EntryRow[]).filter((row) => !old.has(row)).map(marked);
  const blobs = (after.blobs as BlobRow[]).filter((row) => !old.has(row)).map((row) => marked(stamped(row)));
  if (entries.length + blobs.length === 0) return;
  await write(["entries", "blobs"], async (tx) => {
    for (const row of entries) await tx.objectStore("entries").put(row);
    for (const row of blobs) await tx.objectStore("blobs").put(row);
  });
}

/** Forgets all back-off and asks the server for its head again. */
export async function beginContact(kid: string): Promise<void> {
  const rows = await loadOutbox(kid);
  await saveOutbox(kid, rows, apply(rows, { type: "contact" }));
}

/** Every row that ever had a receipt, for a restart that withdraws some. */
export async function loadAll(kid: string): Promise<Rows> {
  const [entries, blobs] = await read((db) =>
    Promise.all([db.getAll("entries", ofVault(kid)), db.getAll("blobs", ofVault(kid, ""))]),
  );
  return { entries, blobs, channel: channels.get(kid) ?? NEW_CHANNEL };
}
