/**
 * Writes generated journals with `core`, as JSON on standard output:
 * `node tools/write_entries.ts ORIGIN JOURNALS SEED` gives [{jwk, pkcs8 (base64), entries: [compact JWS]}].
 */
import fc from "fast-check";
import { base64 } from "../src/core/bytes.ts";
import { type Author, EMPTY, EntryTooLarge, type Head, payloadOf, sealEntry } from "../src/core/journal.ts";
import { thumbprint } from "../src/core/jws.ts";
import { newDeviceKey, signerOf, webCrypto } from "../src/device/crypto.ts";
import { type Act, acts } from "./entry_arbitraries.ts";

async function journal(author: Author, all: Act[]): Promise<string[]> {
  const entries: string[] = [];
  let head: Head = EMPTY;
  for (const { kind, body, at, beacon } of all) {
    const payload = payloadOf(author, head, { at, beacon }, kind, body);
    const entry = await sealEntry(webCrypto, author, payload).catch((error: unknown) => {
      if (error instanceof EntryTooLarge) return null;
      throw error;
    });
    if (!entry) continue;
    entries.push(entry.jws);
    head = entry;
  }
  return entries;
}

async function phone(log: string, all: Act[]) {
  const { jwk, pkcs8 } = await newDeviceKey();
  const device = await thumbprint(webCrypto, jwk);
  const author: Author = { log, device, app: "0123456789ab", sign: await signerOf(pkcs8) };
  return { jwk, pkcs8: base64(pkcs8), entries: await journal(author, all) };
}

const [log = "", journals = "1", seed = "1"] = process.argv.slice(2);
const samples = fc.sample(acts, { numRuns: Number(journals), seed: Number(seed) });
process.stdout.write(JSON.stringify(await Promise.all(samples.map((all) => phone(log, all)))));
