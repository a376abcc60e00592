import { signal } from "@preact/signals";
import type { SyncState } from "./types.ts";

/** Nothing to send and nothing known: the state while locked. */
export const EMPTY: SyncState = {
  unsent_entries: 0,
  unsent_records: 0,
  unsent_pictures: 0,
  unsent_bytes: 0,
  original_bytes: 0,
  paused: false,
  holds: false,
  delivered: 0,
  last_receipt_at: null,
  ledger_ok_at: null,
  phase: "idle",
  problem: null,
  restored_at: null,
  stranger_at: null,
};

/** What the phone shows of its sending; kept apart from the line itself, which loads later. */
export const syncState = signal<SyncState>(EMPTY);
