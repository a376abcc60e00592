/** The shutter: hash, journal, encrypt and commit before anyone says "saved". */
import type { ShotBody } from "../core/entries.ts";
import type { Entry } from "../core/journal.ts";
import { sha256Hex } from "../core/ports.ts";
import { webCrypto } from "./crypto.ts";
import type { BlobRow, BytesRow, Store, Write } from "./db.ts";
import { changed, getDoc, openVault, sealDoc } from "./docs.ts";
import { append, oneWriter } from "./journal_writer.ts";
import type { Draft, Shot, ShotInput } from "./types.ts";
import type { Vault } from "./vault.ts";

type Bytes = Uint8Array<ArrayBuffer>;
interface Part {
  role: BlobRow["role"];
  sha256: string;
  data: Bytes;
}

/** A picture without bytes is no evidence; it is never journalled. */
export class EmptyPicture extends Error {
  override name = "EmptyPicture";
}

async function bodyOf(input: ShotInput): Promise<ShotBody> {
  const { picture, preview, draft: _draft, ...seen } = input;
  if (picture.length === 0 || preview.length === 0) throw new EmptyPicture();
  const [sha256, preview256] = await Promise.all([
    sha256Hex(webCrypto, picture),
    sha256Hex(webCrypto, preview),
  ]);
  return {
    sha256,
    bytes: picture.length,
    preview: { sha256: preview256, bytes: preview.length },
    ...seen,
  };
}

export const bytesLabel = (sha256: string): string => `blob/${sha256}`;

interface SealedPart extends Part {
  row: BytesRow;
}

export async function sealPart(vault: Vault, part: Part): Promise<SealedPart> {
  const sealed = await vault.seal(part.data, bytesLabel(part.sha256));
  return { ...part, row: { kid: vault.kid, sha256: part.sha256, ...sealed } };
}

function blobRow(kid: string, part: Part, seq: number): BlobRow {
  return {
    ...{ kid, sha256: part.sha256, bytes: part.data.length, role: part.role, seq, state: "queued" },
    ...{ offset: null, attempts: 0, not_before: 0, receipt_index: null, receipt_at: null, problem: null },
    open: 1,
  };
}

/** The same bytes may be shot or picked twice: what is already known of them stays, unless it never went. */
export async function keepPart(tx: Write, { row, ...part }: SealedPart, seq: number): Promise<void> {
  const known = await tx.objectStore("blobs").get([row.kid, part.sha256]);
  const isStuck = known?.state === "refused" || known?.state === "lost";
  if (!known || isStuck) await tx.objectStore("blobs").put(blobRow(row.kid, part, seq));
  await tx.objectStore("bytes").put(row);
}

function shotOf(body: ShotBody, entry: Entry, wall_at: string): Shot {
  const { preview, ...rest } = body;
  return {
    ...rest,
    preview_sha256: preview.sha256,
    preview_bytes: preview.bytes,
    wall_at,
    entry_hash: entry.hash,
  };
}

async function draftRow(vault: Vault, id: string | null, shot: Shot) {
  const draft = id === null ? null : await getDoc<Draft>(vault, "drafts", id);
  if (!draft) return null;
  return sealDoc(vault, "drafts", draft.id, { ...draft, shots: [...draft.shots, shot] });
}

async function commit(vault: Vault, input: ShotInput, body: ShotBody): Promise<Shot> {
  const parts: Part[] = [
    { role: "preview", sha256: body.preview.sha256, data: input.preview },
    { role: "picture", sha256: body.sha256, data: input.picture },
  ];
  const sealed = await Promise.all(parts.map((part) => sealPart(vault, part)));
  const wall_at = new Date().toISOString();
  let shot: Shot | null = null;
  const stores: Store[] = ["blobs", "bytes", "drafts"];
  await append(vault, [{ kind: "shot", body }], {
    stores,
    prepare: async ([entry]) => {
      if (!entry) throw new Error("nothing was appended");
      shot = shotOf(body, entry, wall_at);
      const draft = await draftRow(vault, input.draft, shot);
      return async (tx) => {
        for (const part of sealed) await keepPart(tx, part, entry.seq);
        if (draft) await tx.objectStore("drafts").put(draft);
      };
    },
  });
  if (!shot) throw new Error("nothing was appended");
  return shot;
}

/**
 * Journals and stores one picture and its preview, and adds it to its draft: one strict transaction, which is
 * complete when this resolves. Throws EmptyPicture; a DOMException `QuotaExceededError` where the phone is full.
 */
export async function takeShot(input: ShotInput): Promise<Shot> {
  const vault = openVault();
  const body = await bodyOf(input);
  const shot = await oneWriter(vault.kid, () => commit(vault, input, body));
  changed();
  return shot;
}

/** Takes a picture out of a draft: a `discard` entry says why; the bytes stay until they are sent. */
export async function dropShot(draftId: string, sha256: string, reason: string): Promise<void> {
  const vault = openVault();
  await oneWriter(vault.kid, async () => {
    const draft = await getDoc<Draft>(vault, "drafts", draftId);
    if (!draft?.shots.some((shot) => shot.sha256 === sha256)) return;
    const shots = draft.shots.filter((shot) => shot.sha256 !== sha256);
    const row = await sealDoc(vault, "drafts", draftId, { ...draft, shots });
    const body = { of: "shot" as const, what: sha256, reason };
    await append(vault, [{ kind: "discard", body }], {
      stores: ["drafts"],
      prepare: async () => (tx) => tx.objectStore("drafts").put(row),
    });
  });
  changed();
}
