/** Handing a record to another app is an entry of the journal: what went, and how. */
import type { ShareBody } from "../core/entries.ts";
import { sha256Hex } from "../core/ports.ts";
import { webCrypto } from "./crypto.ts";
import { changed, openVault } from "./docs.ts";
import { append, oneWriter } from "./journal_writer.ts";

export interface Handed {
  record: string;
  /** Hash of the version that is shown. */
  entry: string;
  how: ShareBody["how"];
  /** The picture that goes along, and the originals it was made from. */
  picture: { blob: Blob; from: string[] } | null;
}

async function picturesOf({ picture }: Handed): Promise<ShareBody["pictures"]> {
  if (!picture) return [];
  const bytes = new Uint8Array(await picture.blob.arrayBuffer());
  return [{ from: picture.from, sha256: await sha256Hex(webCrypto, bytes), bytes: bytes.length }];
}

/** Call before handing over: what was handed over and not noted could be denied. Resolves once it is durable. */
export async function noteShare(handed: Handed): Promise<void> {
  const of = openVault();
  const { record, entry, how } = handed;
  const body: ShareBody = { record, entry, how, pictures: await picturesOf(handed) };
  await oneWriter(of.kid, () =>
    append(of, [{ kind: "share", body }], { stores: [], prepare: async () => async () => undefined }),
  );
  changed();
}
