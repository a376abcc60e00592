/**
 * Opening an export file where its key is: in the browser of whoever holds the passphrase or the city's recovery key.
 * The file is read line by line, one picture in memory at a time; what opens is signed and hashed by the phone, so a
 * damaged row takes no other with it. Formats: export.ts (`xunzheng-export/1`), locked_export.ts (`xunzheng-locked/1`).
 */
import { type Bytes, unbase64 } from "../core/bytes.ts";
import { openFromCity, type SealedToCity } from "./city_seal.ts";
import { aesKey, pinKey, type Sealed, unseal } from "./crypto.ts";
import { FORMAT, LOCKED_FORMAT, tidied } from "./export_file.ts";

interface Written {
  iv: string;
  ct: string;
}

interface ToCity extends Written {
  epk: SealedToCity["epk"];
}

export interface Header {
  format: string;
  origin: string;
  kid: string;
  user: { name?: string; username?: string } | null;
  made_at: string;
  /** Of an open phone {city, vault, pass?}, of a locked one the vault key as sealed to the city. */
  key: (ToCity & { pass?: never; city?: never }) | { city: ToCity; pass?: Written & { salt: string } };
}

export type FileKey = { how: "passphrase"; passphrase: string } | { how: "recovery"; jwk: JsonWebKey };

/** A row of the file; `data` is null where it does not open. */
export interface Row {
  type: "entry" | "blob" | "drafts";
  id: string;
  data: Bytes | null;
}

/** Not a file of ours, no such key in it, the wrong key, or another city's. */
export class UnreadableFile extends Error {
  override name = "UnreadableFile";
  readonly why: "format" | "no_passphrase" | "wrong_key" | "recovery_file";
  constructor(why: UnreadableFile["why"]) {
    super(why);
    this.why = why;
  }
}

const sealed = ({ iv, ct }: Written): Sealed => ({ iv: unbase64(iv), ct: unbase64(ct) });

async function* linesOf(file: Blob): AsyncGenerator<string> {
  const reader = file.stream().getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const lines = (rest + decoder.decode(part.value, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim()) yield line;
  }
  if (rest.trim()) yield rest;
}

const isHeader = (value: unknown): value is Header =>
  typeof value === "object" && value !== null && "format" in value && "kid" in value && "key" in value;

/** The first line, which is in clear: whose file it is. Throws UnreadableFile. */
export async function readHeader(file: Blob): Promise<Header> {
  try {
    const { value } = await linesOf(file).next();
    const header: unknown = JSON.parse(String(value));
    if (isHeader(header) && [FORMAT, LOCKED_FORMAT].includes(header.format)) return header;
  } catch {
    // Told below, like any other file that is not ours.
  }
  throw new UnreadableFile("format");
}

/** The private key in a file of recovery keys, as `init` wrote it. Throws UnreadableFile. */
export function recoveryKey(text: string): FileKey {
  try {
    const jwk = JSON.parse(text).seal_private_jwk;
    if (jwk?.d) return { how: "recovery", jwk };
  } catch {
    // Told below.
  }
  throw new UnreadableFile("recovery_file");
}

async function rawKey(header: Header, key: FileKey): Promise<Bytes> {
  const isLocked = header.format === LOCKED_FORMAT;
  const label = `${header.kid}/${isLocked ? "vault-key" : "export-key"}`;
  if (key.how === "passphrase") {
    const { pass } = header.key;
    if (!pass) throw new UnreadableFile("no_passphrase");
    return unseal(await pinKey(tidied(key.passphrase), unbase64(pass.salt)), sealed(pass), label);
  }
  const to = (isLocked ? header.key : header.key.city) as ToCity;
  return openFromCity(key.jwk, { ...sealed(to), epk: to.epk }, label);
}

/** The key of the rows. Throws UnreadableFile. */
export async function openFile(header: Header, key: FileKey): Promise<CryptoKey> {
  try {
    return await aesKey(await rawKey(header, key));
  } catch (error) {
    throw error instanceof UnreadableFile ? error : new UnreadableFile("wrong_key");
  }
}

async function openRow(line: string, key: CryptoKey, prefix: string): Promise<Row | null> {
  const { type, id, ...written } = JSON.parse(line) as Written & { type: Row["type"] | "end"; id: string };
  if (type === "end") return null;
  const data = await unseal(key, sealed(written), `${prefix}${type}/${id}`).catch(() => null);
  return { type, id, data };
}

/** The rows in the order of the file; resolves with false at its end where it was cut short. */
export async function* rowsOf(file: Blob, header: Header, key: CryptoKey): AsyncGenerator<Row, boolean> {
  const prefix = header.format === LOCKED_FORMAT ? `${header.kid}/` : "";
  let isFirst = true;
  for await (const line of linesOf(file)) {
    if (isFirst) {
      isFirst = false;
      continue;
    }
    let row: Row | null;
    try {
      row = await openRow(line, key, prefix);
    } catch {
      // Half a line: the file ends here.
      return false;
    }
    if (!row) return true;
    yield row;
  }
  return false;
}
