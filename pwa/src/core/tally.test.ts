/** The shared cases of tallies; tests/schemas/test_result_cases.py runs the same file. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import edition from "../../../schemas/cases/edition.json" with { type: "json" };
import cases from "../../../schemas/cases/tally.json" with { type: "json" };
import type { Counts } from "./asking.ts";
import { type Catalogue, type Item, itemOf } from "./catalogue.ts";
import {
  type Counted,
  readTally,
  recordedTally,
  type Tap,
  tallyResult,
  tapped,
  UNDO_DEPTH,
  undone,
} from "./tally.ts";

const catalogue = edition as unknown as Catalogue;

function known(code: string): Item {
  const item = itemOf(catalogue, code);
  if (!item) throw new Error(`no item ${code}`);
  return item;
}

interface Case {
  name: string;
  item: string;
  counts: Counts;
  expect: Record<string, unknown>;
}

describe("shared cases of tallies", () => {
  test.each((cases.cases as unknown as Case[]).map((one) => [one.name, one] as const))("%s", (_, one) => {
    const item = known(one.item);
    const found: Record<string, unknown> = {
      ...readTally(item, one.counts),
      result: tallyResult(item, one.counts),
    };
    expect(Object.fromEntries(Object.keys(one.expect).map((key) => [key, found[key]]))).toEqual(one.expect);
  });
});

const START: Counted = {
  counts: {},
  tally: { started_at: "", ended_at: "", planned_min: 10, counted_s: 0 },
};
const aTap: fc.Arbitrary<Tap> = fc.record({
  code: fc.constantFrom("worn", "unfastened", "bare"),
  of: fc.tuple(fc.constantFrom("rider", "passenger", null), fc.constantFrom("ebike", null)),
});

const sum = (counts: Record<string, number>): number => Object.values(counts).reduce((a, b) => a + b, 0);

const split = ({ tally }: Counted): number =>
  (tally.cells ?? []).reduce((total, cell) => total + sum(cell.counts), 0);

test("whatever is tapped and taken back, the strata add up to the totals", () => {
  fc.assert(
    fc.property(fc.array(aTap, { maxLength: 80 }), fc.nat(60), (taps, backs) => {
      const then = taps.reduce(tapped, START);
      const now = Array.from({ length: backs }).reduce<Counted>(undone, then);
      const left = taps.length - Math.min(backs, taps.length, UNDO_DEPTH);
      return sum(now.counts) === left && split(now) === left && !("taps" in recordedTally(now.tally));
    }),
  );
});

test("a tap taken back leaves what was there", () => {
  fc.assert(
    fc.property(fc.array(aTap, { maxLength: 40 }), aTap, (before, tap) => {
      const then = before.reduce(tapped, START);
      const back = undone(tapped(then, tap));
      expect(readTally(known("TRF-01"), back.counts)).toEqual(readTally(known("TRF-01"), then.counts));
      expect(back.tally.cells ?? []).toEqual(then.tally.cells ?? []);
    }),
  );
});
