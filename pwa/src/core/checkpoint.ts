import { type Bytes, base64, concat, equal, unbase64, utf8 } from "./bytes.ts";
import type { Crypto } from "./ports.ts";

/** C2SP signed notes and tlog-checkpoints, Ed25519. */

const ED25519 = 1;
const DASH = "— ";

export interface VerifierKey {
  name: string;
  id: Bytes;
  publicKey: Bytes;
}

export interface Checkpoint {
  origin: string;
  size: number;
  root: Bytes;
  /** The note as it came, signatures included. */
  note: string;
}

/** First four bytes of SHA-256 over name, newline, algorithm byte and key. */
async function keyId(crypto: Crypto, name: string, publicKey: Bytes): Promise<Bytes> {
  const digest = await crypto.sha256(concat(utf8(`${name}\n`), Uint8Array.of(ED25519), publicKey));
  return digest.slice(0, 4);
}

/** Reads `name+hex8+base64(0x01‖key)`; null where it is no Ed25519 key or its id does not fit. */
export async function parseVerifierKey(crypto: Crypto, text: string): Promise<VerifierKey | null> {
  const parts = /^([^+\s]+)\+([0-9a-f]{8})\+(.+)$/.exec(text);
  if (!parts) return null;
  const [, name = "", idHex = "", key64 = ""] = parts;
  const key = decode(key64);
  if (key?.length !== 33 || key[0] !== ED25519) return null;
  const publicKey = key.slice(1);
  const id = await keyId(crypto, name, publicKey);
  const claimed = Uint8Array.from(idHex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return equal(id, claimed) ? { name, id, publicKey } : null;
}

function decode(text: string): Bytes | null {
  try {
    return unbase64(text);
  } catch {
    return null;
  }
}

/** The signed text of a note (with its last newline) if one signature line holds under `key`; null otherwise. */
export async function openNote(crypto: Crypto, note: string, key: VerifierKey): Promise<string | null> {
  const cut = note.lastIndexOf("\n\n");
  if (cut < 0 || !note.endsWith("\n")) return null;
  const text = note.slice(0, cut + 1);
  for (const line of note.slice(cut + 2, -1).split("\n")) {
    if (await holds(crypto, line, text, key)) return text;
  }
  return null;
}

async function holds(crypto: Crypto, line: string, text: string, key: VerifierKey): Promise<boolean> {
  const prefix = `${DASH}${key.name} `;
  const signed = line.startsWith(prefix) ? decode(line.slice(prefix.length)) : null;
  if (signed?.length !== 68 || !equal(signed.slice(0, 4), key.id)) return false;
  return crypto.verifyEd25519(key.publicKey, signed.slice(4), utf8(text));
}

/** A checkpoint under `key` whose origin is `origin`; null where anything about it does not hold. */
export async function openCheckpoint(
  crypto: Crypto,
  note: string,
  origin: string,
  key: VerifierKey,
): Promise<Checkpoint | null> {
  const text = await openNote(crypto, note, key);
  const [first, size = "", root64 = ""] = text?.split("\n") ?? [];
  if (first !== origin || !/^(0|[1-9]\d{0,15})$/.test(size)) return null;
  const root = decode(root64);
  return root?.length === 32 ? { origin, size: Number(size), root, note } : null;
}

/** A signature line for `text` (which ends in a newline) under the key with this name and id. */
export const signatureLine = (key: VerifierKey, signature: Bytes): string =>
  `${DASH}${key.name} ${base64(concat(key.id, signature))}\n`;
