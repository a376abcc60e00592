import { signal } from "@preact/signals";
import type { Patrol } from "../core/entries.ts";

export const DEFAULT_PATROL: Patrol = {
  level: "daily",
  mode: "open",
  nature: "observation",
  source: "patrol",
};

/** What holds for the whole patrol: set once per session, never asked per record. */
export const patrol = signal<Patrol>(DEFAULT_PATROL);
