/** Encrypted JSON documents of a vault, and the news that something stored has changed. */
import { effect } from "@preact/signals";
import { fromUtf8, hex, utf8 } from "../core/bytes.ts";
import { type DocRow, ofVault, read } from "./db.ts";
import { type Vault, vault } from "./vault.ts";

export type DocStore = "drafts" | "records" | "states";

export async function sealDoc(of: Vault, store: DocStore, id: string, value: unknown): Promise<DocRow> {
  return { kid: of.kid, id, ...(await of.seal(utf8(JSON.stringify(value)), `${store}/${id}`)) };
}

export async function openDoc<T>(of: Vault, store: DocStore, row: DocRow): Promise<T> {
  return JSON.parse(fromUtf8(await of.unseal(row, `${store}/${row.id}`))) as T;
}

export async function getDoc<T>(of: Vault, store: DocStore, id: string): Promise<T | null> {
  const row = await read((db) => db.get(store, [of.kid, id]));
  return row ? openDoc<T>(of, store, row) : null;
}

export async function allDocs<T>(of: Vault, store: DocStore): Promise<T[]> {
  const rows = await read((db) => db.getAll(store, ofVault(of.kid, "")));
  return Promise.all(rows.map((row) => openDoc<T>(of, store, row)));
}

const cache = new Map<string, { iv: string; value: unknown }>();

effect(() => {
  // What was decrypted for the screens goes when they are locked.
  if (!vault.value) cache.clear();
});

/** As `allDocs`, decrypting only what changed since the last call. The values are shared: never change one. */
export async function cachedDocs<T>(of: Vault, store: DocStore): Promise<T[]> {
  const rows = await read((db) => db.getAll(store, ofVault(of.kid, "")));
  return Promise.all(
    rows.map(async (row) => {
      const [key, iv] = [`${of.kid}/${store}/${row.id}`, hex(row.iv)];
      const known = cache.get(key);
      if (known?.iv === iv) return known.value as T;
      const value = await openDoc<T>(of, store, row);
      if (vault.value === of) cache.set(key, { iv, value });
      return value;
    }),
  );
}

/** The open vault; throws where the screens are locked. */
export function openVault(): Vault {
  if (!vault.value) throw new Error("locked");
  return vault.value;
}

type Listener = () => void;
const listeners = new Set<Listener>();
const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("xunzheng");
// Node would wait for the channel for ever; browsers have no such method.
(channel as { unref?: () => void } | null)?.unref?.();
channel?.addEventListener("message", () => notify());

function notify(): void {
  for (const listener of listeners) listener();
}

/** Calls `listener` after every change, in this tab or another. */
export function onChange(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function changed(): void {
  notify();
  channel?.postMessage("changed");
}
