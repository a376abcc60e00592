/** The core's `Crypto` on WebCrypto, and AES-GCM for the vault. */
import { type Bytes, base64url, concat, utf8 } from "../core/bytes.ts";
import type { Crypto, PublicJwk, Sign } from "../core/ports.ts";

const P256 = { name: "ECDSA", namedCurve: "P-256" } as const;
const ES256 = { name: "ECDSA", hash: "SHA-256" } as const;

const subtle = (): SubtleCrypto => crypto.subtle;

export const randomBytes = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length));

async function verifyP256(jwk: PublicJwk, signature: Bytes, data: Bytes): Promise<boolean> {
  if (signature.length !== 64) return false;
  const { kty, crv, x, y } = jwk;
  const key = await subtle().importKey("jwk", { kty, crv, x, y }, P256, false, ["verify"]);
  return subtle().verify(ES256, key, signature, data);
}

/** For browsers whose WebCrypto lacks Ed25519 (before Chrome 137 and Safari 17): a small audited library. */
export async function verifyEd25519Plain(publicKey: Bytes, signature: Bytes, data: Bytes): Promise<boolean> {
  const { verifyAsync } = await import("@noble/ed25519");
  try {
    return await verifyAsync(signature, data, publicKey, { zip215: false });
  } catch {
    // The library throws on malformed keys and signatures; here they are just not valid.
    return false;
  }
}

let hasEd25519: Promise<boolean> | null = null;

function probeEd25519(): Promise<boolean> {
  const key = new Uint8Array(32);
  const probe = subtle().importKey("raw", key, "Ed25519", false, ["verify"]);
  return probe.then(
    () => true,
    () => false,
  );
}

async function verifyEd25519(publicKey: Bytes, signature: Bytes, data: Bytes): Promise<boolean> {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  hasEd25519 ??= probeEd25519();
  if (!(await hasEd25519)) return verifyEd25519Plain(publicKey, signature, data);
  const key = await subtle().importKey("raw", publicKey, "Ed25519", false, ["verify"]);
  return subtle().verify("Ed25519", key, signature, data);
}

export const webCrypto: Crypto = {
  sha256: async (data) => new Uint8Array(await subtle().digest("SHA-256", data)),
  verifyP256,
  verifyEd25519,
};

export interface DeviceKey {
  jwk: PublicJwk;
  /** PKCS#8, to be kept only encrypted under the vault key. */
  pkcs8: Bytes;
}

/** A fresh device key; the private part leaves WebCrypto once, to be wrapped. */
export async function newDeviceKey(): Promise<DeviceKey> {
  const pair = await subtle().generateKey(P256, true, ["sign", "verify"]);
  const { x, y } = await subtle().exportKey("jwk", pair.publicKey);
  if (!x || !y) throw new Error("the browser gave no public key");
  return {
    jwk: { kty: "EC", crv: "P-256", x, y },
    pkcs8: new Uint8Array(await subtle().exportKey("pkcs8", pair.privateKey)),
  };
}

/** A signer whose key can no longer be read out. */
export async function signerOf(pkcs8: Bytes): Promise<Sign> {
  const key = await subtle().importKey("pkcs8", pkcs8, P256, false, ["sign"]);
  return async (data) => new Uint8Array(await subtle().sign(ES256, key, data));
}

export interface Sealed {
  iv: Bytes;
  ct: Bytes;
}

export const aesKey = (raw: Bytes): Promise<CryptoKey> =>
  subtle().importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);

/** `label` is authenticated with the text: a sealed value moved to another row does not open. */
export async function seal(key: CryptoKey, data: Bytes, label: string): Promise<Sealed> {
  const iv = randomBytes(12);
  const ct = await subtle().encrypt({ name: "AES-GCM", iv, additionalData: utf8(label) }, key, data);
  return { iv, ct: new Uint8Array(ct) };
}

/** Throws OperationError (DOMException) where key, label or bytes are not the ones that were sealed. */
export async function unseal(key: CryptoKey, sealed: Sealed, label: string): Promise<Bytes> {
  const { iv, ct } = sealed;
  const data = await subtle().decrypt({ name: "AES-GCM", iv, additionalData: utf8(label) }, key, ct);
  return new Uint8Array(data);
}

const PIN_COST = { N: 2 ** 15, r: 8, p: 1, dkLen: 32 } as const;

/** The key under an unlock code: scrypt in plain JS, about 32 MB of memory, loaded only when needed. */
export async function pinKey(pin: string, salt: Bytes): Promise<CryptoKey> {
  const { scryptAsync } = await import("@noble/hashes/scrypt.js");
  const raw = await scryptAsync(utf8(pin.normalize("NFKC")), salt, PIN_COST);
  return aesKey(concat(raw));
}

export const signText = async (sign: Sign, text: string): Promise<string> =>
  base64url(await sign(utf8(text)));
