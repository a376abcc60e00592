/** Taking a record back: a new entry with the same id that says why; what was sent before stays in both journals. */
import { changed, getDoc, openVault, sealDoc } from "./docs.ts";
import { append, oneWriter } from "./journal_writer.ts";
import type { SavedRecord } from "./types.ts";

/** Resolves once it is durable. Rejects where the record is not on this phone, or was withdrawn already. */
export async function withdrawRecord(id: string, reason: string): Promise<void> {
  const of = openVault();
  await oneWriter(of.kid, async () => {
    const saved = await getDoc<SavedRecord>(of, "records", id);
    if (!saved || saved.body.withdrawn !== undefined) throw new Error("nothing to withdraw");
    const body = { ...saved.body, replaces: saved.entry_hash, withdrawn: reason };
    await append(of, [{ kind: "record", body }], {
      stores: ["records", "drafts"],
      prepare: async ([made]) => {
        if (!made) throw new Error("nothing was appended");
        const next: SavedRecord = { ...saved, body, entry_hash: made.hash, seq: made.seq };
        const row = await sealDoc(of, "records", id, next);
        return async (tx) => {
          await tx.objectStore("records").put(row);
          // A correction that was begun would bring the record back.
          await tx.objectStore("drafts").delete([of.kid, id]);
        };
      },
    });
  });
  changed();
}
