/** The shared cases of rates; tests/schemas/test_geo_cases.py runs the same file. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import cases from "../../../schemas/cases/rate.json" with { type: "json" };
import { againstTarget, censusAgainstTarget, wilson } from "./rate.ts";

describe("shared cases of rates", () => {
  test.each(cases.wilson)("interval of $hits in $n", ({ hits, n, low, high }) => {
    expect(wilson(hits, n).low).toBeCloseTo(low, 3);
    expect(wilson(hits, n).high).toBeCloseTo(high, 3);
  });

  test.each(cases.target)("$hits in $n against $target: $verdict", ({ hits, n, target, verdict }) => {
    expect(againstTarget(wilson(hits, n), target)).toBe(verdict);
  });

  test.each(cases.census)("all $n counted, $hits hits: $verdict", ({ hits, n, target, verdict }) => {
    expect(censusAgainstTarget(hits, n, target)).toBe(verdict);
  });
});

test("the interval lies within 0 and 1 and holds the share", () => {
  fc.assert(
    fc.property(fc.nat(100000), fc.nat(100000), (a, b) => {
      const [hits, n] = [Math.min(a, b), Math.max(a, b)];
      const { rate, low, high } = wilson(hits, n);
      return low >= 0 && high <= 1 && low <= high && (rate === null || (low <= rate && rate <= high));
    }),
  );
});
