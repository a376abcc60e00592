import fc from "fast-check";
import { expect, test } from "vitest";
import type { Fix } from "./entries.ts";
import { isCoarse, isJumping, steadyFix } from "./fix_quality.ts";

const HERE = { lat: 312309000, lon: 1214739000 };
/** About two kilometres north. */
const FAR = { lat: 312489000, lon: 1214739000 };
const fix = (at: { lat: number; lon: number }, age_ms: number, acc_m = 8): Fix => ({
  ...at,
  acc_m,
  age_ms,
  alt_m: null,
});

test("one reading two kilometres away does not move the officer", () => {
  const here = fix(HERE, 1000);
  expect(steadyFix([here, fix(FAR, 0)])).toBe(here);
});

test("a second reading that agrees does", () => {
  const there = fix(FAR, 0);
  expect(steadyFix([fix(HERE, 2000), fix(FAR, 1000), there])).toBe(there);
});

test("so does a lone one that nothing contradicts for four seconds", () => {
  const there = fix(FAR, 4000);
  expect(steadyFix([fix(HERE, 5000), there])).toBe(there);
});

test("back at the old spot the jump is forgotten, but said", () => {
  const fixes = [fix(HERE, 3000), fix(FAR, 2000), fix(HERE, 1000)];
  expect(steadyFix(fixes)).toBe(fixes[2]);
  expect(isJumping(fixes)).toBe(true);
  expect(isJumping(fixes.map((one) => ({ ...one, age_ms: one.age_ms + 30_000 })))).toBe(false);
});

test("a reading of five kilometres is coarse and contradicts nothing", () => {
  const coarse = fix(FAR, 0, 5000);
  expect(steadyFix([fix(HERE, 1000), coarse])).toBe(coarse);
  expect(isJumping([fix(HERE, 1000), coarse])).toBe(false);
  expect([isCoarse(coarse, 50), isCoarse(fix(HERE, 0, 50), 50)]).toEqual([true, false]);
});

const readings = fc
  .array(fc.record({ north: fc.integer({ min: 0, max: 400 }), acc_m: fc.integer({ min: 1, max: 60 }) }), {
    maxLength: 12,
  })
  .map((all) =>
    all.map(({ north, acc_m }, i) =>
      fix({ lat: HERE.lat + north * 90, lon: HERE.lon }, (all.length - i) * 1000, acc_m),
    ),
  );

test("the steady reading is always one of those that were taken", () => {
  fc.assert(
    fc.property(readings, (all) => {
      const found = steadyFix(all);
      return all.length === 0 ? found === null : found !== null && all.includes(found);
    }),
  );
});

test("where nothing jumps the newest reading wins", () => {
  fc.assert(fc.property(readings, (all) => isJumping(all) || steadyFix(all) === (all.at(-1) ?? null)));
});
