import { signal } from "@preact/signals";

const STORED = "xunzheng.tally_sound";
const [HIT_HZ, MISS_HZ, BEEP_S, LOUD] = [880, 440, 0.06, 0.15];

function remembered(): boolean {
  try {
    return localStorage.getItem(STORED) === "on";
  } catch {
    return false;
  }
}

/** Whether a tap is heard as well as felt; off unless the officer turned it on. */
export const sound = signal(remembered());

export function setSound(on: boolean): void {
  sound.value = on;
  try {
    localStorage.setItem(STORED, on ? "on" : "off");
  } catch {
    // Private modes refuse storage; the choice then lasts for this page only.
  }
}

let audio: AudioContext | null = null;

function beep(hz: number): void {
  audio ??= new AudioContext();
  const [tone, volume] = [audio.createOscillator(), audio.createGain()];
  tone.frequency.value = hz;
  volume.gain.value = LOUD;
  tone.connect(volume).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + BEEP_S);
}

/** One short pulse for a hit, two for a miss: eyes stay on the road. */
export function feel(role: "hit" | "miss"): void {
  navigator.vibrate?.(role === "hit" ? 20 : [25, 40, 25]);
  if (sound.value) beep(role === "hit" ? HIT_HZ : MISS_HZ);
}

/** The window is over. */
export function feelOver(): void {
  navigator.vibrate?.([200, 100, 200]);
  if (sound.value) beep(HIT_HZ);
}
