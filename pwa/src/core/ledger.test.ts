import { generateKeyPairSync, sign } from "node:crypto";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { webCrypto } from "../device/crypto.ts";
import { consistency, leafOf, pathTo, rootOf } from "../device/testing/naive_tree.ts";
import { type Bytes, base64, concat, hex, utf8 } from "./bytes.ts";
import { openCheckpoint, openNote, parseVerifierKey, signatureLine, type VerifierKey } from "./checkpoint.ts";
import { isConsistent, isIncluded } from "./merkle.ts";
import { advance, type LedgerAlarm, type Receipt, trusted, verifyReceipt } from "./receipts.ts";
import { openRestart, type Pinned, type Restart, restartText } from "./restart.ts";

interface Log {
  vkey: string;
  key: VerifierKey;
  note(text: string): string;
}

async function newLog(name: string): Promise<Log> {
  const pair = generateKeyPairSync("ed25519");
  const raw = Uint8Array.from(Buffer.from(pair.publicKey.export({ format: "jwk" }).x ?? "", "base64url"));
  const id = (await webCrypto.sha256(concat(utf8(`${name}\n`), Uint8Array.of(1), raw))).slice(0, 4);
  const vkey = `${name}+${hex(id)}+${base64(concat(Uint8Array.of(1), raw))}`;
  const key = { name, id, publicKey: raw };
  const signed = (text: string): Bytes => Uint8Array.from(sign(null, utf8(text), pair.privateKey));
  return { vkey, key, note: (text) => `${text}\n${signatureLine(key, signed(text))}` };
}

const ORIGIN = "xunzheng/test";
const leaves = Array.from({ length: 40 }, (_, i) =>
  utf8(JSON.stringify({ v: 1, t: "stored", h: `${i}`, n: i })),
);
const hashes = leaves.map(leafOf);
let log: Log;
let recovery: Log;

const noteAt = (size: number, by = log): string =>
  by.note(`${ORIGIN}\n${size}\n${base64(rootOf(hashes.slice(0, size)))}\n`);
const seenAt = (size: number) => ({ size, root: hex(rootOf(hashes.slice(0, size))), note: noteAt(size) });
const proofOf = (from: number, to: number) => ({
  from,
  to,
  proof: consistency(from, hashes.slice(0, to)).map(hex),
});
const receiptOf = (index: number, size: number): Receipt => ({
  leaf: new TextDecoder().decode(leaves[index]),
  index,
  proof: pathTo(index, hashes.slice(0, size)).map(hex),
  checkpoint: noteAt(size),
});

beforeAll(async () => {
  log = await newLog(ORIGIN);
  recovery = await newLog("recovery");
});

const alarmOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "no alarm",
    (error: LedgerAlarm) => error.code,
  );

describe("proofs agree with the recursive tree", () => {
  test("every inclusion up to 40 leaves", async () => {
    for (let size = 1; size <= leaves.length; size += 3) {
      const [tree, root] = [hashes.slice(0, size), rootOf(hashes.slice(0, size))];
      for (const [index, leaf] of tree.entries()) {
        const proof = pathTo(index, tree);
        expect(await isIncluded(webCrypto, { index, size, leaf, proof, root })).toBe(true);
        const other = (index + 1) % size;
        expect(await isIncluded(webCrypto, { index: other, size, leaf, proof, root })).toBe(size === 1);
      }
    }
  });

  test("every pair of sizes up to 40", async () => {
    for (let to = 1; to <= leaves.length; to += 1) {
      for (let from = 1; from <= to; from += 1) {
        const [fromRoot, toRoot] = [rootOf(hashes.slice(0, from)), rootOf(hashes.slice(0, to))];
        const proof = consistency(from, hashes.slice(0, to));
        expect(await isConsistent(webCrypto, { from, to, fromRoot, toRoot, proof })).toBe(true);
      }
    }
  });
});

describe("checkpoints", () => {
  test("a vkey with another id is none", async () => {
    const broken = log.vkey.replace(/\+[0-9a-f]{8}\+/, "+00000000+");
    expect(await parseVerifierKey(webCrypto, broken)).toBeNull();
  });

  test.each([
    ["another origin", (note: string) => note.replace(ORIGIN, "xunzheng/fake")],
    ["another size", (note: string) => note.replace("\n7\n", "\n8\n")],
    ["no last newline", (note: string) => note.slice(0, -1)],
    ["no signature", (note: string) => note.slice(0, note.indexOf("\n\n") + 2)],
  ])("%s is refused", async (_name, forge) => {
    expect(await openCheckpoint(webCrypto, forge(noteAt(7)), ORIGIN, log.key)).toBeNull();
    expect(await openCheckpoint(webCrypto, noteAt(7), ORIGIN, log.key)).toMatchObject({ size: 7 });
  });

  test("signatures of witnesses beside ours do not disturb", async () => {
    const note = `${noteAt(5)}— witness ${base64(new Uint8Array(68))}\n`;
    expect(await openNote(webCrypto, note, log.key)).toContain("\n5\n");
  });
});

describe("receipts", () => {
  const trust = () => ({ origin: ORIGIN, vkey: log.vkey });
  const expected = { t: "stored", sha256: "4", bytes: 4 } as const;

  test("a receipt proves the leaf it names", async () => {
    const checkpoint = await verifyReceipt(webCrypto, trust(), receiptOf(4, 17), expected);
    expect(checkpoint.size).toBe(17);
  });

  test.each([
    ["other_leaf", () => receiptOf(5, 17)],
    ["not_included", () => ({ ...receiptOf(4, 17), index: 5 })],
    ["not_included", () => ({ ...receiptOf(4, 17), proof: ["zz"] })],
    ["bad_leaf", () => ({ ...receiptOf(4, 17), leaf: "[" })],
    ["bad_checkpoint", () => ({ ...receiptOf(4, 17), checkpoint: noteAt(17, recovery) })],
  ])("%s is an alarm", async (code, receipt) => {
    expect(await alarmOf(verifyReceipt(webCrypto, trust(), receipt(), expected))).toBe(code);
  });

  test("a byte count other than the phone's own is an alarm", async () => {
    const claim = { ...expected, bytes: 5 };
    expect(await alarmOf(verifyReceipt(webCrypto, trust(), receiptOf(4, 17), claim))).toBe("other_leaf");
  });
});

describe("the witness", () => {
  const at = (size: number) => trusted(webCrypto, { origin: ORIGIN, vkey: log.vkey }, noteAt(size));

  test("history that only grew is remembered", async () => {
    expect(await advance(webCrypto, seenAt(9), await at(30), proofOf(9, 30))).toEqual(seenAt(30));
  });

  test.each([
    ["shrunk", 30, 9, null],
    ["consistency_missing", 9, 30, null],
    ["inconsistent", 9, 30, 8],
  ] as const)("%s is an alarm", async (code, from, to, start) => {
    const proof = start === null ? null : proofOf(start, to);
    expect(await alarmOf(advance(webCrypto, seenAt(from), await at(to), proof))).toBe(code);
  });

  test("the same size with another root is an alarm", async () => {
    const seen = { ...seenAt(9), root: "00".repeat(32) };
    expect(await alarmOf(advance(webCrypto, seen, await at(9), null))).toBe("inconsistent");
  });
});

describe("restart notes", () => {
  const since = "2026-11-01T00:00:00.000Z";
  const pinned = (): Pinned => ({ origin: ORIGIN, recovery_vkey: recovery.vkey, since });
  const restart = (): Restart => ({
    size: 12,
    root: hex(rootOf(hashes.slice(0, 12))),
    vkey: log.vkey,
    at: "2026-11-20T08:00:00.000Z",
    reason: "disk lost",
  });
  const noteOf = (change: object, by = recovery): string =>
    by.note(restartText(ORIGIN, { ...restart(), ...change }));

  test("one signed by the recovery key holds", async () => {
    expect(await openRestart(webCrypto, noteOf({}), pinned())).toEqual(restart());
  });

  test("one signed by the log itself, an old one, and one with a broken key do not", async () => {
    expect(await openRestart(webCrypto, noteOf({}, log), pinned())).toBeNull();
    expect(await openRestart(webCrypto, noteOf({ at: since }), pinned())).toBeNull();
    expect(await openRestart(webCrypto, noteOf({ vkey: "x+00000000+AA==" }), pinned())).toBeNull();
    expect(await openRestart(webCrypto, noteOf({ reason: "two\nlines" }), pinned())).toBeNull();
  });

  test("no text is taken for a note by chance", () =>
    fc.assert(
      fc.asyncProperty(fc.string(), async (text) => {
        expect(await openRestart(webCrypto, text, pinned())).toBeNull();
      }),
    ));
});
