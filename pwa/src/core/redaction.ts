/** Marks drawn on a picture, and how a region is made unrecognisable for good. Pure. */

export type Tool = "hide" | "arrow" | "circle";

/** Fractions of the picture's sides; an arrow runs from its first corner to the other, so w and h may be negative. */
export interface Mark {
  tool: Tool;
  x: number;
  y: number;
  w: number;
  h: number;
}

export interface Pixels {
  data: Uint8ClampedArray;
  width: number;
  height: number;
}

interface Region {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** So few that neither a face nor the letters of a plate survive in them. */
const MOST_BLOCKS = 6;
const LEAST_BLOCK_PX = 14;
/** What is left of a channel: 16 steps, so that no fine difference of two means tells anything. */
const STEP = 16;
/** A tap, or the keyboard, puts a mark of this size. */
const USUAL = 0.18;
const SMALLEST = 0.03;

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** How a derived picture names what was done: `redact`, `mark`, `redact+mark`; null for nothing. */
export function howOf(marks: readonly Mark[]): string | null {
  const done = [
    marks.some(({ tool }) => tool === "hide") && "redact",
    marks.some(({ tool }) => tool !== "hide") && "mark",
  ].filter(Boolean);
  return done.length > 0 ? done.join("+") : null;
}

const hides = (how: string | null | undefined): boolean => how?.startsWith("redact") === true;

/** May a picture with these marks stand in for one made as `before` says? What was hidden once stays hidden in part. */
export function mayStandIn(marks: readonly Mark[], before: string | undefined): boolean {
  const how = howOf(marks);
  return how !== null && (hides(how) || !hides(before));
}

function meanOf({ data, width }: Pixels, block: Region): number[] {
  const sums = [0, 0, 0];
  for (let y = block.y; y < block.y + block.height; y += 1) {
    for (let x = block.x; x < block.x + block.width; x += 1) {
      for (let c = 0; c < 3; c += 1) sums[c] = (sums[c] ?? 0) + (data[(y * width + x) * 4 + c] ?? 0);
    }
  }
  const count = block.width * block.height;
  return sums.map((sum) => Math.floor(sum / count / STEP) * STEP + STEP / 2);
}

function fill({ data, width }: Pixels, block: Region, colour: readonly number[]): void {
  for (let y = block.y; y < block.y + block.height; y += 1) {
    for (let x = block.x; x < block.x + block.width; x += 1) {
      data.set([...colour, 255], (y * width + x) * 4);
    }
  }
}

/** Side of a block in pixels for a region: at most six blocks along its longer side. */
export const blockSide = (width: number, height: number): number =>
  Math.max(LEAST_BLOCK_PX, Math.ceil(Math.max(width, height) / MOST_BLOCKS));

/** Replaces all pixels of a region by the rounded means of coarse blocks: what was there cannot be computed back. */
export function pixelate(pixels: Pixels): void {
  const { width, height } = pixels;
  const side = blockSide(width, height);
  for (let y = 0; y < height; y += side) {
    for (let x = 0; x < width; x += side) {
      const block = { x, y, width: Math.min(side, width - x), height: Math.min(side, height - y) };
      fill(pixels, block, meanOf(pixels, block));
    }
  }
}

/** The whole pixels that a mark covers in a picture of this size, rounded outwards. */
export function regionOf({ x, y, w, h }: Mark, size: { width: number; height: number }): Region {
  const left = clamp(Math.floor(Math.min(x, x + w) * size.width), 0, size.width - 1);
  const top = clamp(Math.floor(Math.min(y, y + h) * size.height), 0, size.height - 1);
  const right = clamp(Math.ceil(Math.max(x, x + w) * size.width), left + 1, size.width);
  const bottom = clamp(Math.ceil(Math.max(y, y + h) * size.height), top + 1, size.height);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** A mark of the usual size around a point; an arrow points at it. */
export function markAt(tool: Tool, x: number, y: number): Mark {
  if (tool === "arrow") return held({ tool, x: x - USUAL, y: y - USUAL, w: USUAL, h: USUAL });
  return held({ tool, x: x - USUAL / 2, y: y - USUAL / 2, w: USUAL, h: USUAL });
}

/** The mark of a finger that went from one point to another; one that hardly moved was a tap. */
export function markBetween(
  tool: Tool,
  from: readonly [number, number],
  to: readonly [number, number],
): Mark {
  const [w, h] = [to[0] - from[0], to[1] - from[1]];
  if (Math.max(Math.abs(w), Math.abs(h)) < SMALLEST) return markAt(tool, from[0], from[1]);
  return { tool, x: from[0], y: from[1], w, h };
}

/** The mark with both corners inside the picture; its size stays where it fits. */
function held({ tool, x, y, w, h }: Mark): Mark {
  const inside = (start: number, length: number): number =>
    clamp(start, Math.max(0, -length), Math.min(1, 1 - length));
  return { tool, x: inside(x, w), y: inside(y, h), w, h };
}

export const moved = (mark: Mark, dx: number, dy: number): Mark =>
  held({ ...mark, x: mark.x + dx, y: mark.y + dy });

/** Grown or shrunk at the far corner; never to nothing, never beyond the picture. */
export function resized(mark: Mark, dw: number, dh: number): Mark {
  const side = (start: number, length: number, by: number): number => {
    const grown = clamp(start + length + by, 0, 1) - start;
    return Math.abs(grown) < SMALLEST ? Math.sign(length || 1) * SMALLEST : grown;
  };
  return held({ ...mark, w: side(mark.x, mark.w, dw), h: side(mark.y, mark.h, dh) });
}
