import { beforeAll, expect, test } from "vitest";
import { newDeviceKey, signerOf, webCrypto } from "../device/crypto.ts";
import { base64url, fromUtf8, utf8 } from "./bytes.ts";
import type { Answer, DiscardBody } from "./entries.ts";
import {
  type Author,
  clockClaim,
  EMPTY,
  EntryTooDeep,
  EntryTooLarge,
  entryHash,
  type Head,
  payloadOf,
  sealEntry,
} from "./journal.ts";
import { openCompact, signCompact, thumbprint } from "./jws.ts";
import type { PublicJwk } from "./ports.ts";

let jwk: PublicJwk;
let author: Author;
const moment = { at: clockClaim(new Date("2026-11-22T07:20:31.123Z"), 12.4), beacon: null };

beforeAll(async () => {
  const key = await newDeviceKey();
  jwk = key.jwk;
  const device = await thumbprint(webCrypto, jwk);
  author = { log: "xunzheng/test", device, app: "0123456789ab", sign: await signerOf(key.pkcs8) };
});

const discard = (reason: string): DiscardBody => ({ of: "shot", what: "00".repeat(32), reason });
const write = (head: Head, reason = "blurred") =>
  sealEntry(webCrypto, author, payloadOf(author, head, moment, "discard", discard(reason)));

test("the thumbprint is the one RFC 7638 gives for its members", async () => {
  const example: PublicJwk = { kty: "EC", crv: "P-256", x: "AA", y: "BB" };
  const digest = await webCrypto.sha256(utf8('{"crv":"P-256","kty":"EC","x":"AA","y":"BB"}'));
  expect(await thumbprint(webCrypto, example)).toBe(base64url(digest));
});

test("entries form a chain by the hash of the whole JWS", async () => {
  const first = await write(EMPTY);
  const second = await write(first);
  expect([first.seq, second.seq]).toEqual([1, 2]);
  expect(first.prev).toBe("0".repeat(64));
  expect(second.prev).toBe(await entryHash(webCrypto, first.jws));
});

test("the header is exact, the signature has 64 bytes, the payload reads back", async () => {
  const { jws } = await write(EMPTY);
  const [header, , signature] = jws.split(".");
  expect(Buffer.from(header ?? "", "base64url").toString()).toBe(`{"alg":"ES256","kid":"${author.device}"}`);
  expect(Buffer.from(signature ?? "", "base64url").length).toBe(64);
  const payload = await openCompact(webCrypto, jws, author.device, jwk);
  expect(JSON.parse(fromUtf8(payload ?? new Uint8Array()))).toMatchObject({
    v: 1,
    kind: "discard",
    log: "xunzheng/test",
    at: { wall: "2026-11-22T07:20:31.123Z", mono: 12 },
    beacon: null,
    body: { reason: "blurred" },
  });
});

test("a flipped byte, another kid or another header does not open", async () => {
  const { jws } = await write(EMPTY);
  const [header = "", payload = "", signature = ""] = jws.split(".");
  const open = (text: string, kid = author.device) => openCompact(webCrypto, text, kid, jwk);
  const flipped = `${payload.slice(0, 9)}${payload[9] === "A" ? "B" : "A"}${payload.slice(10)}`;
  const none = base64url(utf8('{"alg":"none"}'));
  expect(await open(`${header}.${flipped}.${signature}`)).toBeNull();
  expect(await open(`${none}.${payload}.${signature}`)).toBeNull();
  expect(await open(`${header}.${payload}.${signature}.x`)).toBeNull();
  expect(await open(`${header}.${payload}.!`)).toBeNull();
  expect(await open(jws, "other")).toBeNull();
});

test("an entry over 65,536 bytes is never made", async () => {
  await expect(write(EMPTY, "长".repeat(20_000))).rejects.toThrow(EntryTooLarge);
});

test("an entry nested beyond 40 levels is never made", async () => {
  const nest = (levels: number): Answer => (levels === 0 ? 1 : [nest(levels - 1)]);
  const write = (levels: number) =>
    sealEntry(webCrypto, author, {
      ...payloadOf(author, EMPTY, moment, "discard", discard("x")),
      body: { ...discard("x"), more: nest(levels) } as DiscardBody,
    });
  await expect(write(38)).resolves.toMatchObject({ seq: 1 });
  await expect(write(39)).rejects.toThrow(EntryTooDeep);
});

test("a signer of another length is a bug, not an entry", async () => {
  const broken = signCompact("kid", utf8("{}"), async () => new Uint8Array(70));
  await expect(broken).rejects.toThrow(RangeError);
});
