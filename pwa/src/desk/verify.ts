// Checks proofs in this browser with the core's own verifier. Loaded only when someone asks.

import { hex, utf8 } from "../core/bytes";
import {
  advance,
  type ConsistencyProof,
  type Expected,
  LedgerAlarm,
  type Seen,
  type Trust,
  trusted,
  verifyReceipt,
} from "../core/receipts";
import { webCrypto } from "../device/crypto";
import type { Receipt } from "./types";

export type Checked =
  | { state: "verified"; size: number; root: string }
  | { state: "failed" | "unable" | "pending" | "erased" };

async function settled(
  check: () => Promise<{ size: number; root: Uint8Array<ArrayBuffer> }>,
): Promise<Checked> {
  if (!globalThis.crypto?.subtle) return { state: "unable" };
  try {
    const { size, root } = await check();
    return { state: "verified", size, root: hex(root) };
  } catch (error) {
    return { state: error instanceof LedgerAlarm ? "failed" : "unable" };
  }
}

export interface ReadEntry {
  hash: string;
  device: string;
  seq: number;
  kind: string;
}

/** SHA-256 of the compact JWS, which is the entry's hash, with what its payload says of itself. */
export async function entryOf(jws: string): Promise<ReadEntry> {
  const hash = hex(await webCrypto.sha256(utf8(jws)));
  const payload = (jws.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/");
  const text = new TextDecoder().decode(Uint8Array.from(atob(payload), (char) => char.charCodeAt(0)));
  const { device, seq, kind } = JSON.parse(text) as Omit<ReadEntry, "hash">;
  return { hash, device, seq, kind };
}

async function expected(jws: string): Promise<Expected> {
  const { hash, device, seq } = await entryOf(jws);
  return { t: "entry", hash, device, seq };
}

export async function checkEntry(trust: Trust, jws: string, receipt: Receipt | null): Promise<Checked> {
  if (!receipt) return { state: "pending" };
  return settled(async () => verifyReceipt(webCrypto, trust, receipt, await expected(jws)));
}

export async function checkBlob(
  trust: Trust,
  blob: { sha256: string; bytes: number },
  receipt: Receipt | null,
): Promise<Checked> {
  if (!receipt) return { state: "pending" };
  return settled(() => verifyReceipt(webCrypto, trust, receipt, { t: "stored", ...blob }));
}

export type LedgerVerdict =
  | { state: "ok"; seen: Seen; grown_from: number }
  | { state: "bad_signature" | "bad_history" | "unable" };

type Consistency = (from: number, to: number) => Promise<ConsistencyProof>;

async function follow(trust: Trust, note: string, seen: Seen, consistency: Consistency): Promise<Seen> {
  const next = await trusted(webCrypto, trust, note);
  const proof = seen.size > 0 && next.size > seen.size ? await consistency(seen.size, next.size) : null;
  return advance(webCrypto, seen, next, proof);
}

/** Opens the checkpoint under the ledger's key and demands that it continues what this browser saw before. */
export async function checkLedger(
  trust: Trust,
  note: string,
  seen: Seen,
  consistency: Consistency,
): Promise<LedgerVerdict> {
  if (!globalThis.crypto?.subtle) return { state: "unable" };
  try {
    return { state: "ok", seen: await follow(trust, note, seen, consistency), grown_from: seen.size };
  } catch (error) {
    if (!(error instanceof LedgerAlarm)) throw error;
    const signature = error.code === "bad_key" || error.code === "bad_checkpoint";
    return { state: signature ? "bad_signature" : "bad_history" };
  }
}
