/** The list of records: what was saved here, joined with receipts and with the server's word. */
import { type BlobRow, type EntryRow, ofVault, read } from "./db.ts";
import { allDocs } from "./docs.ts";
import type { CardState, RecordCard, RecordState, SavedRecord } from "./types.ts";
import type { Vault } from "./vault.ts";

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
function stateOf(facts: Facts, receipt: boolean): CardState {
  const word = facts.state?.state;
  if (word && word !== "submitted") return word;
  if (problemOf(facts)) return "problem";
  if (!receipt) return facts.sending ? "sending" : "waiting";
  return word ?? "sent";
}

function cardOf(saved: SavedRecord, facts: Facts): RecordCard {
  const { body, entry_hash, wall_at, place_name, shots } = saved;
  const sent = facts.blobs.filter((blob) => blob.state === "sent");
  const receipt = facts.entry?.state === "sent" && sent.length === facts.blobs.length;
  return {
    ...{ id: body.id, entry_hash, item: body.item, result: body.result, place: body.place, place_name },
    ...{ address: body.address, wall_at, state: stateOf(facts, receipt), receipt },
    pictures: { sent: sent.filter((blob) => blob.role === "picture").length, total: shots.length },
    review: facts.state?.review ?? null,
    preview_sha256: shots[0]?.preview_sha256 ?? null,
    problem: problemOf(facts),
  };
}

/** Newest first. The server's word counts only for the version that this phone saved last. */
export async function readCards(vault: Vault, sending: boolean): Promise<RecordCard[]> {
  const [saved, states, entries, blobs] = await Promise.all([
    allDocs<SavedRecord>(vault, "records"),
    allDocs<RecordState>(vault, "states"),
    read((db) => db.getAll("entries", ofVault(vault.kid))),
    read((db) => db.getAll("blobs", ofVault(vault.kid, ""))),
  ]);
  const stateByHash = new Map(states.map((state) => [state.entry_hash, state]));
  const entryBySeq = new Map(entries.map((entry) => [entry.seq, entry]));
  const blobByHash = new Map(blobs.map((blob) => [blob.sha256, blob]));
  const cards = saved.map((record) => {
    const names = record.shots.flatMap((shot) => [shot.sha256, shot.preview_sha256]);
    const own = names.map((name) => blobByHash.get(name)).filter((blob) => blob !== undefined);
    const facts = { entry: entryBySeq.get(record.seq), blobs: own, sending };
    return cardOf(record, { ...facts, state: stateByHash.get(record.entry_hash) });
  });
  return cards.sort((a, b) => b.wall_at.localeCompare(a.wall_at));
}
