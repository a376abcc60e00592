/** The position, watched from the moment an item opens. It is never waited for: evidence comes first. */
import { type Signal, signal } from "@preact/signals";
import type { Fix } from "../core/entries.ts";
import { isJumping, steadyFix } from "../core/fix_quality.ts";

export type PositionError = "denied" | "unavailable" | "slow" | "unsupported";

export interface PositionWatch {
  /** The reading to go by, its age counted on; null until there is one. A lone impossible jump is passed over. */
  fix: Signal<Fix | null>;
  /** True while the readings contradict each other. */
  jumping: Signal<boolean>;
  error: Signal<PositionError | null>;
  /** The last readings (at most `n`, newest last), with their age now: what a shot carries. */
  recent(n?: number): Fix[];
  stop(): void;
}

interface Sample {
  fix: Omit<Fix, "age_ms">;
  taken_at: number;
}

const KEEP = 12;
const SLOW_MS = 20_000;
const TICK_MS = 1000;
const PER_DEGREE = 1e7;

function sampleOf({ coords, timestamp }: GeolocationPosition): Sample {
  const fix = {
    lat: Math.round(coords.latitude * PER_DEGREE),
    lon: Math.round(coords.longitude * PER_DEGREE),
    acc_m: Math.max(0, Math.ceil(coords.accuracy)),
    alt_m: coords.altitude === null ? null : Math.round(coords.altitude),
  };
  return { fix, taken_at: Math.min(timestamp, Date.now()) };
}

const aged = ({ fix, taken_at }: Sample): Fix => ({
  ...fix,
  age_ms: Math.max(0, Math.round(Date.now() - taken_at)),
});

function codeOf(error: GeolocationPositionError): PositionError {
  if (error.code === error.PERMISSION_DENIED) return "denied";
  return error.code === error.TIMEOUT ? "slow" : "unavailable";
}

/** Permission prompts left unanswered call nobody back: the own timer says `slow`. */
export function watchPosition(): PositionWatch {
  const fix = signal<Fix | null>(null);
  const error = signal<PositionError | null>(null);
  const samples: Sample[] = [];
  const jumping = signal(false);
  const show = (): void => {
    const readings = samples.map(aged);
    if (readings.length > 0) fix.value = steadyFix(readings);
    jumping.value = isJumping(readings);
  };
  const recent = (n = 3): Fix[] => samples.slice(-n).map(aged);
  const watch = begin((position) => {
    samples.push(sampleOf(position));
    if (samples.length > KEEP) samples.shift();
    error.value = null;
    show();
  }, error);
  const slow = setTimeout(() => {
    if (samples.length === 0) error.value ??= "slow";
  }, SLOW_MS);
  const ticker = setInterval(show, TICK_MS);
  const stop = (): void => {
    clearTimeout(slow);
    clearInterval(ticker);
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
