import { type Bytes, hex } from "./bytes.ts";

/** What the pure core needs from the machine it runs on. */
export interface Crypto {
  sha256(data: Bytes): Promise<Bytes>;
  /** ECDSA P-256 with SHA-256; `publicKey` is a JWK, `signature` is r‖s and false unless 64 bytes long. */
  verifyP256(publicKey: PublicJwk, signature: Bytes, data: Bytes): Promise<boolean>;
  /** Ed25519 over a raw 32-byte public key. */
  verifyEd25519(publicKey: Bytes, signature: Bytes, data: Bytes): Promise<boolean>;
}

export type Sign = (data: Bytes) => Promise<Bytes>;

export interface PublicJwk {
  kty: "EC";
  crv: "P-256";
  x: string;
  y: string;
}

export async function sha256Hex(crypto: Crypto, data: Bytes): Promise<string> {
  return hex(await crypto.sha256(data));
}
