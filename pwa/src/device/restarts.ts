/** After an alarm only a note signed by the offline recovery key lets sending go on. */

import { NEW_CHANNEL } from "../core/outbox.ts";
import { NoContact, Problem, request } from "./http.ts";
import { setChannel } from "./outbox_store.ts";
import type { Vault } from "./vault.ts";
import { acceptRestart } from "./witness.ts";

/** True if the server shows a lawful restart that this phone had not accepted; it is accepted then. */
export async function lawfulRestart(vault: Vault): Promise<boolean> {
  try {
    const { restarts } = await request<{ restarts: { note: string }[] }>("/api/ledger/restarts");
    for (const { note } of restarts) {
      if (!(await acceptRestart(vault, note))) continue;
      setChannel(vault.kid, NEW_CHANNEL);
      return true;
    }
    return false;
  } catch (error) {
    if (error instanceof Problem || error instanceof NoContact) return false;
    throw error;
  }
}
