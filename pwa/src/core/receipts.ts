import { type Bytes, hex, unhex, utf8 } from "./bytes.ts";
import { type Checkpoint, openCheckpoint, parseVerifierKey } from "./checkpoint.ts";
import { isConsistent, isIncluded, leafHash } from "./merkle.ts";
import type { Crypto } from "./ports.ts";

/** What the server hands out for an entry or a blob: its leaf, and the proof that the leaf is in the ledger. */
export interface Receipt {
  leaf: string;
  index: number;
  proof: string[];
  checkpoint: string;
}

export interface ConsistencyProof {
  from: number;
  to: number;
  proof: string[];
}

/** The last checkpoint this phone believed; `root` in hex. Size 0 is the state of a phone that saw none. */
export interface Seen {
  size: number;
  root: string;
  note: string;
}

/** The log a vault is pinned to. */
export interface Trust {
  origin: string;
  vkey: string;
}

export type AlarmCode =
  | "bad_key"
  | "bad_checkpoint"
  | "bad_leaf"
  | "other_leaf"
  | "not_included"
  | "shrunk"
  | "consistency_missing"
  | "inconsistent";

/** The server showed something that an honest ledger cannot show. Both notes are kept as evidence. */
export class LedgerAlarm extends Error {
  override name = "LedgerAlarm";
  readonly code: AlarmCode;
  readonly shown: string;
  constructor(code: AlarmCode, shown: string) {
    super(code);
    this.code = code;
    this.shown = shown;
  }
}

/** Which leaf a receipt must speak of: the phone's own hash decides, never the server's word. */
export type Expected =
  | { t: "entry"; device: string; seq: number; hash: string }
  | { t: "stored"; sha256: string; bytes: number };

/** The checkpoint in `note` under the pinned key; throws LedgerAlarm. */
export async function trusted(crypto: Crypto, trust: Trust, note: string): Promise<Checkpoint> {
  const key = await parseVerifierKey(crypto, trust.vkey);
  if (!key) throw new LedgerAlarm("bad_key", note);
  const checkpoint = await openCheckpoint(crypto, note, trust.origin, key);
  if (!checkpoint) throw new LedgerAlarm("bad_checkpoint", note);
  return checkpoint;
}

function leafSpeaksOf(leaf: Record<string, unknown>, expected: Expected): boolean {
  if (leaf["v"] !== 1 || leaf["t"] !== expected.t) return false;
  if (expected.t === "stored") return leaf["h"] === expected.sha256 && leaf["n"] === expected.bytes;
  return leaf["h"] === expected.hash && leaf["d"] === expected.device && leaf["s"] === expected.seq;
}

function parseLeaf(text: string, shown: string): Record<string, unknown> {
  try {
    const leaf: unknown = JSON.parse(text);
    if (typeof leaf === "object" && leaf !== null) return leaf as Record<string, unknown>;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new LedgerAlarm("bad_leaf", shown);
}

function hashes(proof: string[], shown: string): Bytes[] {
  try {
    return proof.map(unhex);
  } catch {
    throw new LedgerAlarm("not_included", shown);
  }
}

/** The checkpoint that `receipt` proves `expected` under; throws LedgerAlarm where any link does not hold. */
export async function verifyReceipt(
  crypto: Crypto,
  trust: Trust,
  receipt: Receipt,
  expected: Expected,
): Promise<Checkpoint> {
  const checkpoint = await trusted(crypto, trust, receipt.checkpoint);
  if (!leafSpeaksOf(parseLeaf(receipt.leaf, checkpoint.note), expected)) {
    throw new LedgerAlarm("other_leaf", checkpoint.note);
  }
  const included = await isIncluded(crypto, {
    index: receipt.index,
    size: checkpoint.size,
    leaf: await leafHash(crypto, utf8(receipt.leaf)),
    proof: hashes(receipt.proof, checkpoint.note),
    root: checkpoint.root,
  });
  if (!included) throw new LedgerAlarm("not_included", checkpoint.note);
  return checkpoint;
}

/** The checkpoint to remember after `next`: proven to continue what was seen before. Throws LedgerAlarm. */
export async function advance(
  crypto: Crypto,
  seen: Seen,
  next: Checkpoint,
  consistency: ConsistencyProof | null,
): Promise<Seen> {
  const found: Seen = { size: next.size, root: hex(next.root), note: next.note };
  if (seen.size === 0) return found;
  if (next.size < seen.size) throw new LedgerAlarm("shrunk", next.note);
  if (next.size === seen.size) {
    if (found.root !== seen.root) throw new LedgerAlarm("inconsistent", next.note);
    return found;
  }
  if (!consistency) throw new LedgerAlarm("consistency_missing", next.note);
  const holds = await isConsistent(crypto, {
    from: seen.size,
    to: next.size,
    fromRoot: unhex(seen.root),
    toRoot: next.root,
    proof: hashes(consistency.proof, next.note),
  });
  if (!holds) throw new LedgerAlarm("inconsistent", next.note);
  return found;
}
