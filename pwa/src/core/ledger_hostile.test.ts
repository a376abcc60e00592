import { generateKeyPairSync, sign } from "node:crypto";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { webCrypto } from "../device/crypto.ts";
import { type Bytes, base64, concat, hex, utf8 } from "./bytes.ts";
import { openCheckpoint, openNote, parseVerifierKey, signatureLine } from "./checkpoint.ts";
import { leafHash } from "./merkle.ts";
import { advance, LedgerAlarm, type Receipt, trusted, verifyReceipt } from "./receipts.ts";
import { openRestart } from "./restart.ts";
import {
  isCatalogueOf,
  isChangesPage,
  isHead,
  isJournalAnswer,
  isReceiptsAnswer,
  isRestarts,
} from "./wire.ts";

/** What a hostile server or a captive portal may send: refused by name, and never believed. */

const RUNS = Number(process.env["HOSTILE_RUNS"] ?? 300);
const ORIGIN = "xunzheng/test";
const EXPECTED = { t: "stored", sha256: "a".repeat(64), bytes: 7 } as const;
const SINCE = "2020-01-01T00:00:00.000Z";
let vkey = "";
let receipt: Receipt;

beforeAll(async () => {
  const pair = generateKeyPairSync("ed25519");
  const raw = Uint8Array.from(Buffer.from(pair.publicKey.export({ format: "jwk" }).x ?? "", "base64url"));
  const id = (await webCrypto.sha256(concat(utf8(`${ORIGIN}\n`), Uint8Array.of(1), raw))).slice(0, 4);
  vkey = `${ORIGIN}+${hex(id)}+${base64(concat(Uint8Array.of(1), raw))}`;
  const signed = (text: string): Bytes => Uint8Array.from(sign(null, utf8(text), pair.privateKey));
  const leaf = JSON.stringify({ v: 1, t: "stored", h: EXPECTED.sha256, n: EXPECTED.bytes });
  const text = `${ORIGIN}\n1\n${base64(await leafHash(webCrypto, utf8(leaf)))}\n`;
  const line = signatureLine({ name: ORIGIN, id, publicKey: raw }, signed(text));
  receipt = { leaf, index: 0, proof: [], checkpoint: `${text}\n${line}` };
});

const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => new TextDecoder().decode(bytes)),
  fc.constantFrom("", "\n\n", "\n\n\n", "— ", `— ${ORIGIN} \n`, `${ORIGIN}\n1\n\n\n— ${ORIGIN} AAAA\n`),
);

/** A good text with one part cut out, doubled or replaced. */
const spoiled = (good: () => string) =>
  fc.tuple(fc.nat(400), fc.nat(60), anyText).map(([at, length, put]) => {
    const text = good();
    const start = at % (text.length + 1);
    return text.slice(0, start) + put + text.slice(start + length);
  });

async function alarmOr(work: Promise<unknown>): Promise<unknown> {
  try {
    return await work;
  } catch (error) {
    expect(error).toBeInstanceOf(LedgerAlarm);
    return null;
  }
}

test("the good receipt holds, so that spoiling it means something", async () => {
  const held = await verifyReceipt(webCrypto, { origin: ORIGIN, vkey }, receipt, EXPECTED);
  expect(held.size).toBe(1);
});

test("text that is no note of ours is refused and never believed", async () => {
  const anyNote = fc.oneof(
    anyText,
    spoiled(() => receipt.checkpoint),
  );
  await fc.assert(
    fc.asyncProperty(anyNote, async (note) => {
      const key = await parseVerifierKey(webCrypto, vkey);
      expect(key).not.toBeNull();
      if (!key) return;
      const text = await openNote(webCrypto, note, key);
      if (text !== null) expect(receipt.checkpoint.startsWith(text)).toBe(true);
      await openCheckpoint(webCrypto, note, ORIGIN, key);
      await alarmOr(trusted(webCrypto, { origin: ORIGIN, vkey }, note));
      const pinned = { origin: ORIGIN, recovery_vkey: vkey, since: SINCE };
      expect(await openRestart(webCrypto, note, pinned)).toBeNull();
    }),
    { numRuns: RUNS },
  );
});

test("a key that is none is refused", async () => {
  const anyKey = fc.oneof(
    anyText,
    spoiled(() => vkey),
  );
  await fc.assert(
    fc.asyncProperty(anyKey, async (text) => {
      const key = await parseVerifierKey(webCrypto, text);
      if (key) expect(text).toBe(vkey);
    }),
    { numRuns: RUNS },
  );
});

test("a receipt of any content proves nothing but the leaf the phone asked for", async () => {
  const anyReceipt = fc.record({
    leaf: fc.oneof(
      anyText,
      spoiled(() => receipt.leaf),
      fc.json(),
    ),
    index: fc.oneof(fc.double(), fc.integer(), fc.constant(2 ** 53)),
    proof: fc.array(fc.oneof(anyText, fc.constant("b".repeat(64))), { maxLength: 60 }),
    checkpoint: fc.oneof(
      fc.constant(null),
      anyText,
      spoiled(() => receipt.checkpoint),
    ),
  });
  await fc.assert(
    fc.asyncProperty(anyReceipt, async ({ checkpoint, ...rest }) => {
      const shown = { ...rest, checkpoint: checkpoint ?? receipt.checkpoint };
      const held = await alarmOr(verifyReceipt(webCrypto, { origin: ORIGIN, vkey }, shown, EXPECTED));
      if (held) expect(shown.leaf).toBe(receipt.leaf);
    }),
    { numRuns: RUNS },
  );
});

test("a proof of consistency of any content moves nobody back", async () => {
  const anyProof = fc.option(
    fc.record({ from: fc.integer(), to: fc.integer(), proof: fc.array(anyText, { maxLength: 60 }) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 40 }), anyProof, async (size, proof) => {
      const seen = { size, root: "c".repeat(64), note: "" };
      const next = await trusted(webCrypto, { origin: ORIGIN, vkey }, receipt.checkpoint);
      expect(await alarmOr(advance(webCrypto, seen, next, proof))).toBeNull();
    }),
    { numRuns: RUNS },
  );
});

const good = () => ({
  results: [{ hash: "a", state: "admitted", problem: null }],
  have: { seq: 1, hash: "a" },
  receipt,
  consistency: { from: 1, to: 2, proof: ["b"] },
  restart: null,
  revoked: false,
  receipts: { a: receipt },
  checkpoint: "note",
  cursor: "c",
  more: false,
  subjects: [{ subject: "place:a", state: null }],
  restarts: [{ note: "n" }],
  seq: 0,
  hash: "",
  meta: { edition: "1" },
  items: [],
});
const READERS = {
  isJournalAnswer,
  isReceiptsAnswer,
  isChangesPage,
  isRestarts,
  isHead,
  is: isCatalogueOf("1"),
};

test.each(Object.entries(READERS))("%s takes our answer and no other shape", (_name, is) => {
  expect(is(good())).toBe(true);
  for (const other of [null, undefined, "", "<html>", 0, true, [], {}, [good()]])
    expect(is(other)).toBe(false);
  const anything = fc.oneof(fc.jsonValue(), fc.anything());
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(good())), anything, (name, value) => {
      const answer = { ...good(), [name]: value };
      expect([true, false]).toContain(is(answer));
    }),
    { numRuns: RUNS },
  );
});

test.each([
  ["results", [{ hash: 1, state: "admitted" }]],
  ["results", [{ hash: "a", state: "lost" }]],
  ["results", [{ hash: "a", state: "refused", problem: { code: "x", permanent: "true" } }]],
  ["have", { seq: -1, hash: "" }],
  ["have", { seq: 0.5, hash: "" }],
  ["receipt", { leaf: "", index: "0", proof: [], checkpoint: "" }],
  ["receipt", { leaf: "", index: 0, proof: [null], checkpoint: "" }],
  ["consistency", { from: 0, to: Number.NaN, proof: [] }],
  ["restart", {}],
  ["revoked", "yes"],
])("an answer to the journal whose %s is %j is nobody's we know", (name, value) => {
  expect(isJournalAnswer({ ...good(), [name]: value })).toBe(false);
});
