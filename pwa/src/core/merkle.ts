import { type Bytes, concat, equal } from "./bytes.ts";
import type { Crypto } from "./ports.ts";

/** RFC 6962 tree proofs as RFC 9162 section 2.1.3.2 and 2.1.4.2 verify them. Sizes stay below 2^53. */

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);
const HASH_BYTES = 32;

export const leafHash = (crypto: Crypto, leaf: Bytes): Promise<Bytes> => crypto.sha256(concat(LEAF, leaf));

const nodeHash = (crypto: Crypto, left: Bytes, right: Bytes): Promise<Bytes> =>
  crypto.sha256(concat(NODE, left, right));

const half = (n: number): number => Math.floor(n / 2);
const isOdd = (n: number): boolean => n % 2 === 1;
const isSize = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;
const areHashes = (hashes: Bytes[]): boolean => hashes.every((hash) => hash.length === HASH_BYTES);

export interface Inclusion {
  index: number;
  size: number;
  leaf: Bytes;
  proof: Bytes[];
  root: Bytes;
}

/** True if `leaf` (a leaf hash) stands at `index` in the tree of `size` leaves under `root`. */
export async function isIncluded(crypto: Crypto, claim: Inclusion): Promise<boolean> {
  const { index, size, leaf, proof, root } = claim;
  if (!isSize(index) || !isSize(size) || index >= size) return false;
  if (!areHashes([leaf, root, ...proof])) return false;
  let [fn, sn, hash] = [index, size - 1, leaf];
  for (const step of proof) {
    if (sn === 0) return false;
    if (isOdd(fn) || fn === sn) {
      hash = await nodeHash(crypto, step, hash);
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      hash = await nodeHash(crypto, hash, step);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && equal(hash, root);
}

export interface Consistency {
  from: number;
  to: number;
  fromRoot: Bytes;
  toRoot: Bytes;
  proof: Bytes[];
}

/** True if the tree of `to` leaves only appended to the tree of `from` leaves. A `from` of 0 proves nothing. */
export async function isConsistent(crypto: Crypto, claim: Consistency): Promise<boolean> {
  const { from, to, fromRoot, toRoot, proof } = claim;
  if (!isSize(from) || !isSize(to) || from === 0 || from > to) return false;
  if (!areHashes([fromRoot, toRoot, ...proof])) return false;
  if (from === to) return proof.length === 0 && equal(fromRoot, toRoot);
  return walkConsistency(crypto, claim);
}

async function walkConsistency(crypto: Crypto, claim: Consistency): Promise<boolean> {
  let [fn, sn] = [claim.from - 1, claim.to - 1];
  while (isOdd(fn)) [fn, sn] = [half(fn), half(sn)];
  const [start, ...steps] = fn === 0 ? [claim.fromRoot, ...claim.proof] : claim.proof;
  if (!start) return false;
  let [older, newer] = [start, start];
  for (const step of steps) {
    if (sn === 0) return false;
    if (isOdd(fn) || fn === sn) {
      [older, newer] = [await nodeHash(crypto, step, older), await nodeHash(crypto, step, newer)];
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      newer = await nodeHash(crypto, newer, step);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && equal(older, claim.fromRoot) && equal(newer, claim.toRoot);
}
