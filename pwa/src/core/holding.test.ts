import { expect, test } from "vitest";
import type { Holding } from "./contract.ts";
import { type Held, holdingOf, isWorthTelling, type Told } from "./holding.ts";
import { blob, entry } from "./testing/outbox_rows.ts";

const NOW = Date.parse("2026-11-22T08:00:00Z");
const MINUTE = 60_000;
const NONE: Held = {
  ...{ entries: [], blobs: [], rule: "now", paused: false },
  ...{ free_bytes: null, oldest_at: null, build: "b" },
};
const some = (pictures: number): Holding => ({ entries: 1, pictures, picture_bytes: 400_000 * pictures });
const told = (holding: Holding, ago: number): Told => ({ holding, at: NOW - ago });

test("entries and full pictures are counted, previews are not", () => {
  const said = holdingOf(
    {
      ...NONE,
      entries: [entry(1, { state: "queued" }), entry(2, { state: "refused" })],
      blobs: [
        blob("a", { role: "preview", bytes: 9000 }),
        blob("b", { role: "picture", bytes: 400_000 }),
        blob("c", { role: "derived", bytes: 300_000, state: "lost" }),
      ],
      rule: "wifi",
      paused: true,
      free_bytes: 3.5 * 1024 * 1024,
      oldest_at: NOW - 2 * 60 * MINUTE,
    },
    NOW,
  );
  expect(said).toEqual({
    ...{ entries: 2, pictures: 2, picture_bytes: 700_000, refused: 2 },
    ...{ why: ["wifi", "paused"], free_bytes: 3 * 1024 * 1024, oldest_age_s: 7200, build: "b" },
  });
});

test("an entry from a clock that was ahead is no time old", () => {
  expect(holdingOf({ ...NONE, oldest_at: NOW + MINUTE }, NOW).oldest_age_s).toBe(0);
});

test("a phone that keeps up says nothing", () => {
  const nothing = holdingOf(NONE, NOW);
  expect(isWorthTelling(nothing, null, NOW)).toBe(false);
  expect(isWorthTelling(nothing, told(nothing, 30 * 24 * 60 * MINUTE), NOW)).toBe(false);
});

test("that something is held, and that nothing is any more, is told at once", () => {
  const nothing = holdingOf(NONE, NOW);
  expect(isWorthTelling(some(2), null, NOW)).toBe(true);
  expect(isWorthTelling(some(2), told(nothing, 0), NOW)).toBe(true);
  expect(isWorthTelling(nothing, told(some(2), 0), NOW)).toBe(true);
});

test("a change is told after minutes, the same after half an hour", () => {
  expect(isWorthTelling(some(3), told(some(2), 2 * MINUTE), NOW)).toBe(false);
  expect(isWorthTelling(some(3), told(some(2), 3 * MINUTE), NOW)).toBe(true);
  expect(isWorthTelling(some(2), told(some(2), 29 * MINUTE), NOW)).toBe(false);
  expect(isWorthTelling(some(2), told(some(2), 30 * MINUTE), NOW)).toBe(true);
});

test("less room and a higher age alone are no change", () => {
  const later = { ...some(2), free_bytes: 5, oldest_age_s: 999 };
  expect(isWorthTelling(later, told(some(2), 10 * MINUTE), NOW)).toBe(false);
});

test("a clock that was put back silences nobody", () => {
  expect(isWorthTelling(some(2), told(some(2), -365 * 24 * 60 * MINUTE), NOW)).toBe(true);
});
