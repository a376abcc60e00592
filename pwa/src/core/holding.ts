/** What a phone tells of what it holds unsent: counts and reasons, never content. And when that is worth a request. */
import type { Holding } from "./contract.ts";
import { isDeclared, type OutBlob, type OutEntry } from "./outbox.ts";
import type { SendRule } from "./sending.ts";

/** What the counts are made of, and what only the device layer knows. */
export interface Held {
  entries: readonly OutEntry[];
  blobs: readonly OutBlob[];
  /** The rule by which originals are held back now; `now` where none are. */
  rule: SendRule;
  paused: boolean;
  free_bytes: number | null;
  /** When the oldest entry was written that is unsent or whose pictures are, ms by the phone's own clock. */
  oldest_at: number | null;
  build: string;
}

export interface Told {
  holding: Holding;
  /** ms since 1970, by the phone's own clock. */
  at: number;
}

const CHANGED_MS = 3 * 60_000;
const SAME_MS = 30 * 60_000;
const MB = 1024 * 1024;

const isStuck = (blob: OutBlob): boolean => blob.state === "refused" || blob.state === "lost";

/** What of the outbox is unsent, at `now` (ms). Free room to the megabyte: it changes with every preview. */
export function holdingOf(held: Held, now: number): Holding {
  const originals = held.blobs.filter((blob) => blob.role !== "preview");
  const refused = held.entries.filter(isDeclared).length + originals.filter(isStuck).length;
  const why = [held.rule !== "now" && held.rule, held.paused && "paused"];
  const age = held.oldest_at === null ? null : Math.max(0, Math.round((now - held.oldest_at) / 1000));
  return {
    entries: held.entries.length,
    pictures: originals.length,
    picture_bytes: originals.reduce((sum, { bytes }) => sum + bytes, 0),
    refused,
    why: why.filter((code) => code !== false),
    free_bytes: held.free_bytes === null ? null : Math.floor(held.free_bytes / MB) * MB,
    oldest_age_s: age,
    build: held.build,
  };
}

export const isNothing = (holding: Holding): boolean => holding.entries + holding.pictures === 0;

/** All that does not change by itself while a phone lies in a drawer. */
const gist = ({ entries, pictures, picture_bytes, refused, why }: Holding): string =>
  JSON.stringify([entries, pictures, picture_bytes, refused, why]);

/**
 * Is `holding` worth a request after what was told last? A phone that keeps up says nothing at all. That
 * something is held, or nothing more, is told at once; other changes after minutes, the same now and then.
 */
export function isWorthTelling(holding: Holding, told: Told | null, now: number): boolean {
  const before = told === null || isNothing(told.holding);
  if (before || isNothing(holding)) return before !== isNothing(holding);
  const age = now - (told?.at ?? 0);
  const due = gist(holding) === gist(told?.holding ?? holding) ? SAME_MS : CHANGED_MS;
  // A clock that was put back must not silence a phone for years.
  return age >= due || age < 0;
}
