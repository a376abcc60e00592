/** What lies on a phone, read past the product: rows, whether they still open, and the receipts they claim. */
import { createDecipheriv, createHash } from "node:crypto";
import { scrypt } from "@noble/hashes/scrypt.js";
import type { BlobRow, BytesRow, Chain, DocRow, EntryRow, PlainRow, VaultRow } from "../../src/device/db.ts";
import type { Phone } from "./phone.ts";

type Sealed = { iv: Uint8Array; ct: Uint8Array };
type Opener = (sealed: Sealed, label: string) => Buffer | null;

interface Rows {
  vaults: VaultRow[];
  chains: Chain[];
  entries: EntryRow[];
  blobs: BlobRow[];
  bytes: BytesRow[];
  drafts: DocRow[];
  records: DocRow[];
  plain: PlainRow[];
}

const STORES = ["vaults", "chains", "entries", "blobs", "bytes", "drafts", "records", "plain"] as const;
const sha256 = (data: Uint8Array): string => createHash("sha256").update(data).digest("hex");

async function opened(phone: Phone): Promise<IDBDatabase | null> {
  // A phone that never opened its store has none: it must not get an empty one from us.
  if ((await phone.factory.databases()).length === 0) return null;
  return new Promise((resolve, reject) => {
    const request = phone.factory.open("xunzheng");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function allRows(phone: Phone): Promise<Rows | null> {
  const db = await opened(phone);
  if (!db) return null;
  const tx = db.transaction([...STORES], "readonly");
  const requests = STORES.map((name) => tx.objectStore(name).getAll());
  await new Promise((resolve, reject) => {
    tx.oncomplete = resolve;
    tx.onabort = reject;
  });
  db.close();
  return Object.fromEntries(STORES.map((name, i) => [name, requests[i]?.result])) as unknown as Rows;
}

function decrypt(key: Uint8Array, { iv, ct }: Sealed, label: string): Buffer | null {
  const cut = ct.length - 16;
  const decipher = createDecipheriv("aes-256-gcm", key, iv).setAAD(Buffer.from(label));
  decipher.setAuthTag(ct.subarray(cut));
  try {
    return Buffer.concat([decipher.update(ct.subarray(0, cut)), decipher.final()]);
  } catch {
    return null;
  }
}

/** The vault's opener under the unlock code the phone was given; null where it does not open. */
function openerOf(phone: Phone, vault: VaultRow): Opener | null {
  const pin = phone.pins.get(vault.kid);
  if (pin === undefined) return null;
  const wrap = scrypt(Buffer.from(pin.normalize("NFKC")), vault.pin.salt, {
    N: 2 ** 4,
    r: 8,
    p: 1,
    dkLen: 32,
  });
  const key = decrypt(wrap, vault.pin, `${vault.kid}/vault-key`);
  return key && ((sealed, label) => decrypt(key, sealed, `${vault.kid}/${label}`));
}

const shown = (row: { open?: 1; state: string }): string => {
  if (!row.open) return "sent";
  return ["refused", "lost", "unreadable"].includes(row.state) ? "refused" : "unsent";
};

function entryOf(row: EntryRow, open: Opener | null, full: boolean) {
  const jws = open?.(row, `entry/${row.seq}`);
  const { seq, hash, prev, kind, state, receipt_index, problem } = row;
  const readable = jws ? sha256(jws) === hash : false;
  const text = full && jws ? { jws: jws.toString("latin1") } : {};
  return { seq, hash, prev, kind, state, shown: shown(row), receipt_index, problem, readable, ...text };
}

function blobOf(row: BlobRow, kept: BytesRow | undefined, open: Opener | null) {
  const data = kept ? open?.(kept, `blob/${row.sha256}`) : null;
  const { sha256: name, role, bytes, seq, state, receipt_index, problem } = row;
  const found = { has_bytes: kept !== undefined, bytes_sha256: data ? sha256(data) : null };
  return { sha256: name, role, bytes, seq, state, shown: shown(row), receipt_index, problem, ...found };
}

function docsOf(rows: DocRow[], store: string, open: Opener | null) {
  return rows.map((row) => {
    const text = open?.(row, `${store}/${row.id}`);
    return { id: row.id, readable: Boolean(text), value: text ? JSON.parse(text.toString("utf-8")) : null };
  });
}

function draftsOf(rows: DocRow[], open: Opener | null) {
  return docsOf(rows, "drafts", open).map(({ id, readable, value }) => ({
    ...{ id, readable, note: value?.note ?? null },
    shots: ((value?.shots ?? []) as { sha256: string }[]).map((shot) => shot.sha256),
  }));
}

function recordsOf(rows: DocRow[], open: Opener | null) {
  return docsOf(rows, "records", open).map(({ id, readable, value }) => ({
    ...{ id, readable, entry_hash: value?.entry_hash ?? null, seq: value?.seq ?? null },
  }));
}

function vaultOf(phone: Phone, rows: Rows, vault: VaultRow, full: boolean) {
  const { kid, user, origin, vkey, recovery_vkey, revoked } = vault;
  const mine = <T extends { kid: string }>(list: T[]): T[] => list.filter((row) => row.kid === kid);
  const named = (name: string) => mine(rows.plain).find((row) => row.name === name)?.value ?? null;
  const open = openerOf(phone, vault);
  const bytes = new Map(mine(rows.bytes).map((row) => [row.sha256, row]));
  const entries = mine(rows.entries).map((row) => entryOf(row, open, full));
  const blobs = mine(rows.blobs).map((row) => blobOf(row, bytes.get(row.sha256), open));
  const indexes = [...entries, ...blobs].flatMap(({ receipt_index }) => receipt_index ?? []);
  const { seq, hash } = mine(rows.chains)[0] ?? { seq: 0, hash: "0".repeat(64) };
  return {
    ...{ kid, user, origin, vkey, recovery_vkey, revoked, alarm: named("alarm"), seen: named("seen") },
    ...{ opens: open !== null, chain: { seq, hash }, entries, blobs },
    drafts: draftsOf(mine(rows.drafts), open),
    records: recordsOf(mine(rows.records), open),
    receipts: Object.fromEntries(
      [...new Set(indexes)].map((index) => [index, phone.line.receipts.at(index)]),
    ),
  };
}

/** Every vault on the phone, as README.md names the members. */
export async function holdings(phone: Phone, full: boolean) {
  const rows = await allRows(phone);
  return { vaults: rows ? rows.vaults.map((vault) => vaultOf(phone, rows, vault, full)) : [] };
}
