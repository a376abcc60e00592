/** The list of records: what was saved here, joined with receipts and with the server's word. */
import { type BlobRow, type EntryRow, read } from "./db.ts";
import { cachedDocs } from "./docs.ts";
import type { CardState, RecordCard, RecordState, SavedRecord } from "./types.ts";
import type { Vault } from "./vault.ts";

/** Rows without a receipt that belong to one record; none left means that all of it was receipted. */
interface Facts {
  entry: EntryRow | undefined;
  blobs: BlobRow[];
  state: RecordState | undefined;
  sending: boolean;
}

const isStuck = (state: string): boolean => state === "refused" || state === "unreadable" || state === "lost";

function problemOf({ entry, blobs }: Facts): string | null {
  if (entry && isStuck(entry.state)) return entry.problem ?? entry.state;
  const stuck = blobs.find((blob) => isStuck(blob.state));
  return stuck ? (stuck.problem ?? stuck.state) : null;
}

/** "Sent" is a verified receipt for the entry and for every picture, nothing less. */
function stateOf(facts: Facts, receipt: boolean, isWithdrawn: boolean): CardState {
  const word = facts.state?.state;
  if (word && word !== "submitted") return word;
  if (problemOf(facts)) return "problem";
  if (!receipt) return facts.sending ? "sending" : "waiting";
  return word ?? (isWithdrawn ? "withdrawn" : "sent");
}

function cardOf(saved: SavedRecord, facts: Facts): RecordCard {
  const { body, entry_hash, wall_at, place_name, shots } = saved;
  const unsent = facts.blobs.filter((blob) => blob.role === "picture").length;
  const receipt = !facts.entry && facts.blobs.length === 0;
  const state = stateOf(facts, receipt, body.withdrawn !== undefined);
  return {
    ...{ id: body.id, entry_hash, item: body.item, result: body.result, place: body.place, place_name },
    ...{ address: body.address, wall_at, state, receipt, entry_receipt: !facts.entry },
    pictures: { sent: shots.length - unsent, total: shots.length },
    review: facts.state?.review ?? null,
    preview_sha256: shots[0]?.derived?.preview_sha256 ?? shots[0]?.preview_sha256 ?? null,
    problem: problemOf(facts),
    ...{ task: body.task, note: body.note, edition: body.edition, withdrawn: body.withdrawn ?? null },
    partner: facts.state?.partner ?? null,
  };
}

/** All that was announced for one shot: what others see instead of it is part of what must arrive. */
const blobsOf = ({ sha256, preview_sha256, derived }: SavedRecord["shots"][number]): string[] => [
  ...[sha256, preview_sha256],
  ...(derived ? [derived.sha256, derived.preview_sha256] : []),
];

/** Newest first. The server's word counts only for the version that this phone saved last. */
export async function readCards(vault: Vault, sending: boolean): Promise<RecordCard[]> {
  const open = IDBKeyRange.only([vault.kid, 1]);
  const [saved, states, entries, blobs] = await Promise.all([
    cachedDocs<SavedRecord>(vault, "records"),
    cachedDocs<RecordState>(vault, "states"),
    read((db) => db.getAllFromIndex("entries", "open", open)),
    read((db) => db.getAllFromIndex("blobs", "open", open)),
  ]);
  const stateByHash = new Map(states.map((state) => [state.entry_hash, state]));
  const entryBySeq = new Map(entries.map((entry) => [entry.seq, entry]));
  const blobByHash = new Map(blobs.map((blob) => [blob.sha256, blob]));
  const cards = saved.map((record) => {
    const names = record.shots.flatMap(blobsOf);
    const unsent = names.map((name) => blobByHash.get(name)).filter((blob) => blob !== undefined);
    const entry = entryBySeq.get(record.seq);
    // A word on an entry that has no receipt is that of a log which lost it.
    const state = entry ? undefined : stateByHash.get(record.entry_hash);
    return cardOf(record, { entry, blobs: unsent, state, sending });
  });
  return cards.sort((a, b) => b.wall_at.localeCompare(a.wall_at));
}
