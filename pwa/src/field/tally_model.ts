import type { Catalogue, ChoiceDef, Counter, Item } from "../core/catalogue";
import type { Counted, Counting } from "../core/tally";
import type { Draft } from "../device/types";

/** One row of halves: a choice of the first stratum, or everything where it has no rows. */
export interface Band {
  code: string | null;
  words: ChoiceDef | null;
}

/** A stratum that is set before tapping and stays until it is changed. */
export interface Sticky {
  list: string;
  choices: [string, ChoiceDef][];
}

export interface Layout {
  bands: Band[];
  sticky: Sticky[];
  hits: Counter[];
  misses: Counter[];
  extras: Counter[];
}

/** More rows than this make halves too small for a thumb and a glance. */
const ROWS = 2;

/** How an item is counted: a first stratum of two becomes two rows, so that one tap says all of a rider. */
export function layoutOf(item: Item, catalogue: Catalogue): Layout {
  const strata = (item.strata ?? []).map((list) => ({
    list,
    choices: Object.entries(catalogue.choice_lists[list] ?? {}),
  }));
  const rows = strata[0]?.choices.length === ROWS ? strata[0].choices : null;
  const of = (role: Counter["role"]) =>
    (item.counters ?? []).filter((one) => one.role === role && !one.separate);
  return {
    bands: rows ? rows.map(([code, words]) => ({ code, words })) : [{ code: null, words: null }],
    sticky: rows ? strata.slice(1) : strata,
    hits: of("hit"),
    misses: of("miss"),
    extras: (item.counters ?? []).filter((one) => one.separate),
  };
}

/** The cell of a tap: its row, then what is set in the strata below. */
export function cellOf(layout: Layout, band: Band, set: readonly (string | null)[]): (string | null)[] {
  const others = layout.sticky.map((_, i) => set[i] ?? null);
  return band.code === null ? others : [band.code, ...others];
}

/** What was counted of one counter in one row. */
export function shownCount({ counts, tally }: Counted, code: string, band: Band): number {
  if (band.code === null) return counts[code] ?? 0;
  const cells = (tally.cells ?? []).filter((cell) => cell.of[0] === band.code);
  return cells.reduce((sum, cell) => sum + (cell.counts[code] ?? 0), 0);
}

function begun(item: Item): Counting {
  return { started_at: "", ended_at: "", planned_min: item.sample?.minutes ?? 0, counted_s: 0 };
}

/** The count of a draft, empty where nothing was tapped yet. */
export function countedOf({ counts, tally }: Draft, item: Item): Counted {
  return { counts: counts ?? {}, tally: tally ?? begun(item) };
}
