/** How safe the phone's store is: promised to be kept or not, and how much room is left. */
import { signal } from "@preact/signals";
import { read } from "./db.ts";
import { vault } from "./vault.ts";

export interface StorageState {
  /** Null where the browser cannot say. */
  persisted: boolean | null;
  used_bytes: number | null;
  free_bytes: number | null;
  oldest_unsent_at: string | null;
}

export const storageState = signal<StorageState>({
  persisted: null,
  used_bytes: null,
  free_bytes: null,
  oldest_unsent_at: null,
});

// Some browsers have no StorageManager at all.
const manager = (): StorageManager | null => (navigator as Partial<Navigator>).storage ?? null;

async function oldestUnsent(): Promise<string | null> {
  const kid = vault.value?.kid;
  if (!kid) return null;
  const open = IDBKeyRange.only([kid, 1]);
  const first = await read((db) => db.getFromIndex("entries", "open", open));
  return first?.wall_at ?? null;
}

/** Reads the state anew into `storageState`. */
export async function readStorage(): Promise<void> {
  const store = manager();
  const [persisted, estimate, oldest_unsent_at] = await Promise.all([
    store?.persisted?.() ?? null,
    store?.estimate?.() ?? null,
    oldestUnsent(),
  ]);
  const used_bytes = estimate?.usage ?? null;
  const quota = estimate?.quota ?? null;
  const free_bytes = quota === null || used_bytes === null ? null : Math.max(0, quota - used_bytes);
  storageState.value = { persisted, used_bytes, free_bytes, oldest_unsent_at };
}

const MB = 1024 * 1024;
/** A burst and its previews fit into this. */
const LEAST_FREE = 30 * MB;
const WARN_AT = 0.8;

/** Is there room to go on? `low` from 80 % of what the browser grants, `full` where the next photos may not fit. */
export function roomOf({ used_bytes, free_bytes }: StorageState): "ok" | "low" | "full" {
  if (used_bytes === null || free_bytes === null) return "ok";
  if (free_bytes < LEAST_FREE) return "full";
  return used_bytes >= WARN_AT * (used_bytes + free_bytes) ? "low" : "ok";
}

/** Asks the browser to keep this app's data; true if it promises to. Call after enrolment or installing. */
export async function askPersist(): Promise<boolean> {
  const promised = (await manager()?.persist?.()) ?? false;
  await readStorage();
  return promised;
}
