/** A phone without a browser: the device layer over an in-memory IndexedDB, and a fetch that keeps cookies. */
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { closeDatabase } from "../db.ts";
import { type Enrolment, enrol, signIn } from "../enrol.ts";
import { useLine } from "../http.ts";
import { forget, heldVaults, type Vault, vault } from "../vault.ts";
import { createVault, pinLock } from "../vault_making.ts";

/** What a browser does with cookies and Origin, for one server. */
export function cookieFetch(base: string): typeof fetch {
  const jar = new Map<string, string>();
  return async (input, init = {}) => {
    const headers = new Headers(init.headers);
    headers.set("Origin", base);
    if (jar.size > 0) headers.set("Cookie", [...jar].map(([name, value]) => `${name}=${value}`).join("; "));
    const response = await fetch(input, { ...init, headers });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ""] = cookie.split(";");
      const cut = pair.indexOf("=");
      jar.set(pair.slice(0, cut), pair.slice(cut + 1));
    }
    return response;
  };
}

/** An empty phone that talks to the server at `base`. */
export async function freshPhone(base: string, line: typeof fetch = cookieFetch(base)): Promise<void> {
  await closeDatabase();
  globalThis.indexedDB = new IDBFactory();
  vault.value = null;
  for (const { kid } of heldVaults()) forget(kid);
  useLine({ base, fetch: line });
}

export interface Login {
  username: string;
  password: string;
  code: string;
  pin: string;
}

/** First run: sign in, enrol, set the unlock code. */
export async function firstRun({ username, password, code, pin }: Login): Promise<Vault> {
  await signIn(username, password);
  const lock = await pinLock(pin);
  const enrolment: Enrolment = await enrol(code, "headless phone", lock);
  return createVault(enrolment, lock);
}

/** A small JPEG-like body: deterministic bytes with the markers of a JPEG. */
export function fakeJpeg(length: number, seed: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let state = seed >>> 0 || 1;
  for (let i = 0; i < length; i += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[i] = state >>> 24;
  }
  bytes.set([0xff, 0xd8, 0xff, 0xe0], 0);
  bytes.set([0xff, 0xd9], length - 2);
  return bytes;
}
