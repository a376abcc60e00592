import { type Bytes, base64url, unbase64url, utf8 } from "./bytes.ts";
import type { Crypto, PublicJwk, Sign } from "./ports.ts";

/** RFC 7515 compact JWS, ES256 only. The protected header is exactly these bytes, in this order. */
export const headerOf = (kid: string): string => `{"alg":"ES256","kid":"${kid}"}`;

/** RFC 7638 thumbprint of a P-256 key: the members in lexical order, SHA-256, base64url (43 characters). */
export async function thumbprint(crypto: Crypto, jwk: PublicJwk): Promise<string> {
  const canonical = `{"crv":"P-256","kty":"EC","x":"${jwk.x}","y":"${jwk.y}"}`;
  return base64url(await crypto.sha256(utf8(canonical)));
}

export async function signCompact(kid: string, payload: Bytes, sign: Sign): Promise<string> {
  const signed = `${base64url(utf8(headerOf(kid)))}.${base64url(payload)}`;
  const signature = await sign(utf8(signed));
  if (signature.length !== 64) throw new RangeError("an ES256 signature has 64 bytes");
  return `${signed}.${base64url(signature)}`;
}

/** The payload bytes of `jws` if its header is exact and the signature holds; null otherwise. */
export async function openCompact(
  crypto: Crypto,
  jws: string,
  kid: string,
  key: PublicJwk,
): Promise<Bytes | null> {
  const [header, payload, signature, ...rest] = jws.split(".");
  if (header !== base64url(utf8(headerOf(kid))) || !payload || !signature || rest.length > 0) return null;
  try {
    const held = await crypto.verifyP256(key, unbase64url(signature), utf8(`${header}.${payload}`));
    return held ? unbase64url(payload) : null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
