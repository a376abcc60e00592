/**
 * The vault: what the officer made on this phone lies encrypted under one key, which is kept only wrapped:
 * under the unlock code, and sealed to the city. Locking hides the screens; the key lives on in memory until
 * the queue is empty.
 */
import { signal } from "@preact/signals";
import type { Bytes } from "../core/bytes.ts";
import type { Sign } from "../core/ports.ts";
import { aesKey, pinKey, type Sealed, seal, signerOf, unseal } from "./crypto.ts";
import { ofVault, read, type Store, type VaultRow, write } from "./db.ts";
import type { VaultInfo } from "./types.ts";

export interface Vault extends VaultInfo {
  readonly sign: Sign;
  seal(data: Bytes, label: string): Promise<Sealed>;
  unseal(sealed: Sealed, label: string): Promise<Bytes>;
}

/** The wrong unlock code; `wait_s` seconds must pass before the next try is looked at. */
export class WrongPin extends Error {
  override name = "WrongPin";
  readonly wait_s: number;
  constructor(wait_s: number) {
    super("wrong unlock code");
    this.wait_s = wait_s;
  }
}

/** The vault whose screens are open; null while the app is locked. */
export const vault = signal<Vault | null>(null);

/** Vaults whose key is in memory: the open one, and locked ones that still drain. */
const held = new Map<string, Vault>();

export const heldVaults = (): Vault[] => [...held.values()];

const FREE_TRIES = 3;
const FIRST_WAIT_S = 5;
const MAX_WAIT_S = 900;
export const KEY_LABEL = "vault-key";
export const SIGNER_LABEL = "device-key";

const infoOf = ({ kid, user, origin, enrolled_at }: VaultRow): VaultInfo => ({
  kid,
  user,
  origin,
  enrolled_at,
});

export async function listVaults(): Promise<VaultInfo[]> {
  return (await read((db) => db.getAll("vaults"))).map(infoOf);
}

async function rowOf(kid: string): Promise<VaultRow> {
  const row = await read((db) => db.get("vaults", kid));
  if (!row) throw new Error("no such vault");
  return row;
}

/** Keeps the key in memory and opens the vault. */
export async function hold(row: VaultRow, raw: Bytes): Promise<Vault> {
  const key = await aesKey(raw);
  const opened: Vault = {
    ...infoOf(row),
    sign: await signerOf(await unseal(key, row.key, `${row.kid}/${SIGNER_LABEL}`)),
    seal: (data, label) => seal(key, data, `${row.kid}/${label}`),
    unseal: (sealed, label) => unseal(key, sealed, `${row.kid}/${label}`),
  };
  held.set(row.kid, opened);
  vault.value = opened;
  return opened;
}

const waitAfter = (count: number): number =>
  count < FREE_TRIES ? 0 : Math.min(MAX_WAIT_S, FIRST_WAIT_S * 2 ** (count - FREE_TRIES));

/** Milliseconds still to wait; none where the clock was set back since, or the phone would be closed for as long. */
function waitLeft({ tries }: VaultRow, now: number): number {
  const left = tries.until - now;
  return left > MAX_WAIT_S * 1000 ? 0 : left;
}

/** Counts the try before it is looked at, so that killing the app gains nothing. Throws WrongPin while waiting. */
export async function countTry(kid: string): Promise<VaultRow> {
  const now = Date.now();
  const row = await write(["vaults"], async (tx) => {
    const found = await tx.objectStore("vaults").get(kid);
    if (!found || waitLeft(found, now) > 0) return found;
    const count = found.tries.count + 1;
    const next = { ...found, tries: { count, until: now + waitAfter(count) * 1000 } };
    await tx.objectStore("vaults").put(next);
    return { ...next, tries: { count, until: 0 } };
  });
  if (!row) throw new Error("no such vault");
  const left = waitLeft(row, now);
  if (left > 0) throw new WrongPin(Math.ceil(left / 1000));
  return row;
}

/** The vault key; throws WrongPin. */
export async function unwrap(row: VaultRow, pin: string): Promise<Bytes> {
  try {
    return await unseal(await pinKey(pin, row.pin.salt), row.pin, `${row.kid}/${KEY_LABEL}`);
  } catch (error) {
    if (error instanceof DOMException) throw new WrongPin(waitAfter(row.tries.count));
    throw error;
  }
}

/** Changes single members of a vault's row. */
export async function editVault(kid: string, change: Partial<VaultRow>): Promise<void> {
  await write(["vaults"], async (tx) => {
    const row = await tx.objectStore("vaults").get(kid);
    if (row) await tx.objectStore("vaults").put({ ...row, ...change });
  });
}

/** Throws WrongPin; the waiting time grows with every wrong code and survives a restart. */
export async function unlock(kid: string, pin: string): Promise<Vault> {
  const row = await countTry(kid);
  const raw = await unwrap(row, pin);
  await editVault(kid, { tries: { count: 0, until: 0 } });
  return hold(row, raw);
}

/** True if no entry and no blob of the vault lacks its receipt. */
export async function isDrained(kid: string): Promise<boolean> {
  const open = IDBKeyRange.only([kid, 1]);
  const counts = await read((db) =>
    Promise.all([db.countFromIndex("entries", "open", open), db.countFromIndex("blobs", "open", open)]),
  );
  return counts.every((count) => count === 0);
}

/** Hides the screens at once. The key stays in memory only while something is unsent: sync forgets it then. */
export async function lock(): Promise<void> {
  const kid = vault.value?.kid;
  vault.value = null;
  if (kid && (await isDrained(kid))) forget(kid);
}

/** Drops the key of a locked vault; the open one is kept. */
export function forget(kid: string): void {
  if (vault.value?.kid !== kid) held.delete(kid);
}

const VAULT_STORES: Store[] = ["entries", "blobs", "bytes", "drafts", "records", "states", "plain"];

/** Takes a revoked vault off this phone. Only sync calls it, and only once nothing is unsent. */
export async function wipe(kid: string): Promise<void> {
  if (vault.value?.kid === kid) vault.value = null;
  held.delete(kid);
  await write(["vaults", "chains", ...VAULT_STORES], async (tx) => {
    await tx.objectStore("vaults").delete(kid);
    await tx.objectStore("chains").delete(kid);
    for (const store of VAULT_STORES) await tx.objectStore(store).delete(ofVault(kid));
  });
}

export const vaultRow = rowOf;
