/** Full pictures leave the phone long after their receipt; entries and previews stay. */
import { ofVault, read, write } from "./db.ts";
import { serverNow } from "./http.ts";

/** A restored backup may ask for them again: well beyond 14 days and two backup intervals. */
const KEEP_DAYS = 30;

/** Deletes the bytes of pictures whose verified receipt is at least 30 days old, by the server's clock. */
export async function prune(kid: string): Promise<number> {
  const limit = new Date(serverNow - KEEP_DAYS * 86_400_000).toISOString();
  const blobs = await read((db) => db.getAll("blobs", ofVault(kid, "")));
  const old = blobs.filter(
    ({ role, state, receipt_at }) =>
      role === "picture" && state === "sent" && receipt_at !== null && receipt_at < limit,
  );
  if (old.length === 0) return 0;
  await write(["bytes"], async (tx) => {
    for (const { sha256 } of old) await tx.objectStore("bytes").delete([kid, sha256]);
  });
  return old.length;
}
