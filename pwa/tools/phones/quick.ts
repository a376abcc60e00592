/**
 * The same bytes in less time: WebCrypto's hot functions without its thread pool, and a structured clone in plain
 * JavaScript. Hundreds of phones spend most of their time in these two.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  KeyObject,
  sign,
  verify,
  type webcrypto,
} from "node:crypto";

type Key = webcrypto.CryptoKey;
interface Gcm {
  name: string;
  iv: Uint8Array;
  additionalData: Uint8Array;
}

const objects = new WeakMap<Key, KeyObject>();

function objectOf(key: Key): KeyObject {
  const found = objects.get(key) ?? KeyObject.from(key);
  objects.set(key, found);
  return found;
}

const TAG = 16;
const bufferOf = (bytes: Uint8Array): ArrayBuffer =>
  bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;

function encrypt({ iv, additionalData }: Gcm, key: Key, data: Uint8Array): ArrayBuffer {
  const cipher = createCipheriv("aes-256-gcm", objectOf(key), iv).setAAD(additionalData);
  return bufferOf(Buffer.concat([cipher.update(data), cipher.final(), cipher.getAuthTag()]));
}

function decrypt({ iv, additionalData }: Gcm, key: Key, sealed: Uint8Array): ArrayBuffer {
  const cut = sealed.length - TAG;
  const decipher = createDecipheriv("aes-256-gcm", objectOf(key), iv).setAAD(additionalData);
  try {
    decipher.setAuthTag(sealed.subarray(cut));
    return bufferOf(Buffer.concat([decipher.update(sealed.subarray(0, cut)), decipher.final()]));
  } catch {
    throw new DOMException("not what was sealed", "OperationError");
  }
}

const keyed = (key: Key) => ({ key: objectOf(key), dsaEncoding: "ieee-p1363" as const });
const hashOf = (key: Key): string | null => (key.algorithm.name === "Ed25519" ? null : "sha256");

const HOT: { [name: string]: unknown } = {
  digest: async (_name: string, data: Uint8Array) => bufferOf(createHash("sha256").update(data).digest()),
  encrypt: async (how: Gcm, key: Key, data: Uint8Array) => encrypt(how, key, data),
  decrypt: async (how: Gcm, key: Key, data: Uint8Array) => decrypt(how, key, data),
  sign: async (_how: unknown, key: Key, data: Uint8Array) => bufferOf(sign(hashOf(key), data, keyed(key))),
  // Node reads a key's material only where it may be read: nothing in a laboratory is worth hiding.
  importKey: (format: "raw", data: Uint8Array<ArrayBuffer>, how: string, _open: boolean, uses: KeyUsage[]) =>
    crypto.subtle.importKey(format, data, how, how !== "HKDF", uses),
  deriveKey: (how: string, base: CryptoKey, kind: string, _open: boolean, uses: KeyUsage[]) =>
    crypto.subtle.deriveKey(how, base, kind, true, uses),
  verify: async (_how: unknown, key: Key, signature: Uint8Array, data: Uint8Array) =>
    verify(hashOf(key), data, keyed(key), signature),
};

const subtle = new Proxy(crypto.subtle, {
  get: (real, name: string) => {
    const own = HOT[name];
    if (own) return own;
    const value: unknown = Reflect.get(real, name, real);
    return typeof value === "function" ? value.bind(real) : value;
  },
});

/** What `crypto` is in a tab. */
export const quickCrypto = {
  subtle,
  getRandomValues: (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes),
};

const slow = globalThis.structuredClone;

function copyObject(value: object): object {
  const copy: { [name: string]: unknown } = {};
  for (const name of Object.keys(value)) copy[name] = copyOf((value as { [name: string]: unknown })[name]);
  return copy;
}

const isPlain = (value: object): boolean => Object.getPrototypeOf(value) === Object.prototype;
const isBytes = (value: unknown): value is Uint8Array =>
  value instanceof Uint8Array && !Buffer.isBuffer(value);

function copyOf(value: unknown): unknown {
  if (typeof value === "string" || typeof value === "number" || value === null) return value;
  if (typeof value !== "object") return slow(value);
  if (Array.isArray(value)) return value.map(copyOf);
  if (isPlain(value)) return copyObject(value);
  return isBytes(value) ? value.slice() : slow(value);
}

/** For rows of plain data, which never hold themselves; anything else is cloned as ever. */
export function quickClones(): void {
  globalThis.structuredClone = ((value: unknown, options?: StructuredSerializeOptions) =>
    options ? slow(value, options) : copyOf(value)) as typeof structuredClone;
}
