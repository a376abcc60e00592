/** What the phone shows of its sending. */
import { getPlain, ofVault, read } from "./db.ts";
import type { Alarm } from "./outbox_store.ts";
import { refreshRecords } from "./records.ts";
import { lineRules } from "./sending.ts";
import { EMPTY, syncState } from "./sync_state.ts";
import type { SyncPhase } from "./types.ts";
import { heldVaults, vault } from "./vault.ts";
import { ledgerView } from "./witness.ts";

export { syncState };

/** What of a vault is unsent; needs no key. */
export async function counts(kid: string) {
  const open = IDBKeyRange.only([kid, 1]);
  const [entries, blobs, all] = await read((db) =>
    Promise.all([
      db.getAllFromIndex("entries", "open", open),
      db.getAllFromIndex("blobs", "open", open),
      db.count("entries", ofVault(kid)),
    ]),
  );
  const sum = (rows: { bytes: number }[]): number => rows.reduce((total, row) => total + row.bytes, 0);
  const originals = blobs.filter((blob) => blob.role === "picture");
  return {
    unsent_entries: entries.length,
    unsent_records: entries.filter((row) => row.kind === "record").length,
    unsent_pictures: originals.length,
    unsent_bytes: sum(entries) + sum(blobs),
    original_bytes: sum(originals),
    delivered: all - entries.length,
  };
}

/** Reads the state of the vault on screen, or of the one that still drains behind the lock. */
export async function refreshState(phase: SyncPhase, problem: string | null): Promise<void> {
  const shown = vault.value ?? heldVaults()[0];
  if (!shown) {
    syncState.value = { ...EMPTY, phase, problem };
    return;
  }
  const [numbers, rules, view, alarm] = await Promise.all([
    counts(shown.kid),
    lineRules(shown.kid),
    ledgerView(shown.kid),
    getPlain<Alarm>(shown.kid, "alarm"),
  ]);
  syncState.value = {
    ...numbers,
    ...rules,
    last_receipt_at: view.receipt_at,
    ledger_ok_at: view.ok_at,
    restored_at: view.restored_at,
    stranger_at: view.stranger_at ?? null,
    phase: alarm ? "alarm" : view.stranger_at ? "stranger" : phase,
    problem: alarm?.code ?? problem,
  };
  await refreshRecords(phase === "sending");
}

const LIVE_MS = 1000;
let shownAt = 0;

/** While much is sent the screens follow once a second, not at every chunk. */
export async function refreshLive(): Promise<void> {
  if (Date.now() - shownAt < LIVE_MS) return;
  shownAt = Date.now();
  await refreshState("sending", null);
}
