/**
 * Signs one entry of each kind and form in the present payload version, for `tests/versions/journal/v<n>`; the key is
 * thrown away, so nobody can write them again. `node tools/freeze_entries.ts FOLDER`, where the folder has scene.jpg,
 * sign.jpg and bins.jpg, each with its _preview.jpg, sign_masked.jpg, and voice.mp4 with voice_preview.jpg.
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
const HALL = "019a9d27-0000-7abc-8def-0123456789ab";
const CAFE = "019a9d29-0000-7abc-8def-0123456789ab";
const DROPPED = "019a9d28-0000-7abc-8def-0123456789ab";

const HERE = { lat: 300010000, lon: 1040000000, acc_m: 6, alt_m: 512, age_ms: 900 };

function picture(name: string): { sha256: string; bytes: number } {
  const raw = readFileSync(join(folder, name.includes(".") ? name : `${name}.jpg`));
  return { sha256: createHash("sha256").update(raw).digest("hex"), bytes: raw.length };
}

const shot = (name: string, slot: string | null): ShotBody => ({
  ...{ ...picture(name), preview: picture(`${name}_preview`), mime: "image/jpeg", width: 320, height: 240 },
  ...{ source: "camera", slot, fixes: [HERE, { ...HERE, alt_m: null, age_ms: 4000 }], heading: 184 },
});

const voice: ShotBody = {
  ...{ ...picture("voice.mp4"), preview: picture("voice_preview"), mime: "audio/mp4", width: 0, height: 0 },
  ...{ source: "camera", slot: null, fixes: [], heading: null },
};

const counted: Partial<RecordBody> = {
  ...{ id: TALLY, item: "TRF-01", place: null, position: null, result: "all_clear" },
  ...{ answers: { weather: "fine" }, counts: { worn: 40, bare: 0 } },
  tally: {
    ...{ started_at: "2026-11-22T07:30:00.000Z", ended_at: "2026-11-22T07:40:00.000Z" },
    ...{ planned_min: 10, counted_s: 590 },
    cells: [
      { of: ["rider"], counts: { worn: 35 } },
      { of: ["passenger"], counts: { worn: 5 } },
    ],
  },
};

const hall: Partial<RecordBody> = {
  ...{ id: HALL, item: "HAL-02", place: null, nature: "self_check" },
  answers: { volunteer: "yes", bins: "no", line: "yes", access: "yes", smoke: "na" },
  position: { ...HERE, acc_m: 80, nudged: { lat: 300010200, lon: 1040000100 }, why: "indoors" },
};

const walked: Partial<RecordBody> = {
  ...{
    id: CAFE,
    item: "SCH-01",
    place: null,
    answers: { trading: "open_now", no_minor_sign: false, distance: 340 },
  },
  geo: {
    ...{ rule: "school_radius", place: "p-school", method: "gate_path", distance_m: 340, error_m: 12 },
    ...{ verdict: "outside", network: "3fa91c02d1b4" },
  },
};

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
  const [scene, sign, bins] = [shot("scene", "overview"), shot("sign", null), shot("bins", "check:bins")];
  await add("shot", scene);
  await add("shot", sign);
  const first = await add("record", record([scene.sha256]));
  const again = { replaces: first, note: "补拍一张" };
  const second = await add("record", record([scene.sha256, sign.sha256], again));
  const masked = { ...picture("sign_masked"), preview: picture("sign_preview") };
  await add("derive", { from: sign.sha256, ...masked, how: "redact+mark" });
  await add("countersign", { entry: first.slice(0, 20) });
  const handed = { from: [sign.sha256], ...picture("sign_masked") };
  await add("share", { record: RECORD, entry: first, how: "sheet", pictures: [handed] });
  await add("record", record([], counted));
  await add("shot", bins);
  await add("shot", voice);
  await add("record", record([bins.sha256, voice.sha256], hall));
  await add("record", record([], walked));
  const back = { ...again, replaces: second, withdrawn: "当事人已出示检疫证明" };
  await add("record", record([scene.sha256, sign.sha256], back));
  await add("discard", { of: "draft", what: DROPPED, reason: "officer" });
  await add(
    "discard",
    { of: "shot", what: sign.sha256, reason: "officer" },
    { size: 7, root: "ab".repeat(32) },
  );
  writeFileSync(join(folder, "device.json"), `${JSON.stringify(jwk, null, 2)}\n`);
}

await write();
