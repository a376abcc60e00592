/** Sealing to the city's recovery key: what a forgotten unlock code cannot lose. */
import { type Bytes, utf8 } from "../core/bytes.ts";
import type { PublicJwk } from "../core/ports.ts";
import { type Sealed, seal, unseal } from "./crypto.ts";

const CURVE = { name: "ECDH", namedCurve: "P-256" } as const;
const INFO = "xunzheng-seal/1";

/** Bytes sealed to the city's P-256 key: only the holder of its private part opens them. */
export interface SealedToCity extends Sealed {
  epk: PublicJwk;
}

function publicPart(jwk: JsonWebKey): PublicJwk {
  if (!jwk.x || !jwk.y) throw new TypeError("not a P-256 key");
  return { kty: "EC", crv: "P-256", x: jwk.x, y: jwk.y };
}

const importPublic = (jwk: PublicJwk): Promise<CryptoKey> =>
  crypto.subtle.importKey("jwk", { ...jwk }, CURVE, false, []);

/** HKDF-SHA-256 over the ECDH secret: 32 zero bytes of salt, info = INFO, epk.x, epk.y joined by newlines. */
async function sharedKey(own: CryptoKey, other: CryptoKey, epk: PublicJwk): Promise<CryptoKey> {
  const bits = await crypto.subtle.deriveBits({ name: "ECDH", public: other }, own, 256);
  const base = await crypto.subtle.importKey("raw", bits, "HKDF", false, ["deriveKey"]);
  const info = utf8([INFO, epk.x, epk.y].join("\n"));
  const derive = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info };
  return crypto.subtle.deriveKey(derive, base, { name: "AES-GCM", length: 256 }, false, [
    "encrypt",
    "decrypt",
  ]);
}

/** AES-256-GCM under a key agreed with a fresh P-256 key (`epk`); `label` is the additional data. */
export async function sealToCity(city: JsonWebKey, data: Bytes, label: string): Promise<SealedToCity> {
  const own = await crypto.subtle.generateKey(CURVE, true, ["deriveBits"]);
  const epk = publicPart(await crypto.subtle.exportKey("jwk", own.publicKey));
  const key = await sharedKey(own.privateKey, await importPublic(publicPart(city)), epk);
  return { ...(await seal(key, data, label)), epk };
}

/** Opens what `sealToCity` made, with the city's private JWK; throws OperationError where it does not fit. */
export async function openFromCity(city: JsonWebKey, sealed: SealedToCity, label: string): Promise<Bytes> {
  const own = await crypto.subtle.importKey("jwk", city, CURVE, false, ["deriveBits"]);
  const key = await sharedKey(own, await importPublic(sealed.epk), sealed.epk);
  return unseal(key, sealed, label);
}
