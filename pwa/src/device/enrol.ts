/** Signing in and enrolling: the only steps that need the network and a session. */
import { type Bytes, base64url, hex, utf8 } from "../core/bytes.ts";
import { thumbprint } from "../core/jws.ts";
import type { PublicJwk, Sign } from "../core/ports.ts";
import { type Seen, trusted } from "../core/receipts.ts";
import { type DeviceKey, newDeviceKey, seal, signerOf, unseal, webCrypto } from "./crypto.ts";
import { getPlain, putPlain, SHARED } from "./db.ts";
import { NoContact, Problem, request } from "./http.ts";
import type { About, Officer } from "./types.ts";
import { type PinLock, TRIED, type TriedKey } from "./vault_making.ts";

export interface SignedIn {
  id: string;
  username: string;
  name: string;
  roles: string[];
  unit: { id: string; name: string } | null;
}

/** An enrolled device that has no vault yet: hand it to `createVault` at once. */
export interface Enrolment {
  kid: string;
  user: Officer;
  origin: string;
  enrolled_at: string;
  server_time: string;
  jwk: PublicJwk;
  pkcs8: Bytes;
  vkey: string;
  recovery_vkey: string;
  seal_jwk: JsonWebKey;
  edition: string;
  seen: Seen;
}

/** A key, and the name that it gives its device. */
export interface Bearer {
  kid: string;
  jwk: PublicJwk;
  sign: Sign;
}

/** What the server answers: whom the device belongs to, and what a phone pins. */
export interface Enrolled {
  kid: string;
  user: Officer;
  unit: { id: string; name: string } | null;
  origin: string;
  vkey: string;
  recovery_vkey: string;
  seal_jwk: JsonWebKey;
  checkpoint: string;
  edition: string;
}

/** What server this is; the copy kept from the last contact where nobody answers. Throws NoContact or Problem. */
export async function about(): Promise<About> {
  try {
    const found = await request<About>("/api/about");
    await putPlain(SHARED, "about", { ...found, accounts: undefined }).catch(() => undefined);
    return found;
  } catch (error) {
    const kept = error instanceof NoContact ? await getPlain<About>(SHARED, "about") : null;
    if (kept) return kept;
    throw error;
  }
}

export async function signIn(username: string, password: string): Promise<SignedIn> {
  const answer = await request<{ user: SignedIn }>("/api/session", {
    method: "POST",
    json: { username, password },
  });
  return answer.user;
}

/** Who is signed in, or null. */
export async function signedIn(): Promise<SignedIn | null> {
  try {
    return (await request<{ user: SignedIn }>("/api/session")).user;
  } catch (error) {
    if (error instanceof Problem && (error.status === 401 || error.status === 403)) return null;
    throw error;
  }
}

export async function signOut(): Promise<void> {
  await request("/api/session", { method: "DELETE" });
}

/** The password was asked for enrolling alone: its session ends. Where that fails it lapses later, by itself. */
export function leaveSession(): void {
  void signOut().catch(() => undefined);
}

/** Crockford base32 as the server wrote it: what was typed, without the look-alikes. */
export function normalCode(typed: string): string {
  const plain = typed.toUpperCase().replace(/[\s-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
  return plain.length === 8 ? `${plain.slice(0, 4)}-${plain.slice(4)}` : plain;
}

/**
 * The key of a try that did not end well: the server may have spent the code for it, its answer lost or the page
 * killed on the way. Kept before it is sent, under the unlock code.
 */
async function keyUnder({ key, salt }: PinLock): Promise<DeviceKey> {
  const kept = await getPlain<TriedKey>(SHARED, TRIED);
  const pkcs8 = kept && (await unseal(key, kept, TRIED).catch(() => null));
  if (kept && pkcs8) return { jwk: kept.jwk, pkcs8 };
  const made = await newDeviceKey();
  const value: TriedKey = { jwk: made.jwk, salt, ...(await seal(key, made.pkcs8, TRIED)) };
  await putPlain(SHARED, TRIED, value);
  return made;
}

/** A plain name for this phone, which the desk sees in its list of devices. */
export function phoneLabel(): string {
  const found = /iPhone|iPad|Android[^;)]*|HarmonyOS|Windows|Macintosh|Linux/.exec(navigator.userAgent);
  return found?.[0] ?? "browser";
}

/** Spends the one-time code for a key that proves itself to the log `origin`. Throws Problem or NoContact. */
export async function present(code: string, label: string, origin: string, bearer: Bearer) {
  const { kid, jwk, sign } = bearer;
  const clean = normalCode(code);
  const proof = base64url(await sign(utf8(`xunzheng-enrol\n${origin}\n${clean}\n${kid}`)));
  return request<Enrolled>("/api/devices", { method: "POST", json: { code: clean, jwk, label, proof } });
}

/**
 * Makes the device key and enrols it under the one-time `code`; a second try under the same unlock code brings the
 * same key. Throws Problem, NoContact or LedgerAlarm; a DOMException where the phone is full.
 */
export async function enrol(code: string, label: string, lock: PinLock): Promise<Enrolment> {
  const { origin, server_time } = await request<About>("/api/about");
  const { jwk, pkcs8 } = await keyUnder(lock);
  const kid = await thumbprint(webCrypto, jwk);
  const bearer = { kid, jwk, sign: await signerOf(pkcs8) };
  const found = await present(code, label, origin, bearer).catch(async (error) => {
    if (error instanceof Problem && error.code === "device_taken") await putPlain(SHARED, TRIED, null);
    throw error;
  });
  const checkpoint = await trusted(webCrypto, found, found.checkpoint);
  const user: Officer = { ...found.user, unit: found.unit };
  return {
    ...{ kid, jwk, pkcs8, user, origin, server_time },
    enrolled_at: new Date().toISOString(),
    vkey: found.vkey,
    recovery_vkey: found.recovery_vkey,
    seal_jwk: found.seal_jwk,
    edition: found.edition,
    seen: { size: checkpoint.size, root: hex(checkpoint.root), note: found.checkpoint },
  };
}
