/** A partner's signature: an entry of this phone's own journal that names the other's record. Works without a network. */
import { ofVault, read } from "./db.ts";
import { changed, openVault } from "./docs.ts";
import { append, oneWriter } from "./journal_writer.ts";

/** Nobody is their own partner. */
export class OwnEntry extends Error {
  override name = "OwnEntry";
}

/** `entry`: the hash of the other's entry, or its first 20 hex digits. Resolves once it is durable. Throws OwnEntry. */
export async function countersign(entry: string): Promise<void> {
  const of = openVault();
  await oneWriter(of.kid, async () => {
    const own = await read((db) => db.getAll("entries", ofVault(of.kid)));
    if (own.some((row) => row.hash.startsWith(entry))) throw new OwnEntry();
    await append(of, [{ kind: "countersign", body: { entry } }], {
      stores: [],
      prepare: async () => async () => undefined,
    });
  });
  changed();
}
