/**
 * Tallies: one tap is one rider. What was counted, by stratum, and what one visit may say about it.
 * Python mirrors `readTally` in server/domain/tally.py; both sides run schemas/cases/tally.json.
 */
import type { Counts } from "./asking.ts";
import type { Item } from "./catalogue.ts";
import { wilson } from "./rate.ts";

/** Counts of one stratum: its choice in each of the item's strata, null where it was not told apart. */
export interface TallyCell {
  of: (string | null)[];
  counts: { [code: string]: number };
}

/** How a count went: wall clock as claimed, and the seconds that a clock which only runs forward counted. */
export interface Tally {
  started_at: string;
  ended_at: string;
  planned_min: number;
  counted_s: number;
  cells?: TallyCell[];
}

export interface Tap {
  code: string;
  of: (string | null)[];
}

/** A count in the making; `taps` are the last ones, newest last, for undoing. */
export interface Counting extends Tally {
  taps?: Tap[];
}

/** What one visit says; whether a target is met is for the round that pools the visits. */
export type TallySays = "empty" | "short" | "enough" | "census" | "clear" | "found";

export interface TallyReading {
  hits: number;
  misses: number;
  n: number;
  /** Per cent cut to one decimal, so that 97.96 never reads as 98; null when nothing was counted. */
  percent: number | null;
  /** Wilson's 95 % interval in per cent, rounded outward to one decimal; null for a full count or none. */
  low: number | null;
  high: number | null;
  /** The target in per cent, and on which side of it this visit lies; null without one. */
  target: number | null;
  side: "below" | "reached" | null;
  /** The quota of one visit. */
  quota: number;
  says: TallySays;
}

const count = (value: unknown): number =>
  Number.isSafeInteger(value) && Number(value) > 0 ? Number(value) : 0;

function total(item: Item, counts: Counts, role: "hit" | "miss"): number {
  const rated = (item.counters ?? []).filter((one) => one.role === role && !one.separate);
  return rated.reduce((sum, { code }) => sum + count(counts[code]), 0);
}

function says(item: Item, misses: number, n: number): TallySays {
  const most = item.target?.max_miss;
  if (most !== undefined) return misses > most ? "found" : "clear";
  if (n === 0) return "empty";
  if (item.census) return "census";
  return n < (item.sample?.min_n ?? 1) ? "short" : "enough";
}

function side(rate: number | undefined, hits: number, n: number): TallyReading["side"] {
  if (rate === undefined || n === 0) return null;
  return hits / n >= rate ? "reached" : "below";
}

/** Reads the totals of one visit; counters of their own (`separate`) stay out of the share. */
export function readTally(item: Item, counts: Counts): TallyReading {
  const [hits, misses] = [total(item, counts, "hit"), total(item, counts, "miss")];
  const n = hits + misses;
  const between = n === 0 || item.census ? null : wilson(hits, n);
  const rate = item.target?.rate;
  return {
    hits,
    misses,
    n,
    percent: n === 0 ? null : Math.floor((hits * 1000) / n) / 10,
    low: between && Math.floor(between.low * 1000) / 10,
    high: between && Math.ceil(between.high * 1000) / 10,
    target: rate === undefined ? null : Math.round(rate * 1000) / 10,
    side: side(rate, hits, n),
    quota: item.sample?.min_n ?? 1,
    says: says(item, misses, n),
  };
}

/** A count in which nothing was missed, and something was looked at, is an all-clear. */
export function tallyResult(item: Item, counts: Counts): "finding" | "all_clear" {
  const { misses, says: said } = readTally(item, counts);
  const extra = (item.counters ?? []).some(
    (one) => one.separate && one.role === "miss" && count(counts[one.code]) > 0,
  );
  return misses > 0 || extra || said === "empty" ? "finding" : "all_clear";
}

/** How many taps can be taken back, over a killed app too. */
export const UNDO_DEPTH = 50;

const sameCell = (a: TallyCell["of"], b: TallyCell["of"]): boolean => JSON.stringify(a) === JSON.stringify(b);

function shifted(counts: Record<string, number>, code: string, by: number): Record<string, number> {
  const { [code]: before = 0, ...others } = counts;
  const after = before + by;
  return after > 0 ? { ...others, [code]: after } : others;
}

function shiftedCells(cells: TallyCell[], { code, of }: Tap, by: number): TallyCell[] {
  const known = cells.some((cell) => sameCell(cell.of, of)) ? cells : [...cells, { of, counts: {} }];
  return known
    .map((cell) => (sameCell(cell.of, of) ? { of, counts: shifted(cell.counts, code, by) } : cell))
    .filter((cell) => Object.keys(cell.counts).length > 0);
}

/** What a draft holds of a count: totals by counter, and the rest. */
export interface Counted {
  counts: Record<string, number>;
  tally: Counting;
}

function moved({ counts, tally }: Counted, tap: Tap, by: number): Counted {
  const cells = tap.of.length > 0 ? { cells: shiftedCells(tally.cells ?? [], tap, by) } : {};
  return { counts: shifted(counts, tap.code, by), tally: { ...tally, ...cells } };
}

/** One more of what was tapped. */
export function tapped(before: Counted, tap: Tap): Counted {
  const after = moved(before, tap, 1);
  return {
    ...after,
    tally: { ...after.tally, taps: [...(before.tally.taps ?? []), tap].slice(-UNDO_DEPTH) },
  };
}

/** The last tap taken back; nothing changes where none can be. */
export function undone(before: Counted): Counted {
  const taps = before.tally.taps ?? [];
  const last = taps.at(-1);
  if (!last) return before;
  const after = moved(before, last, -1);
  return { ...after, tally: { ...after.tally, taps: taps.slice(0, -1) } };
}

/** The count as it is recorded. */
export function recordedTally({ taps: _taps, ...tally }: Counting): Tally {
  return { ...tally, counted_s: Math.round(tally.counted_s) };
}
