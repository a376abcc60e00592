import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  blockSide,
  howOf,
  type Mark,
  markAt,
  markBetween,
  mayStandIn,
  moved,
  type Pixels,
  pixelate,
  regionOf,
  resized,
} from "./redaction.ts";

function noise(width: number, height: number, seed: number): Pixels {
  const data = new Uint8ClampedArray(width * height * 4);
  let state = seed;
  for (let i = 0; i < data.length; i += 1) {
    state = (state * 1103515245 + 12345) % 2147483648;
    data[i] = (state >> 16) & 255;
  }
  return { data, width, height };
}

const sides = fc.integer({ min: 1, max: 90 });

describe("pixelate", () => {
  it("leaves at most six blocks along the longer side, each of one colour", () => {
    fc.assert(
      fc.property(sides, sides, fc.nat(99), (width, height, seed) => {
        const pixels = noise(width, height, seed);
        pixelate(pixels);
        const side = blockSide(width, height);
        expect(Math.ceil(Math.max(width, height) / side)).toBeLessThanOrEqual(6);
        for (let y = 0; y < height; y += 1) {
          for (let x = 0; x < width; x += 1) {
            const corner = ((y - (y % side)) * width + (x - (x % side))) * 4;
            const here = (y * width + x) * 4;
            expect(pixels.data.slice(here, here + 4)).toEqual(pixels.data.slice(corner, corner + 4));
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it("gives the same picture for regions that differ only in their detail", () => {
    const [a, b] = [noise(60, 60, 1), noise(60, 60, 1)];
    // Two pixels of one block change places: the mean stays, the face does not.
    b.data.set(a.data.slice(0, 4), 4);
    b.data.set(a.data.slice(4, 8), 0);
    expect(b.data).not.toEqual(a.data);
    pixelate(a);
    pixelate(b);
    expect(b.data).toEqual(a.data);
  });
});

const fraction = fc.double({ min: 0, max: 1, noNaN: true });
const tool = fc.constantFrom("hide", "arrow", "circle" as const) as fc.Arbitrary<Mark["tool"]>;

const within = ({ x, y, w, h }: Mark) =>
  [x, y, x + w, y + h].every((value) => value >= -1e-9 && value <= 1 + 1e-9);

describe("marks", () => {
  it("stay on the picture however they are put, moved and resized", () => {
    fc.assert(
      fc.property(tool, fraction, fraction, fraction, fraction, (kind, x, y, u, v) => {
        expect(within(markAt(kind, x, y))).toBe(true);
        const drawn = markBetween(kind, [x, y], [u, v]);
        expect(within(drawn)).toBe(true);
        expect(within(moved(drawn, u - 0.5, v - 0.5))).toBe(true);
        expect(within(resized(drawn, x - 0.5, y - 0.5))).toBe(true);
      }),
    );
  });

  it("cover whole pixels, the outermost ones too", () => {
    const size = { width: 101, height: 33 };
    expect(regionOf({ tool: "hide", x: 1, y: 1, w: -1, h: -1 }, size)).toEqual({ x: 0, y: 0, ...size });
    expect(regionOf({ tool: "hide", x: 0.005, y: 0.5, w: 0.001, h: 0.001 }, size)).toEqual({
      ...{ x: 0, y: 16, width: 1, height: 1 },
    });
  });

  it("are a tap where the finger hardly moved", () => {
    expect(markBetween("hide", [0.5, 0.5], [0.51, 0.5])).toEqual(markAt("hide", 0.5, 0.5));
  });
});

describe("howOf", () => {
  it("says what was done, redaction first", () => {
    const of = (...tools: Mark["tool"][]) => howOf(tools.map((each) => markAt(each, 0.5, 0.5)));
    expect([of(), of("hide"), of("arrow", "circle"), of("arrow", "hide")]).toEqual([
      ...[null, "redact", "mark", "redact+mark"],
    ]);
  });
});

describe("what stands in for a picture that was changed before", () => {
  const marks = { hide: markAt("hide", 0.5, 0.5), arrow: markAt("arrow", 0.5, 0.5) };

  it("may change every mark, but shows nothing again that was hidden", () => {
    expect(mayStandIn([marks.hide], "redact")).toBe(true);
    expect(mayStandIn([marks.arrow, marks.hide], "redact+mark")).toBe(true);
    expect(mayStandIn([marks.arrow], "redact")).toBe(false);
    expect(mayStandIn([], "redact")).toBe(false);
  });

  it("is anything but nothing where nothing was hidden", () => {
    expect(mayStandIn([marks.arrow], undefined)).toBe(true);
    expect(mayStandIn([marks.hide], "mark")).toBe(true);
    expect(mayStandIn([], "mark")).toBe(false);
    expect(mayStandIn([], undefined)).toBe(false);
  });
});
