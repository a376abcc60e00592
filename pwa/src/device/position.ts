import type { Signal } from "@preact/signals";
import type { Fix } from "../core/entries.ts";

export type PositionError = "denied" | "unavailable" | "slow" | "unsupported";

export interface PositionWatch {
  /** The newest reading, its age counted on; null until there is one. */
  fix: Signal<Fix | null>;
  error: Signal<PositionError | null>;
  /** The last readings (at most `n`, newest last), with their age now: what a shot carries. */
  recent(n?: number): Fix[];
  stop(): void;
}

export function watchPosition(): PositionWatch {
  throw new Error("not yet");
}
