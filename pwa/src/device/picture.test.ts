import { describe, expect, test } from "vitest";
import { fitted, isBlank, nextStep } from "./picture.ts";

describe("the size of a picture", () => {
  test.each([
    [{ width: 4000, height: 3000 }, 2048, { width: 2048, height: 1536 }],
    [{ width: 1080, height: 1920 }, 2048, { width: 1080, height: 1920 }],
    [{ width: 9000, height: 2 }, 480, { width: 480, height: 1 }],
  ])("%o within %i is %o", (size, side, wanted) => {
    expect(fitted(size, side)).toEqual(wanted);
  });
});

describe("one picture teaches the next how finely to write", () => {
  test("a large one makes it coarser, until the coarsest", () => {
    expect(nextStep(1, 500_000)).toBe(2);
    expect(nextStep(2, 900_000)).toBe(2);
  });

  test("a small one makes it finer, until the finest", () => {
    expect(nextStep(1, 100_000)).toBe(0);
    expect(nextStep(0, 100_000)).toBe(0);
  });

  test("one near the target changes nothing", () => {
    for (const step of [0, 1, 2]) expect(nextStep(step, 400_000)).toBe(step);
  });

  test("the steps do not swing for the same scene", () => {
    // Bytes of one scene at the three qualities, finest first.
    const scene = [550_000, 458_000, 325_000];
    let step = 1;
    const seen = Array.from({ length: 6 }, () => {
      step = nextStep(step, scene[step] ?? 0);
      return step;
    });
    expect(new Set(seen)).toEqual(new Set([2]));
  });
});

test("a frame of one colour is blank, and noise is not", () => {
  const black = new Uint8ClampedArray(64);
  expect(isBlank(black)).toBe(true);
  black[41] = 1;
  expect(isBlank(black)).toBe(false);
});
