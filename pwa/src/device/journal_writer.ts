/** Appends to a vault's chain: sign, encrypt and commit with whatever belongs to it, in one strict transaction. */
import { utf8 } from "../core/bytes.ts";
import type { Beacon, Bodies, EntryPayload, Kind } from "../core/entries.ts";
import { clockClaim, EMPTY, type Entry, type Head, payloadOf, sealEntry } from "../core/journal.ts";
import type { Seen } from "../core/receipts.ts";
import { webCrypto } from "./crypto.ts";
import { type EntryRow, getPlain, read, type Store, type Write, write } from "./db.ts";
import { exclusive } from "./locks.ts";
import type { Vault } from "./vault.ts";

export type Act = { [K in Kind]: { kind: K; body: Bodies[K] } }[Kind];

export interface Alongside {
  stores: Store[];
  /** Encrypts what belongs to `entries`; what it gives back writes that in their transaction. */
  prepare(entries: Entry[]): Promise<(tx: Write) => Promise<unknown>>;
}

/** Another tab appended first: the chain is read again. */
class HeadMoved extends Error {
  override name = "HeadMoved";
}

const TRIES = 3;

/** Drafts and chain of a vault change one at a time. */
export const oneWriter = <T>(kid: string, task: () => Promise<T>): Promise<T> =>
  exclusive(`xunzheng-write-${kid}`, task);

const entryLabel = (seq: number): string => `entry/${seq}`;

/** The compact JWS of a stored entry; throws OperationError where the row was damaged. */
export const openEntry = async (vault: Vault, row: EntryRow): Promise<string> =>
  new TextDecoder().decode(await vault.unseal(row, entryLabel(row.seq)));

async function moment(kid: string) {
  const seen = await getPlain<Seen>(kid, "seen");
  const beacon: Beacon | null = seen && seen.size > 0 ? { size: seen.size, root: seen.root } : null;
  return { at: clockClaim(new Date(), performance.now()), beacon };
}

async function signAll(vault: Vault, head: Head, acts: Act[]): Promise<Entry[]> {
  const author = { log: vault.origin, device: vault.kid, app: __BUILD_ID__, sign: vault.sign };
  const now = await moment(vault.kid);
  const entries: Entry[] = [];
  for (const { kind, body } of acts) {
    const payload = payloadOf(author, entries.at(-1) ?? head, now, kind, body) as EntryPayload;
    entries.push(await sealEntry(webCrypto, author, payload));
  }
  return entries;
}

async function rowsOf(vault: Vault, entries: Entry[]): Promise<EntryRow[]> {
  const wall_at = new Date().toISOString();
  return Promise.all(
    entries.map(async ({ kind, seq, prev, hash, jws }) => ({
      ...{ kid: vault.kid, seq, hash, prev, kind, wall_at, bytes: jws.length, open: 1 as const },
      ...{ state: "queued" as const, receipt_index: null, problem: null },
      ...(await vault.seal(utf8(jws), entryLabel(seq))),
    })),
  );
}

/** False where all is there already: the browser lost its database after the commit, and asks again. */
async function moveHead(tx: Write, kid: string, head: Head, last: Entry | undefined): Promise<boolean> {
  const now = (await tx.objectStore("chains").get(kid)) ?? { kid, ...EMPTY };
  if (last && now.hash === last.hash) return false;
  if (now.hash !== head.hash) throw new HeadMoved();
  if (last) await tx.objectStore("chains").put({ kid, seq: last.seq, hash: last.hash });
  return true;
}

async function attempt(vault: Vault, acts: Act[], alongside: Alongside): Promise<Entry[]> {
  const { kid } = vault;
  const head = (await read((db) => db.get("chains", kid))) ?? { kid, ...EMPTY };
  const entries = await signAll(vault, head, acts);
  const rows = await rowsOf(vault, entries);
  const writeAlong = await alongside.prepare(entries);
  const stores: Store[] = [...new Set<Store>(["chains", "entries", ...alongside.stores])];
  await write(stores, async (tx) => {
    if (!(await moveHead(tx, kid, head, entries.at(-1)))) return;
    for (const row of rows) await tx.objectStore("entries").add(row);
    await writeAlong(tx);
  });
  return entries;
}

/** Call under `oneWriter`. Resolves on `complete`; on any error nothing was kept. */
export async function append(vault: Vault, acts: Act[], alongside: Alongside): Promise<Entry[]> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt(vault, acts, alongside);
    } catch (error) {
      if (!(error instanceof HeadMoved) || tries === TRIES) throw error;
    }
  }
}
