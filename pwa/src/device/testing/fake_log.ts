/** A ledger in memory: leaves, signed checkpoints, receipts and proofs, by the recursive tree. */
import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { type Bytes, base64, concat, hex, utf8 } from "../../core/bytes.ts";
import { signatureLine, type VerifierKey } from "../../core/checkpoint.ts";
import { type Restart, restartText } from "../../core/restart.ts";
import { webCrypto } from "../crypto.ts";
import { consistency, leafOf, pathTo, rootOf } from "./naive_tree.ts";

export interface NoteKey extends VerifierKey {
  vkey: string;
  secret: KeyObject;
}

export async function noteKey(name: string): Promise<NoteKey> {
  const pair = generateKeyPairSync("ed25519");
  const x = pair.publicKey.export({ format: "jwk" }).x ?? "";
  const publicKey: Bytes = Uint8Array.from(Buffer.from(x, "base64url"));
  const marked = concat(Uint8Array.of(1), publicKey);
  const id = (await webCrypto.sha256(concat(utf8(`${name}\n`), marked))).slice(0, 4);
  return { name, id, publicKey, vkey: `${name}+${hex(id)}+${base64(marked)}`, secret: pair.privateKey };
}

export const signNote = (key: NoteKey, text: string): string =>
  `${text}\n${signatureLine(key, Uint8Array.from(sign(null, utf8(text), key.secret)))}`;

export class FakeLog {
  leaves: string[] = ['{"v":1,"t":"settings"}'];
  key: NoteKey;
  readonly origin: string;
  constructor(origin: string, key: NoteKey) {
    this.origin = origin;
    this.key = key;
  }

  append(leaf: object): number {
    return this.leaves.push(JSON.stringify(leaf)) - 1;
  }

  private hashes(size = this.leaves.length) {
    return this.leaves.slice(0, size).map((leaf) => leafOf(utf8(leaf)));
  }

  /** Hex; null beyond the head. */
  root(size: number): string | null {
    return size > this.leaves.length ? null : hex(rootOf(this.hashes(size)));
  }

  checkpoint(): string {
    const root = base64(rootOf(this.hashes()));
    return signNote(this.key, `${this.origin}\n${this.leaves.length}\n${root}\n`);
  }

  receipt(index: number) {
    const proof = pathTo(index, this.hashes()).map(hex);
    return { leaf: this.leaves[index], index, proof, checkpoint: this.checkpoint() };
  }

  proofSince(seen?: { size: number }) {
    const to = this.leaves.length;
    if (!seen || seen.size > to) return null;
    return { from: seen.size, to, proof: consistency(seen.size, this.hashes()).map(hex) };
  }

  /** The note that a restored log of `size` leaves is lawful, signed by `recovery`. */
  restart(size: number, recovery: NoteKey, at: string): string {
    this.leaves = this.leaves.slice(0, size);
    const root = hex(rootOf(this.hashes()));
    const restart: Restart = { size, root, vkey: this.key.vkey, at, reason: "restored" };
    return signNote(recovery, restartText(this.origin, restart));
  }
}
