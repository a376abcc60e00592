import { type Bytes, concat, equal } from "./bytes.ts";
import type { Crypto } from "./ports.ts";

/** RFC 6962 tree proofs as RFC 9162 section 2.1.3.2 and 2.1.4.2 verify them. Sizes stay below 2^53. */

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);
const HASH_BYTES = 32;

export const leafHash = (crypto: Crypto, leaf: Bytes): Promise<Bytes> => crypto.sha256(concat(LEAF, leaf));

const nodeHash = (crypto: Crypto, left: Bytes, right: Bytes): Promise<Bytes> =>
  crypto.sha256(concat(NODE, left, right));

const isOdd = (n: number): boolean => n % 2 === 1;
const isSize = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;
const areHashes = (hashes: Bytes[]): boolean => hashes.every((hash) => hash.length === HASH_BYTES);

/**
 * One claim per proof hash on the way from the leaf at `index` up to the root of a tree whose last leaf is
 * `last`: true where the hash stands on the left. Levels where the path has no neighbour carry no hash.
 */
function climb(index: number, last: number): boolean[] {
  const isLeft: boolean[] = [];
  let [fn, sn] = [index, last];
  while (sn > 0) {
    const left = isOdd(fn) || fn === sn;
    isLeft.push(left);
    const lone = left ? trailingZeros(fn) : 0;
    [fn, sn] = [shift(fn, lone + 1), shift(sn, lone + 1)];
  }
  return isLeft;
}

const shift = (n: number, levels: number): number => Math.floor(n / 2 ** levels);

function trailingZeros(n: number): number {
  let zeros = 0;
  for (let rest = n; rest > 0 && !isOdd(rest); rest /= 2) zeros += 1;
  return zeros;
}

/** The root over `start`; with `leftOnly` that of the older tree, which has no right neighbours on this path. */
async function fold(
  crypto: Crypto,
  start: Bytes,
  proof: Bytes[],
  isLeft: boolean[],
  leftOnly: boolean,
): Promise<Bytes> {
  let hash = start;
  for (const [i, step] of proof.entries()) {
    if (isLeft[i]) hash = await nodeHash(crypto, step, hash);
    else if (!leftOnly) hash = await nodeHash(crypto, hash, step);
  }
  return hash;
}

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
  const sides = climb(index, size - 1);
  if (sides.length !== proof.length || !areHashes([leaf, root, ...proof])) return false;
  return equal(await fold(crypto, leaf, proof, sides, false), root);
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
  if (from === to) return proof.length === 0 && equal(fromRoot, toRoot);
  if (!areHashes([fromRoot, toRoot, ...proof])) return false;
  return walkConsistency(crypto, claim);
}

async function walkConsistency(crypto: Crypto, claim: Consistency): Promise<boolean> {
  const { from, to, fromRoot, toRoot, proof } = claim;
  const whole = trailingZeros(from);
  const fn = shift(from - 1, whole);
  // A full older tree is a subtree of the newer one: its root opens the proof unsaid.
  const [start, ...steps] = fn === 0 ? [fromRoot, ...proof] : proof;
  const sides = climb(fn, shift(to - 1, whole));
  if (!start || sides.length !== steps.length) return false;
  const older = await fold(crypto, start, steps, sides, true);
  const newer = await fold(crypto, start, steps, sides, false);
  return equal(older, fromRoot) && equal(newer, toRoot);
}
