import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type PositionWatch, watchPosition } from "./position.ts";

type Told = { ok: PositionCallback; no: PositionErrorCallback };
let told: Told;
let watch: PositionWatch;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
  const geolocation = {
    watchPosition: (ok: PositionCallback, no: PositionErrorCallback) => {
      told = { ok, no };
      return 1;
    },
    clearWatch: () => undefined,
  };
  vi.stubGlobal("navigator", { geolocation });
  watch = watchPosition();
});

afterEach(() => {
  watch.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function reads(latitude: number, accuracy = 8): void {
  const coords = { latitude, longitude: 121.4739, accuracy, altitude: null };
  told.ok({ coords, timestamp: Date.now() } as GeolocationPosition);
}

function fails(code: number): void {
  told.no({ code, PERMISSION_DENIED: 1, POSITION_UNAVAILABLE: 2, TIMEOUT: 3 } as GeolocationPositionError);
}

test("a position that is not allowed is said, and a later one clears it", () => {
  fails(1);
  expect([watch.error.value, watch.fix.value]).toEqual(["denied", null]);
  reads(31.2309);
  expect([watch.error.value, watch.fix.value?.acc_m]).toEqual([null, 8]);
});

test("a question nobody answers is called slow", () => {
  vi.advanceTimersByTime(20_000);
  expect(watch.error.value).toBe("slow");
});

test("one reading far away moves nobody, is kept for the shot, and is spoken of", () => {
  reads(31.2309);
  vi.advanceTimersByTime(1000);
  reads(31.2509);
  expect(watch.fix.value?.lat).toBe(312309000);
  expect(watch.jumping.value).toBe(true);
  expect(watch.recent(3).map((fix) => fix.lat)).toEqual([312309000, 312509000]);
  vi.advanceTimersByTime(1000);
  reads(31.2309);
  expect(watch.fix.value?.lat).toBe(312309000);
  vi.advanceTimersByTime(25_000);
  expect(watch.jumping.value).toBe(false);
});

test("whoever really went there is followed after four seconds at the latest", () => {
  reads(31.2309);
  vi.advanceTimersByTime(1000);
  reads(31.2509);
  vi.advanceTimersByTime(4000);
  expect(watch.fix.value?.lat).toBe(312509000);
});

test("readings that agree leave no timer behind, and one that is doubted leaves one until it is believed", () => {
  reads(31.2309);
  vi.advanceTimersByTime(20_000);
  reads(31.23091);
  expect(vi.getTimerCount()).toBe(0);
  reads(31.2509);
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(20_001);
  expect([watch.jumping.value, vi.getTimerCount()]).toEqual([false, 0]);
});

test("a reading of five kilometres is kept as it is", () => {
  reads(31.2309, 5000);
  expect(watch.fix.value?.acc_m).toBe(5000);
});

test("a shot carries the newest readings with the age they have by then", () => {
  for (const step of [0, 1, 2, 3]) {
    reads(31.2309 + step * 0.00001);
    vi.advanceTimersByTime(1000);
  }
  expect(watch.recent(3).map((fix) => fix.age_ms)).toEqual([3000, 2000, 1000]);
});
