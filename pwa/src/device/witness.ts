/** The phone as a witness: what the server proves is checked here, before anything counts as sent. */
import type { OutEntry } from "../core/outbox.ts";
import { apply } from "../core/outbox_events.ts";
import {
  advance,
  type ConsistencyProof,
  type Expected,
  LedgerAlarm,
  type Receipt,
  type Seen,
  trusted,
  verifyReceipt,
} from "../core/receipts.ts";
import { openRestart, type Restart, seenAfter } from "../core/restart.ts";
import { webCrypto } from "./crypto.ts";
import { getPlain, putPlain, write } from "./db.ts";
import { loadAll, saveOutbox } from "./outbox_store.ts";
import { editVault, type Vault, vaultRow } from "./vault.ts";

export interface Proofs {
  checkpoint?: string | null;
  consistency: ConsistencyProof | null;
  restart: string | null;
}

/** What the vault believes of the ledger, and when it was last shown. */
export interface LedgerView {
  ok_at: string | null;
  receipt_at: string | null;
  restored_at: string | null;
  /** Since when the restored server is known not to know this device; absent from what older builds kept. */
  stranger_at?: string | null;
}

const NOTHING: Seen = { size: 0, root: "", note: "" };

export const seenOf = async (kid: string): Promise<Seen> => (await getPlain<Seen>(kid, "seen")) ?? NOTHING;

export const ledgerView = async (kid: string): Promise<LedgerView> =>
  (await getPlain<LedgerView>(kid, "ledger")) ?? { ok_at: null, receipt_at: null, restored_at: null };

async function remember(kid: string, seen: Seen, hasReceipt: boolean): Promise<void> {
  const before = await ledgerView(kid);
  const now = new Date().toISOString();
  const receipt_at = hasReceipt ? now : before.receipt_at;
  const value: LedgerView = { ...before, ok_at: now, receipt_at, stranger_at: null };
  await write(["plain"], async (tx) => {
    await tx.objectStore("plain").put({ kid, name: "seen", value: seen });
    await tx.objectStore("plain").put({ kid, name: "ledger", value });
  });
}

/** Keeps both notes and stops this vault's sending. */
export async function raiseAlarm(kid: string, alarm: LedgerAlarm): Promise<void> {
  const { code, shown } = alarm;
  const seen = (await seenOf(kid)).note;
  await putPlain(kid, "alarm", { code, shown, seen, at: new Date().toISOString() });
}

/** The lawful restarts among `notes` that this phone had not seen, oldest first. */
async function newRestarts(kid: string, notes: readonly string[]): Promise<Restart[]> {
  const row = await vaultRow(kid);
  const found = await Promise.all(notes.map((note) => openRestart(webCrypto, note, row)));
  const lawful = found.filter((restart) => restart !== null);
  return lawful.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/**
 * True if there are lawful restarts in `notes` that this phone had not seen: the newest head and key are pinned, and
 * what was "sent" beyond the smallest of them is withdrawn, because each of them lost all beyond its own size.
 * False changes nothing.
 */
export async function acceptRestarts(vault: Vault, notes: readonly string[]): Promise<boolean> {
  const { kid } = vault;
  const restarts = await newRestarts(kid, notes);
  const newest = restarts.at(-1);
  if (!newest) return false;
  const size = Math.min(...restarts.map((restart) => restart.size));
  const all = await loadAll(kid);
  await saveOutbox(kid, all, apply(all, { type: "restarted", size }));
  const view: LedgerView = { ...(await ledgerView(kid)), restored_at: new Date().toISOString() };
  await write(["plain"], async (tx) => {
    const plain = tx.objectStore("plain");
    await plain.put({ kid, name: "seen", value: seenAfter(newest) });
    await plain.put({ kid, name: "ledger", value: view });
    await plain.delete([kid, "alarm"]);
  });
  await editVault(kid, { vkey: newest.vkey, since: newest.at });
  return true;
}

/** Checks that the checkpoint continues what was seen, and remembers it. Throws LedgerAlarm. */
export async function checkLedger(vault: Vault, note: string, proofs: Proofs): Promise<void> {
  const row = await vaultRow(vault.kid);
  const checkpoint = await trusted(webCrypto, row, note);
  const seen = await advance(webCrypto, await seenOf(vault.kid), checkpoint, proofs.consistency);
  await remember(vault.kid, seen, false);
}

/** Verifies the receipt of one of the vault's own entries; resolves with its ledger index. Throws LedgerAlarm. */
export async function checkEntry(
  vault: Vault,
  receipt: Receipt,
  entry: OutEntry,
  proofs: Proofs,
): Promise<number> {
  const { seq, hash } = entry;
  return checkReceipt(vault, receipt, { t: "entry", device: vault.kid, seq, hash }, proofs);
}

async function checkReceipt(
  vault: Vault,
  receipt: Receipt,
  expected: Expected,
  proofs: Proofs,
): Promise<number> {
  const row = await vaultRow(vault.kid);
  const checkpoint = await verifyReceipt(webCrypto, row, receipt, expected);
  const seen = await advance(webCrypto, await seenOf(vault.kid), checkpoint, proofs.consistency);
  await remember(vault.kid, seen, true);
  return receipt.index;
}

/** Verifies receipts of blobs, all under the checkpoint of `proofs`. Throws LedgerAlarm at the first that fails. */
export async function checkBlobs(
  vault: Vault,
  receipts: { [sha256: string]: Receipt },
  blobs: readonly { sha256: string; bytes: number }[],
  note: string,
): Promise<{ [sha256: string]: number }> {
  const row = await vaultRow(vault.kid);
  const indexes: { [sha256: string]: number } = {};
  for (const { sha256, bytes } of blobs) {
    const receipt = receipts[sha256];
    if (!receipt) continue;
    if (receipt.checkpoint !== note) throw new LedgerAlarm("bad_checkpoint", receipt.checkpoint);
    await verifyReceipt(webCrypto, row, receipt, { t: "stored", sha256, bytes });
    indexes[sha256] = receipt.index;
  }
  if (Object.keys(indexes).length > 0) await remember(vault.kid, await seenOf(vault.kid), true);
  return indexes;
}
