/**
 * The way out when sending cannot help: everything unsent in one encrypted file that the city's desk can open.
 *
 * Format `xunzheng-export/1`: UTF-8 lines of JSON. First the header {format, origin, kid, user, made_at, key}:
 * `key` is a fresh AES-256 key, sealed to the city (`city`: {epk, iv, ct}, label `<kid>/export-key`), under the
 * vault key, which the unlock code opens (`vault`: {iv, ct}), and where the officer gave a passphrase under that
 * (`pass`: {salt, iv, ct}; scrypt as for unlock codes, crypto.ts; label `<kid>/export-key`). Then one line per item, {type, id, iv, ct}: `entry` (id = seq,
 * text = compact JWS), `blob` (id = SHA-256, raw bytes), last `end` (id = number of items, empty), so that a file
 * cut short is known for one. Additional data of each: `<type>/<id>`. Bytes are base64.
 */
import { base64, utf8 } from "../core/bytes.ts";
import { sealToCity } from "./city_seal.ts";
import { aesKey, pinKey, randomBytes, seal } from "./crypto.ts";
import { read } from "./db.ts";
import { openVault } from "./docs.ts";
import { type Exported, FORMAT, fileOf, line, tidied, written } from "./export_file.ts";
import { openEntry } from "./journal_writer.ts";
import { pictureBytes } from "./records.ts";
import { type Vault, vaultRow } from "./vault.ts";

const KEY_LABEL = "export-key";

async function underPassphrase(raw: Uint8Array<ArrayBuffer>, passphrase: string, kid: string) {
  const salt = randomBytes(16);
  const sealed = await seal(await pinKey(tidied(passphrase), salt), raw, `${kid}/${KEY_LABEL}`);
  return { pass: { salt: base64(salt), ...written(sealed) } };
}

async function header(vault: Vault, raw: Uint8Array<ArrayBuffer>, passphrase: string): Promise<string> {
  const { kid, user, origin } = vault;
  const { seal_jwk, vkey } = await vaultRow(kid);
  const city = await sealToCity(seal_jwk, raw, `${kid}/${KEY_LABEL}`);
  const key = {
    city: { epk: city.epk, ...written(city) },
    vault: written(await vault.seal(raw, KEY_LABEL)),
    ...(tidied(passphrase) ? await underPassphrase(raw, passphrase, kid) : {}),
  };
  return line({ format: FORMAT, origin, kid, user, vkey, made_at: new Date().toISOString(), key });
}

async function item(
  key: CryptoKey,
  type: "entry" | "blob" | "end",
  id: string,
  data: Uint8Array<ArrayBuffer>,
) {
  return line({ type, id, ...written(await seal(key, data, `${type}/${id}`)) });
}

/** One picture at a time: a phone with hundreds must not hold them all. */
async function* items(vault: Vault, key: CryptoKey): AsyncGenerator<["entry" | "blob", string]> {
  const open = IDBKeyRange.only([vault.kid, 1]);
  for (const row of await read((db) => db.getAllFromIndex("entries", "open", open))) {
    const jws = await openEntry(vault, row).catch(() => null);
    if (jws !== null) yield ["entry", await item(key, "entry", String(row.seq), utf8(jws))];
  }
  for (const { sha256 } of await read((db) => db.getAllFromIndex("blobs", "open", open))) {
    const bytes = await pictureBytes(vault, sha256).catch(() => null);
    if (bytes) yield ["blob", await item(key, "blob", sha256, bytes)];
  }
}

/** An encrypted file with every unsent entry and picture (previews included) of the open vault. An empty passphrase is none. */
export async function exportUnsent(passphrase = ""): Promise<Exported> {
  const vault = openVault();
  const raw = randomBytes(32);
  const key = await aesKey(raw);
  const parts: Blob[] = [new Blob([await header(vault, raw, passphrase)])];
  const count = { entry: 0, blob: 0 };
  for await (const [type, text] of items(vault, key)) {
    parts.push(new Blob([text]));
    count[type] += 1;
  }
  const end = await item(key, "end", String(count.entry + count.blob), utf8(""));
  parts.push(new Blob([end]));
  return { ...fileOf(parts, vault.user), entries: count.entry, pictures: count.blob };
}
