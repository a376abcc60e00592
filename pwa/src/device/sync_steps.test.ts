import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { PAUSE_MAX_MS } from "../core/outbox.ts";
import { Problem } from "./http.ts";
import { pauseUntil } from "./sync_steps.ts";

const NOW = 1_000_000;
const asked = (seconds: number): Problem => new Problem(503, { code: "busy" }, seconds);

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test("a phone waits at least as long as the server asked, however often it was turned away", () => {
  for (let attempts = 0; attempts < 12; attempts++) {
    expect(pauseUntil(attempts, asked(60))).toBeGreaterThanOrEqual(NOW + 60_000);
  }
});

test("nobody is put off for a shift, whatever is asked for", () => {
  vi.spyOn(Math, "random").mockReturnValue(1);
  const longest = pauseUntil(100, asked(86_400)) - NOW;
  expect(longest).toBeGreaterThanOrEqual(15 * 60_000);
  expect(longest).toBeLessThan(PAUSE_MAX_MS);
});

test("two thousand phones that were told the same do not come back in the same second", () => {
  const seconds = new Map<number, number>();
  for (let phone = 0; phone < 2000; phone++) {
    const second = Math.floor((pauseUntil(0, asked(30)) - NOW) / 1000);
    seconds.set(second, (seconds.get(second) ?? 0) + 1);
  }
  expect(seconds.size).toBeGreaterThanOrEqual(30);
  expect(Math.max(...seconds.values())).toBeLessThan(200);
});

test("who is turned away again comes back later, and more spread", () => {
  const spread = (attempts: number): number => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    const least = pauseUntil(attempts, asked(5));
    vi.spyOn(Math, "random").mockReturnValue(1);
    return pauseUntil(attempts, asked(5)) - least;
  };
  expect(spread(0)).toBeGreaterThanOrEqual(5000);
  expect(spread(4)).toBeGreaterThanOrEqual(30_000);
});

test("without a wish of the server the back-off holds alone", () => {
  vi.spyOn(Math, "random").mockReturnValue(0.5);
  expect(pauseUntil(0)).toBe(NOW + 2000);
  expect(pauseUntil(0, new Problem(500, { code: "internal" }))).toBe(NOW + 2000);
});
