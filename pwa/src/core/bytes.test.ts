import fc from "fast-check";
import { expect, test } from "vitest";
import { base64, base64url, concat, hex, unbase64, unbase64url, unhex } from "./bytes.ts";
import { uuidv7 } from "./ids.ts";

const bytes = fc.uint8Array({ maxLength: 300 }).map((raw) => concat(raw));

test("hex, base64 and base64url give the bytes back", () => {
  fc.assert(
    fc.property(bytes, (raw) => {
      expect(unhex(hex(raw))).toEqual(raw);
      expect(unbase64(base64(raw))).toEqual(raw);
      expect(unbase64url(base64url(raw))).toEqual(raw);
    }),
  );
});

test("base64 agrees with Node beyond one slice", () => {
  const raw = concat(Uint8Array.from({ length: 20_000 }, (_, i) => i % 251));
  expect(base64(raw)).toBe(Buffer.from(raw).toString("base64"));
});

test.each(["A", "AB=", "AA==A", "AR==", "A-==", "é"])("%s is not base64", (text) => {
  expect(() => unbase64(text)).toThrow(RangeError);
});

test.each(["AA==", "A+", "AR", "A"])("%s is not base64url", (text) => {
  expect(() => unbase64url(text)).toThrow(RangeError);
});

test.each(["a", "AB", "0g"])("%s is not lower-case hex", (text) => {
  expect(() => unhex(text)).toThrow(RangeError);
});

test("a UUIDv7 carries version, variant and time, and sorts by time", () => {
  const random = concat(new Uint8Array(10).fill(0xff));
  const [early, late] = [uuidv7(1_763_797_000_000, random), uuidv7(1_763_797_000_001, random)];
  expect(early).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(early < late).toBe(true);
});
