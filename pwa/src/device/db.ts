/**
 * The phone's store. Every write is one strictly durable transaction that counts only on `complete`.
 * In clear lie only hashes, sizes, times, states and the city's own data; all else is sealed by the vault.
 * Bytes are kept as typed arrays: Blobs read back from IndexedDB are unsafe on WebKit.
 */
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB, type StoreNames } from "idb";
import type { Kind } from "../core/entries.ts";
import type { OutBlob, OutEntry } from "../core/outbox.ts";
import type { PublicJwk } from "../core/ports.ts";
import type { SealedToCity } from "./city_seal.ts";
import type { Sealed } from "./crypto.ts";
import type { Officer } from "./types.ts";

export interface VaultRow {
  kid: string;
  user: Officer;
  origin: string;
  enrolled_at: string;
  jwk: PublicJwk;
  vkey: string;
  recovery_vkey: string;
  /** A restart note must be younger than this (ISO): the enrolment or the last accepted restart. */
  since: string;
  seal_jwk: JsonWebKey;
  pin: Sealed & { salt: Uint8Array<ArrayBuffer> };
  city: SealedToCity;
  key: Sealed;
  tries: { count: number; until: number };
  revoked: boolean;
}

export interface EntryRow extends OutEntry, Sealed {
  kid: string;
  kind: Kind;
  prev: string;
  wall_at: string;
  /** Present while there is no receipt. */
  open?: 1;
}

export interface BlobRow extends OutBlob {
  kid: string;
  receipt_at: string | null;
  open?: 1;
  /** The bytes are gone: the server has them, long enough. */
  freed?: 1;
}

export interface BytesRow extends Sealed {
  kid: string;
  sha256: string;
}

/** An encrypted JSON document of a vault: a draft, a record as saved, or the server's word on a record. */
export interface DocRow extends Sealed {
  kid: string;
  id: string;
}

export interface Chain {
  kid: string;
  seq: number;
  hash: string;
}

/** Open data of the city, one row per subject of the change feed or per named value. */
export interface PlainRow {
  kid: string;
  name: string;
  value: unknown;
}

export interface Schema extends DBSchema {
  vaults: { key: string; value: VaultRow };
  chains: { key: string; value: Chain };
  entries: { key: [string, number]; value: EntryRow; indexes: { open: [string, number] } };
  blobs: { key: [string, string]; value: BlobRow; indexes: { open: [string, number] } };
  bytes: { key: [string, string]; value: BytesRow };
  drafts: { key: [string, string]; value: DocRow };
  records: { key: [string, string]; value: DocRow };
  states: { key: [string, string]; value: DocRow };
  plain: { key: [string, string]; value: PlainRow };
}

export type Store = StoreNames<Schema>;
export type Write = IDBPTransaction<Schema, Store[], "readwrite">;
export type Database = IDBPDatabase<Schema>;

const NAME = "xunzheng";
const VERSION = 1;

let handle: Promise<Database> | null = null;

function create(db: Database): void {
  db.createObjectStore("vaults", { keyPath: "kid" });
  db.createObjectStore("chains", { keyPath: "kid" });
  for (const name of ["entries", "blobs"] as const) {
    const second = name === "entries" ? "seq" : "sha256";
    db.createObjectStore(name, { keyPath: ["kid", second] }).createIndex("open", ["kid", "open"]);
  }
  db.createObjectStore("bytes", { keyPath: ["kid", "sha256"] });
  for (const name of ["drafts", "records", "states"] as const) {
    db.createObjectStore(name, { keyPath: ["kid", "id"] });
  }
  db.createObjectStore("plain", { keyPath: ["kid", "name"] });
}

function drop(): void {
  handle = null;
}

const openAt = (version?: number): Promise<Database> =>
  openDB<Schema>(NAME, version, {
    upgrade: (db) => create(db),
    // A newer build in another tab wants to change the store: let it.
    blocking: (_current, _blocked, event) => {
      (event.target as IDBDatabase | null)?.close();
      drop();
    },
    terminated: drop,
  });

/** A newer build only ever adds to the store: this one goes on with what that left, as when the newer is withdrawn. */
function open(): Promise<Database> {
  const opening = openAt(VERSION).catch((error: DOMException) => {
    if (error.name !== "VersionError") throw error;
    return openAt();
  });
  opening.catch(drop);
  return opening;
}

/** WebKit loses its database process behind a hidden page; the old handle then fails for ever. */
function isLost(error: unknown): boolean {
  if (!(error instanceof DOMException)) return false;
  return (
    error.name === "InvalidStateError" ||
    error.name === "UnknownError" ||
    /connection.*(lost|clos)|server lost/i.test(error.message)
  );
}

async function retrying<T>(use: (db: Database) => Promise<T>): Promise<T> {
  try {
    handle ??= open();
    return await use(await handle);
  } catch (error) {
    if (!isLost(error)) throw error;
    drop();
    handle = open();
    return use(await handle);
  }
}

/** Reads; `use` may run twice. */
export const read = <T>(use: (db: Database) => Promise<T>): Promise<T> => retrying(use);

/** One strict transaction over `stores`; resolves on `complete`. `use` awaits IndexedDB only, and may run twice. */
export function write<T>(stores: Store[], use: (tx: Write) => Promise<T> | T): Promise<T> {
  return retrying(async (db) => {
    const tx = db.transaction(stores, "readwrite", { durability: "strict" });
    try {
      const result = await use(tx);
      await tx.done;
      return result;
    } catch (error) {
      await abort(tx);
      throw error;
    }
  });
}

async function abort(tx: Write): Promise<void> {
  try {
    tx.abort();
  } catch {
    // Already aborted by the error that brought us here.
  }
  await tx.done.catch(() => undefined);
}

/** All keys of one vault in a store whose key is [kid, …]. */
export const ofVault = (kid: string, from: number | string = 0): IDBKeyRange =>
  IDBKeyRange.bound([kid, from], [kid, []]);

export async function getPlain<T>(kid: string, name: string): Promise<T | null> {
  const row = await read((db) => db.get("plain", [kid, name]));
  return (row?.value as T | undefined) ?? null;
}

export const putPlain = (kid: string, name: string, value: unknown): Promise<unknown> =>
  write(["plain"], (tx) => tx.objectStore("plain").put({ kid, name, value }));

/** What belongs to the installation and to no vault is kept under this name. */
export const SHARED = "*";

/** For tests: forget the handle, as a killed page does. */
export async function closeDatabase(): Promise<void> {
  const db = await handle;
  db?.close();
  drop();
}
