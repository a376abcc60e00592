/** What holds for the whole patrol: set once per session, never asked per record. */
import { effect, signal } from "@preact/signals";
import type { Patrol } from "../core/entries.ts";

export const DEFAULT_PATROL: Patrol = {
  level: "daily",
  mode: "open",
  nature: "observation",
  source: "patrol",
};

const KEY = "xunzheng-patrol";

const store = (): Storage | null => {
  try {
    return globalThis.sessionStorage ?? null;
  } catch {
    // Some privacy modes throw on the mere look.
    return null;
  }
};

function kept(): Patrol {
  try {
    return { ...DEFAULT_PATROL, ...(JSON.parse(store()?.getItem(KEY) ?? "{}") as Partial<Patrol>) };
  } catch {
    return DEFAULT_PATROL;
  }
}

export const patrol = signal<Patrol>(kept());

effect(() => {
  store()?.setItem(KEY, JSON.stringify(patrol.value));
});
