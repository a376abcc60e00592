/**
 * Signs one entry of each kind in the present payload version, for `tests/versions/journal/v<n>`; the key is thrown
 * away, so nobody can write them again. `node tools/freeze_entries.ts FOLDER`, where the folder has scene.jpg,
 * scene_preview.jpg, sign.jpg, sign_preview.jpg and sign_masked.jpg.
 */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Bodies, Kind, RecordBody, ShotBody } from "../src/core/entries.ts";
import { type Author, EMPTY, type Entry, payloadOf, sealEntry } from "../src/core/journal.ts";
import { thumbprint } from "../src/core/jws.ts";
import { newDeviceKey, signerOf, webCrypto } from "../src/device/crypto.ts";

const [folder = "."] = process.argv.slice(2);
const ORIGIN = "test/city";
const OFFICER = "u-chen";
const START = Date.parse("2026-11-22T07:40:00.000Z");
const RECORD = "019a9d20-7c00-7abc-8def-0123456789ab";
const TALLY = "019a9d26-0000-7abc-8def-0123456789ab";
const DROPPED = "019a9d28-0000-7abc-8def-0123456789ab";

const HERE = { lat: 300010000, lon: 1040000000, acc_m: 6, alt_m: 512, age_ms: 900 };

function picture(name: string): { sha256: string; bytes: number } {
  const raw = readFileSync(join(folder, `${name}.jpg`));
  return { sha256: createHash("sha256").update(raw).digest("hex"), bytes: raw.length };
}

const shot = (name: string, slot: string | null): ShotBody => ({
  ...{ ...picture(name), preview: picture(`${name}_preview`), mime: "image/jpeg", width: 320, height: 240 },
  ...{ source: "camera", slot, fixes: [HERE, { ...HERE, alt_m: null, age_ms: 4000 }], heading: 184 },
});

const patrol = { level: "daily", mode: "open", nature: "observation", source: "patrol", source_no: null };
const blank = { partner: null, task: null, case: null, replaces: null, geo: null, note: "", guidance: "" };
const who = { officer: OFFICER, edition: "2026.1", purpose: "inspect" as const };

function record(shots: string[], change: Partial<RecordBody> = {}): RecordBody {
  return {
    ...{
      ...blank,
      ...patrol,
      ...who,
      id: RECORD,
      item: "DOG-01",
      place: "p-east",
      address: "东门广场喷泉旁",
    },
    ...{ result: "finding", position: { ...HERE, nudged: null }, shots },
    ...{ answers: { fault: "none", action: "advised", injured: false }, ...change },
  };
}

async function write(): Promise<void> {
  const { jwk, pkcs8 } = await newDeviceKey();
  const device = await thumbprint(webCrypto, jwk);
  const author: Author = { log: ORIGIN, device, app: "0123456789ab", sign: await signerOf(pkcs8) };
  const entries: Entry[] = [];
  const add = async <K extends Kind>(
    kind: K,
    body: Bodies[K],
    beacon = null as { size: number; root: string } | null,
  ) => {
    const seconds = 20 * entries.length;
    const wall = new Date(START + 1000 * seconds).toISOString();
    const at = { wall, offset: 480, mono: 1000 * seconds };
    const payload = payloadOf(author, entries.at(-1) ?? EMPTY, { at, beacon }, kind, body);
    const entry = await sealEntry(webCrypto, author, payload);
    entries.push(entry);
    writeFileSync(join(folder, `${String(entry.seq).padStart(2, "0")}-${kind}.jws`), entry.jws);
    return entry.hash;
  };
  const [scene, sign] = [shot("scene", "overview"), shot("sign", null)];
  await add("shot", scene);
  await add("shot", sign);
  const first = await add("record", record([scene.sha256]));
  await add("record", record([scene.sha256, sign.sha256], { replaces: first, note: "补拍一张" }));
  await add("derive", { from: sign.sha256, ...picture("sign_masked"), how: "redact" });
  await add("countersign", { entry: first });
  const handed = { from: [sign.sha256], ...picture("sign_masked") };
  await add("share", { record: RECORD, entry: first, how: "sheet", pictures: [handed] });
  const counted = {
    item: "TRF-01",
    place: null,
    answers: { weather: "fine" },
    counts: { worn: 96, bare: 4 },
  };
  await add("record", record([], { ...counted, id: TALLY, result: "all_clear", position: null }));
  await add("discard", { of: "draft", what: DROPPED, reason: "officer" });
  await add(
    "discard",
    { of: "shot", what: sign.sha256, reason: "officer" },
    { size: 7, root: "ab".repeat(32) },
  );
  writeFileSync(join(folder, "device.json"), `${JSON.stringify(jwk, null, 2)}\n`);
}

await write();
