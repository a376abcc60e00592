import { expect, test } from "vitest";
import { heldLines, whyWords } from "./phones_model";
import type { Phone } from "./types";

const PHONE: Phone = {
  ...{ kid: "k", label: "Chrome · Android", person: { id: "u", name: "王晓峰" }, revoked_at: null },
  ...{ unit: { id: "east-1", name: "红旗派出所" }, last_contact_at: null, head_seq: 4, silent: false },
  missing: { pictures: 2, bytes: 800_000, oldest_at: "2025-11-21T00:00:00.000Z" },
  claim: {
    ...{ said_at: "2025-11-22T00:12:00.000Z", entries: 3, pictures: 7, picture_bytes: 2_800_000 },
    ...{ refused: 0, why: ["wifi"], free_bytes: null, oldest_at: null, build: "" },
  },
  holds: true,
};
type Claim = NonNullable<Phone["claim"]>;
const kinds = (phone: Phone): string[] => heldLines(phone).map(({ kind }) => kind);
const claiming = (part: Partial<Claim>): Phone => ({
  ...PHONE,
  claim: PHONE.claim && { ...PHONE.claim, ...part },
});

test("what the server misses stands before what the phone says, and both are told apart", () => {
  const [missing, claim] = heldLines(PHONE).map(({ words }) => words);
  expect(missing).toMatch(/^未送达照片 2 张\(800 kB\),最早 /);
  expect(claim).toMatch(/^手机自述\(.+\):3 条、7 张照片\(2\.8 MB\)未送 · 原图等 Wi-Fi$/);
});

test("of nothing but entries, or nothing but pictures, only that is said", () => {
  const words = (part: Partial<Claim>): string => heldLines(claiming(part)).at(-1)?.words ?? "";
  expect(words({ pictures: 0, picture_bytes: 0, why: [] })).toMatch(/:3 条未送$/);
  expect(words({ entries: 0, why: [] })).toMatch(/:7 张照片\(2\.8 MB\)未送$/);
});

test("a phone that says it holds nothing while pictures are missing is quoted", () => {
  const [, claim] = heldLines(claiming({ entries: 0, pictures: 0, why: [] }));
  expect(claim?.words).toContain("没有未送的内容");
});

test("what needs a hand, and a phone that is nearly full, have lines of their own", () => {
  expect(kinds(claiming({ refused: 2, free_bytes: 90_000_000 }))).toEqual([
    "missing",
    "claim",
    "refused",
    "room",
  ]);
  expect(kinds(claiming({ free_bytes: 3_000_000_000 }))).toEqual(["missing", "claim"]);
});

test("a phone that never said anything shows what the server knows", () => {
  expect(kinds({ ...PHONE, claim: null })).toEqual(["missing"]);
});

test("of a phone that holds nothing there is nothing to say", () => {
  expect(heldLines({ ...claiming({ entries: 0, pictures: 0 }), holds: false })).toEqual([]);
});

test("a reason of a newer phone is left out, not shown as a code", () => {
  expect(whyWords(["paused", "battery"])).toEqual(["已暂停发送"]);
});
