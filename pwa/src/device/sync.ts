import { signal } from "@preact/signals";
import type { SyncState } from "./types.ts";

export const syncState = signal<SyncState>({
  unsent_entries: 0,
  unsent_pictures: 0,
  unsent_bytes: 0,
  delivered: 0,
  last_receipt_at: null,
  ledger_ok_at: null,
  phase: "idle",
  problem: null,
  restored_at: null,
});

/** Call once at start: wires open, online, visible, pageshow and a timer while something is unsent. */
export function startSync(): void {}
/** Sends now, whatever the back-off says; resolves when nothing more can be sent for the moment. */
export async function syncNow(): Promise<void> {}
