/** A restart of the log is lawful only under a note that the offline recovery key signed. */

import { NEW_CHANNEL } from "../core/outbox.ts";
import { isRestarts } from "../core/wire.ts";
import { NoContact, ours, Problem, request } from "./http.ts";
import { setChannel } from "./outbox_store.ts";
import type { Vault } from "./vault.ts";
import { acceptRestarts } from "./witness.ts";

/**
 * True if the server shows lawful restarts that this phone had not accepted; they are accepted then. All of them are
 * asked for: an answer carries only the newest, and an older one may have lost more. Throws Problem or NoContact.
 */
export async function followRestarts(vault: Vault): Promise<boolean> {
  const { restarts } = ours(await request("/api/ledger/restarts"), isRestarts);
  const notes = restarts.map(({ note }) => note);
  return acceptRestarts(vault, notes);
}

/** After an alarm only a lawful restart lets sending go on; where the server says nothing, the alarm stays. */
export async function lawfulRestart(vault: Vault): Promise<boolean> {
  try {
    if (!(await followRestarts(vault))) return false;
    setChannel(vault.kid, NEW_CHANNEL);
    return true;
  } catch (error) {
    if (error instanceof Problem || error instanceof NoContact) return false;
    throw error;
  }
}
