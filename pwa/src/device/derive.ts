/** A picture made from another one here: journalled, encrypted and sent like a shot, before its original. */
import type { DeriveBody } from "../core/entries.ts";
import { sha256Hex } from "../core/ports.ts";
import type { Mark } from "../core/redaction.ts";
import { webCrypto } from "./crypto.ts";
import { changed, type DocStore, getDoc, openVault, sealDoc } from "./docs.ts";
import { append, oneWriter } from "./journal_writer.ts";
import { keepPart, sealPart } from "./shots.ts";
import type { Derived, Picture, Shot } from "./types.ts";
import type { Vault } from "./vault.ts";

export interface Making {
  /** Id of the draft or record that shows the original. */
  id: string;
  /** SHA-256 of the original. */
  from: string;
  how: string;
  marks: Mark[];
}

interface Holder {
  shots: Shot[];
}

async function bodyOf({ picture, preview }: Picture, { from, how }: Making): Promise<DeriveBody> {
  const [sha256, small] = await Promise.all([sha256Hex(webCrypto, picture), sha256Hex(webCrypto, preview)]);
  const bytes = picture.length;
  return { from, sha256, bytes, how, preview: { sha256: small, bytes: preview.length } };
}

/** The draft or, where it was saved already, the record, with the new picture on its shot. */
async function holding(vault: Vault, { id, from }: Making, derived: Derived) {
  for (const store of ["drafts", "records"] satisfies DocStore[]) {
    const found = await getDoc<Holder>(vault, store, id);
    if (!found?.shots.some((shot) => shot.sha256 === from)) continue;
    const shots = found.shots.map((shot) => (shot.sha256 === from ? { ...shot, derived } : shot));
    return { store, row: await sealDoc(vault, store, id, { ...found, shots }) };
  }
  throw new Error("no such picture on this phone");
}

/**
 * Journals and stores a derived picture with its preview, and puts it in the place of its original: one strict
 * transaction, complete when this resolves. Rejects where the original is in no draft and no record here.
 */
export async function keepDerived(made: Picture, making: Making): Promise<Derived> {
  const vault = openVault();
  const body = await bodyOf(made, making);
  const { how, marks } = making;
  const derived: Derived = { sha256: body.sha256, preview_sha256: body.preview?.sha256 ?? "", how, marks };
  await oneWriter(vault.kid, async () => {
    const parts = await Promise.all([
      sealPart(vault, { role: "derived", sha256: derived.preview_sha256, data: made.preview }),
      sealPart(vault, { role: "derived", sha256: derived.sha256, data: made.picture }),
    ]);
    await append(vault, [{ kind: "derive", body }], {
      stores: ["blobs", "bytes", "drafts", "records"],
      prepare: async ([entry]) => {
        if (!entry) throw new Error("nothing was appended");
        const { store, row } = await holding(vault, making, derived);
        return async (tx) => {
          for (const part of parts) await keepPart(tx, part, entry.seq);
          await tx.objectStore(store).put(row);
        };
      },
    });
  });
  changed();
  return derived;
}
