/** What waits behind the lock, in words; read without the unlock code. */
import { counts } from "../device/sync_status";
import { heldVaults } from "../device/vault";
import { tx } from "../text/field_rescue";
import { unsentWords } from "./StatusLine";

/** Empty where nothing of the vault is unsent. */
export async function lockNote(kid: string): Promise<string> {
  const found = await counts(kid);
  if (found.unsent_entries + found.unsent_pictures === 0) return "";
  const what = unsentWords(found);
  const isDraining = heldVaults().some((of) => of.kid === kid);
  return isDraining ? tx("lock.draining", { what }) : tx("lock.waits", { what });
}
