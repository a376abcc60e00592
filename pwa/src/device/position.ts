/** The position, watched from the moment an item opens. It is never waited for: evidence comes first. */
import { type Signal, signal } from "@preact/signals";
import type { Fix } from "../core/entries.ts";
import { changesIn, isJumping, steadyFix } from "../core/fix_quality.ts";

export type PositionError = "denied" | "unavailable" | "slow" | "unsupported";

/** A reading with the moment it was taken (ms): its age is told when somebody asks, so nothing has to tick. */
export interface Reading extends Omit<Fix, "age_ms"> {
  taken_at: number;
}

export interface PositionWatch {
  /** The reading to go by; null until there is one. A lone impossible jump is passed over. */
  fix: Signal<Reading | null>;
  /** True while the readings contradict each other. */
  jumping: Signal<boolean>;
  error: Signal<PositionError | null>;
  /** The last readings (at most `n`, newest last), with their age now: what a shot carries. */
  recent(n?: number): Fix[];
  stop(): void;
}

const KEEP = 12;
const SLOW_MS = 20_000;
const PER_DEGREE = 1e7;

function readingOf({ coords, timestamp }: GeolocationPosition): Reading {
  return {
    lat: Math.round(coords.latitude * PER_DEGREE),
    lon: Math.round(coords.longitude * PER_DEGREE),
    acc_m: Math.max(0, Math.ceil(coords.accuracy)),
    alt_m: coords.altitude === null ? null : Math.round(coords.altitude),
    taken_at: Math.min(timestamp, Date.now()),
  };
}

/** The reading with its age at this moment. */
export const aged = ({ taken_at, ...fix }: Reading): Fix => ({
  ...fix,
  age_ms: Math.max(0, Math.round(Date.now() - taken_at)),
});

function codeOf(error: GeolocationPositionError): PositionError {
  if (error.code === error.PERMISSION_DENIED) return "denied";
  return error.code === error.TIMEOUT ? "slow" : "unavailable";
}

/** Permission prompts left unanswered call nobody back: the own timer says `slow`. */
export function watchPosition(): PositionWatch {
  const fix = signal<Reading | null>(null);
  const error = signal<PositionError | null>(null);
  const readings: Reading[] = [];
  const jumping = signal(false);
  let next: ReturnType<typeof setTimeout> | undefined;
  const show = (): void => {
    const fixes = readings.map(aged);
    const steady = steadyFix(fixes);
    if (steady) fix.value = readings[fixes.indexOf(steady)] ?? null;
    jumping.value = isJumping(fixes);
    clearTimeout(next);
    // Only a doubt ends by waiting; all else comes with the next reading.
    const wait = changesIn(fixes);
    if (wait !== null) next = setTimeout(show, wait);
  };
  const recent = (n = 3): Fix[] => readings.slice(-n).map(aged);
  const watch = begin((position) => {
    readings.push(readingOf(position));
    if (readings.length > KEEP) readings.shift();
    clearTimeout(slow);
    error.value = null;
    show();
  }, error);
  const slow = setTimeout(() => {
    if (readings.length === 0) error.value ??= "slow";
  }, SLOW_MS);
  const stop = (): void => {
    clearTimeout(slow);
    clearTimeout(next);
    if (watch !== null) navigator.geolocation.clearWatch(watch);
  };
  return { fix, jumping, error, recent, stop };
}

function begin(
  onPosition: (position: GeolocationPosition) => void,
  error: Signal<PositionError | null>,
): number | null {
  if (!("geolocation" in navigator)) {
    error.value = "unsupported";
    return null;
  }
  // Errors in between are normal: the watch goes on and the next reading clears them.
  const onError = (failure: GeolocationPositionError): void => {
    error.value = codeOf(failure);
  };
  return navigator.geolocation.watchPosition(onPosition, onError, {
    enableHighAccuracy: true,
    maximumAge: 0,
    timeout: SLOW_MS,
  });
}
