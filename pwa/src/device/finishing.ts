/** The end of a round in which all went well: what was delivered long ago, and what was revoked, leaves the phone. */
import { noteFarewell } from "./farewell.ts";
import { loadOutbox } from "./outbox_store.ts";
import { prune } from "./pruning.ts";
import { forget, isDrained, type Vault, vaultRow, wipe } from "./vault.ts";

const waits = async (kid: string): Promise<boolean> => {
  const { channel, blobs, entries } = await loadOutbox(kid);
  return (channel.holds || channel.paused) && [...blobs, ...entries].some((row) => row.state === "queued");
};

/** A revoked vault leaves the phone only when nothing of it is unsent, refused items included. */
export async function finish(of: Vault): Promise<void> {
  await prune(of);
  // Originals that wait for Wi-Fi, and a queue that is paused, still need the key.
  if (!(await waits(of.kid))) forget(of.kid);
  if (!(await isDrained(of.kid)) || !(await vaultRow(of.kid)).revoked) return;
  await wipe(of.kid);
  noteFarewell(of.user.name);
}
