import { effect } from "@preact/signals";
import { lock, vault } from "../device/vault";

/** What the officer may choose, in minutes; the second is the usual one. */
export const IDLE_MINUTES: readonly number[] = [1, 5, 15, 60];
const USUAL = 5;
const KEY = "xunzheng.idle";
const TOUCHES = ["pointerdown", "keydown", "scroll"] as const;

export function idleMinutes(): number {
  try {
    const kept = Number(localStorage.getItem(KEY));
    return IDLE_MINUTES.includes(kept) ? kept : USUAL;
  } catch {
    return USUAL;
  }
}

export function setIdleMinutes(minutes: number): void {
  try {
    localStorage.setItem(KEY, String(minutes));
  } catch {
    // Private modes refuse storage; the usual time then holds.
  }
}

/** Locks when nothing was touched for long, on the screen or out of sight; drafts are stored, so nothing is lost. */
export function startAutoLock(): void {
  let touched = { wall: 0, steady: 0, away: false };
  const mark = () => {
    touched = { wall: Date.now(), steady: performance.now(), away: document.hidden };
  };
  // In sight by the clock that nobody can set; out of sight a sleeping phone stops that one, so the wall clock counts.
  const idle = () =>
    Math.max(performance.now() - touched.steady, touched.away ? Date.now() - touched.wall : 0);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    clearTimeout(timer);
    if (!vault.value) return;
    const left = idleMinutes() * 60_000 - idle();
    if (left <= 0) void lock();
    else timer = setTimeout(look, left);
  };
  const onTouch = () => {
    // The first touch after a long absence finds the app locked.
    if (idleMinutes() * 60_000 < idle()) look();
    mark();
  };
  for (const name of TOUCHES) addEventListener(name, onTouch, { capture: true, passive: true });
  document.addEventListener("visibilitychange", () => {
    touched.away = true;
    look();
  });
  effect(() => {
    if (vault.value) mark();
    look();
  });
}
