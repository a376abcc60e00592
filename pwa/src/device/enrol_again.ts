/** The way back to a restored server that never heard of this device: the same key, the same chain, a new code. */

import { trusted } from "../core/receipts.ts";
import { webCrypto } from "./crypto.ts";
import { putPlain } from "./db.ts";
import { openVault } from "./docs.ts";
import { leaveSession, present, signIn } from "./enrol.ts";
import { request } from "./http.ts";
import { followRestarts } from "./restarts.ts";
import type { About } from "./types.ts";
import { editVault, vaultRow } from "./vault.ts";
import { ledgerView } from "./witness.ts";

/** The server is not the one, restored or not, that this vault belongs to: it is given no password and no code. */
export class OtherCity extends Error {
  override name = "OtherCity";
}

/**
 * Enrols the open vault's key once more, under its officer's own account and the one-time `code`. What was written stays
 * as it is and goes from its first entry; what is written from now on names the account as it is now. Throws OtherCity,
 * Problem, NoContact or LedgerAlarm, and may be tried again after any of them.
 */
export async function enrolAgain(password: string, code: string, label: string): Promise<void> {
  const of = openVault();
  const { kid, sign } = of;
  const found = await request<About>("/api/about");
  await followRestarts(of);
  const row = await vaultRow(kid);
  if (found.origin !== row.origin || found.recovery_vkey !== row.recovery_vkey) throw new OtherCity();
  await signIn(of.user.username, password);
  const enrolled = await present(code, label, row.origin, { kid, jwk: row.jwk, sign });
  leaveSession();
  await trusted(webCrypto, row, enrolled.checkpoint);
  const user = { ...enrolled.user, unit: enrolled.unit };
  // Who revoked it is lost with the old server: a vault that is welcome again must not leave the phone.
  await editVault(kid, { user, revoked: false });
  of.user = user;
  await putPlain(kid, "ledger", { ...(await ledgerView(kid)), stranger_at: null });
}
