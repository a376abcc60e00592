import { computed, effect, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Fix } from "../core/entries";
import {
  aged,
  type PositionError,
  type PositionWatch,
  type Reading,
  watchPosition,
} from "../device/position";

const watch = signal<PositionWatch | null>(null);
let users = 0;
let resting: ReturnType<typeof setTimeout> | undefined;
/** The watch outlives a change of screen by this, in ms, so that the position stays warm. */
const REST_MS = 30_000;

export const fix = computed<Reading | null>(() => watch.value?.fix.value ?? null);
export const fixError = computed<PositionError | null>(() => watch.value?.error.value ?? null);
export const fixJumping = computed(() => watch.value?.jumping.value ?? false);

/** The newest readings, jumps and all, for a shot to carry. */
export function recentFixes(): Fix[] {
  return watch.value?.recent(5) ?? [];
}

function begin(): void {
  clearTimeout(resting);
  users += 1;
  watch.value ??= watchPosition();
}

function end(): void {
  users -= 1;
  resting = setTimeout(() => {
    if (users > 0) return;
    watch.value?.stop();
    watch.value = null;
  }, REST_MS);
}

/** Watches the position while the screen is open. */
export function useWhere(): void {
  useEffect(() => {
    begin();
    return end;
  }, []);
}

/** Calls back with every new reading, with its age at that moment, while the screen is open. */
export function useEachFix(seen: (fix: Fix) => void): void {
  useWhere();
  useEffect(() => effect(() => void (fix.value && seen(aged(fix.value)))), []);
}

/** True where the officer has already allowed it: looking around then brings up no prompt. */
export async function mayLook(): Promise<boolean> {
  try {
    return (await navigator.permissions.query({ name: "geolocation" })).state === "granted";
  } catch {
    return false;
  }
}
