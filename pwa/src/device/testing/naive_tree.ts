/** A Merkle tree as RFC 6962 section 2.1 words it, recursively: the independent second implementation of the tests. */
import { createHash } from "node:crypto";

export type Hash = Uint8Array<ArrayBuffer>;

const sha256 = (...parts: Uint8Array[]): Hash => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return Uint8Array.from(hash.digest());
};

export const leafOf = (data: Uint8Array): Hash => sha256(Uint8Array.of(0), data);

function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

export function rootOf(leaves: Hash[]): Hash {
  const [only] = leaves;
  if (!only) return sha256();
  if (leaves.length === 1) return only;
  const k = split(leaves.length);
  return sha256(Uint8Array.of(1), rootOf(leaves.slice(0, k)), rootOf(leaves.slice(k)));
}

export function pathTo(index: number, leaves: Hash[]): Hash[] {
  if (leaves.length <= 1) return [];
  const k = split(leaves.length);
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)];
  return index < k ? [...pathTo(index, left), rootOf(right)] : [...pathTo(index - k, right), rootOf(left)];
}

export function consistency(from: number, leaves: Hash[], isWhole = true): Hash[] {
  const n = leaves.length;
  if (from === n) return isWhole ? [] : [rootOf(leaves)];
  const k = split(n);
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)];
  if (from <= k) return [...consistency(from, left, isWhole), rootOf(right)];
  return [...consistency(from - k, right, false), rootOf(left)];
}
