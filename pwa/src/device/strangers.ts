/**
 * A server that was restored from a backup may never have heard of a device that was enrolled after it. Anybody on the
 * line can say so; it is believed only under a restart note that the recovery key signed.
 */
import { apply, UNKNOWN_DEVICE } from "../core/outbox_events.ts";
import { putPlain } from "./db.ts";
import { NoContact, Problem } from "./http.ts";
import { loadAll, saveOutbox } from "./outbox_store.ts";
import { followRestarts } from "./restarts.ts";
import type { Vault } from "./vault.ts";
import { ledgerView, seenOf } from "./witness.ts";

/** True from a lawful restart on, until the restored log has shown its first checkpoint. */
const isSilentSinceRestart = async (kid: string): Promise<boolean> => {
  const [view, seen] = await Promise.all([ledgerView(kid), seenOf(kid)]);
  return view.restored_at !== null && seen.note === "";
};

/** Takes the server's word that it does not know this device, where it can be believed: nothing of it counts as sent. */
export async function meetStranger(vault: Vault, error: unknown): Promise<void> {
  const { kid } = vault;
  if (!(error instanceof Problem) || error.code !== UNKNOWN_DEVICE) return;
  if ((await ledgerView(kid)).stranger_at) return;
  try {
    await followRestarts(vault);
  } catch (failure) {
    if (failure instanceof Problem || failure instanceof NoContact) return;
    throw failure;
  }
  if (!(await isSilentSinceRestart(kid))) return;
  const all = await loadAll(kid);
  await saveOutbox(kid, all, apply(all, { type: "restarted", size: 0 }));
  await putPlain(kid, "ledger", { ...(await ledgerView(kid)), stranger_at: new Date().toISOString() });
}
