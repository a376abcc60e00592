/**
 * The way out when the unlock code is forgotten: what is unsent leaves the phone as it lies, still sealed, and the
 * city's recovery key opens it.
 *
 * Format `xunzheng-locked/1`: UTF-8 lines of JSON. First the header {format, origin, kid, user, vkey, made_at, key}:
 * `key` is the vault key as it was sealed to the city at enrolment ({epk, iv, ct}, label `<kid>/vault-key`). Then one
 * line per row, {type, id, iv, ct}: `entry` (id = seq, compact JWS), `blob` (id = SHA-256, raw bytes), `drafts`
 * (id = record id, JSON). Additional data of each: `<kid>/<type>/<id>`. Last {type: "end", id: number of rows}, so that
 * a file cut short is known for one. Bytes are base64.
 */
import type { Sealed } from "./crypto.ts";
import { ofVault, read, type VaultRow } from "./db.ts";
import { type Exported, fileOf, LOCKED_FORMAT, line, written } from "./export_file.ts";
import { vaultRow } from "./vault.ts";

type RowType = "entry" | "blob" | "drafts";

/** One row as it lies; null where the phone has lost its bytes. */
type Row = [RowType, string, Sealed | null];

function header({ kid, user, origin, vkey, city }: VaultRow): string {
  const key = { epk: city.epk, ...written(city) };
  return line({ format: LOCKED_FORMAT, origin, kid, user, vkey, made_at: new Date().toISOString(), key });
}

/** One picture at a time: a phone with hundreds must not hold them all. */
async function* rows(kid: string): AsyncGenerator<Row> {
  const open = IDBKeyRange.only([kid, 1]);
  for (const row of await read((db) => db.getAllFromIndex("entries", "open", open))) {
    yield ["entry", String(row.seq), row];
  }
  for (const { sha256 } of await read((db) => db.getAllFromIndex("blobs", "open", open))) {
    yield ["blob", sha256, (await read((db) => db.get("bytes", [kid, sha256]))) ?? null];
  }
  for (const row of await read((db) => db.getAll("drafts", ofVault(kid, "")))) {
    yield ["drafts", row.id, row];
  }
}

/** Everything unsent of a vault, and its drafts, without the unlock code: a file that only the city opens. */
export async function exportLocked(kid: string): Promise<Exported & { drafts: number }> {
  const vault = await vaultRow(kid);
  const parts = [new Blob([header(vault)])];
  const count = { entry: 0, blob: 0, drafts: 0 };
  for await (const [type, id, sealed] of rows(kid)) {
    if (!sealed) continue;
    parts.push(new Blob([line({ type, id, ...written(sealed) })]));
    count[type] += 1;
  }
  const { entry: entries, blob: pictures, drafts } = count;
  parts.push(new Blob([line({ type: "end", id: String(entries + pictures + drafts) })]));
  return { ...fileOf(parts, vault.user), entries, pictures, drafts };
}
