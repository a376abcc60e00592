/**
 * A QR symbol of one fixed kind: version 5 (37 × 37), error correction L, byte mode, mask 0. One block and no
 * choice of mask: all that a short text needs, and readable by every scanner (ISO/IEC 18004).
 */
import { utf8 } from "./bytes.ts";

export const SIDE = 37;
const DATA = 108;
const CHECK = 26;
/** What is left of the data for the text: mode and length take twelve bits, the end four. */
export const MOST_BYTES = 106;
/** Level L with mask 0, its BCH remainder and the fixed mask of the format already applied. */
const FORMAT = 0b111011111000100;
const ALIGNMENT = 30;
const TIMING = 6;

/** Thrown for a text beyond 106 bytes. */
export class TooLong extends Error {
  override name = "TooLong";
}

/** Filled up with spaces: whoever reads it trims, and there is no padding to get wrong. */
function codewords(text: string): Uint8Array {
  const said = utf8(text.padEnd(MOST_BYTES - utf8(text).length + text.length));
  if (said.length > MOST_BYTES) throw new TooLong();
  const out = new Uint8Array(DATA);
  // Mode 0100 and the length push every byte half a byte along.
  const ends = [...said].flatMap((byte) => [byte >> 4, byte & 15]);
  for (const [i, nibble] of [4, MOST_BYTES >> 4, MOST_BYTES & 15, ...ends].entries()) {
    out[i >> 1] = (out[i >> 1] ?? 0) | (nibble << (i % 2 ? 0 : 4));
  }
  return out;
}

/** Product in GF(256) by 0x11d. */
function times(a: number, b: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    if ((b >> bit) & 1) product ^= a;
  }
  return product;
}

function generator(): Uint8Array {
  const poly = new Uint8Array(CHECK);
  poly[CHECK - 1] = 1;
  for (let i = 0, root = 1; i < CHECK; i += 1, root = times(root, 2)) {
    for (let j = 0; j < CHECK; j += 1) poly[j] = times(poly[j] ?? 0, root) ^ (poly[j + 1] ?? 0);
  }
  return poly;
}

/** The Reed-Solomon codewords that follow the data. */
function checks(data: Uint8Array): Uint8Array {
  const poly = generator();
  const rest = new Uint8Array(CHECK);
  for (const byte of data) {
    const factor = byte ^ (rest[0] ?? 0);
    rest.copyWithin(0, 1);
    rest[CHECK - 1] = 0;
    for (let i = 0; i < CHECK; i += 1) rest[i] = (rest[i] ?? 0) ^ times(poly[i] ?? 0, factor);
  }
  return rest;
}

type Grid = (boolean | null)[][];

/** A square of rings around (x, y): dark where `isDark` says so of the distance from the middle. */
function rings(grid: Grid, x: number, y: number, reach: number, isDark: (ring: number) => boolean): void {
  for (let dy = -reach; dy <= reach; dy += 1) {
    for (let dx = -reach; dx <= reach; dx += 1) {
      const row = grid[y + dy];
      if (row && row[x + dx] !== undefined) row[x + dx] = isDark(Math.max(Math.abs(dx), Math.abs(dy)));
    }
  }
}

const set = (grid: Grid, x: number, y: number, dark: boolean): void => {
  (grid[y] as (boolean | null)[])[x] = dark;
};

/** Where the bits of the format stand, lowest first: down beside one finder, and along the other two. */
const DOWN = [0, 1, 2, 3, 4, 5, 7, 8, 30, 31, 32, 33, 34, 35, 36];
const ALONG = [36, 35, 34, 33, 32, 31, 30, 29, 7, 5, 4, 3, 2, 1, 0];

function format(grid: Grid): void {
  for (let i = 0; i < DOWN.length; i += 1) {
    const dark = ((FORMAT >> i) & 1) === 1;
    set(grid, 8, DOWN[i] ?? 0, dark);
    set(grid, ALONG[i] ?? 0, 8, dark);
  }
  set(grid, 8, SIDE - 8, true);
}

/** All that is the same in every symbol; null where data goes. */
function frame(): Grid {
  const grid: Grid = Array.from({ length: SIDE }, () => new Array<boolean | null>(SIDE).fill(null));
  for (let i = 0; i < SIDE; i += 1) {
    set(grid, TIMING, i, i % 2 === 0);
    set(grid, i, TIMING, i % 2 === 0);
  }
  const finder = (ring: number): boolean => ring !== 2 && ring !== 4;
  for (const [x, y] of [
    [3, 3],
    [SIDE - 4, 3],
    [3, SIDE - 4],
  ] as const)
    rings(grid, x, y, 4, finder);
  rings(grid, ALIGNMENT, ALIGNMENT, 2, (ring) => ring !== 1);
  format(grid);
  return grid;
}

/** The columns by pairs from the right; the one of the timing pattern belongs to none. */
const PAIRS = Array.from({ length: 18 }, (_, pair) => SIDE - 1 - 2 * pair - (pair > 14 ? 1 : 0));

/** The free cells in the order of the data: up and down the pairs of columns in turn. */
function cells(grid: Grid): [number, number][] {
  const column = Array.from({ length: SIDE }, (_, y) => y);
  const all = PAIRS.flatMap((right, pair) =>
    (pair % 2 ? column : [...column].reverse()).flatMap((y): [number, number][] => [
      [right, y],
      [right - 1, y],
    ]),
  );
  return all.filter(([x, y]) => grid[y]?.[x] === null);
}

/** Rows of the symbol, true where it is dark, without the quiet zone of four. Throws TooLong beyond 106 bytes. */
export function qr(text: string): boolean[][] {
  const data = codewords(text);
  const bytes = [...data, ...checks(data)];
  const grid = frame();
  let bit = 0;
  for (const [x, y] of cells(grid)) {
    const dark = (((bytes[bit >> 3] ?? 0) >> (7 - (bit % 8))) & 1) === 1;
    set(grid, x, y, dark !== ((x + y) % 2 === 0));
    bit += 1;
  }
  return grid as boolean[][];
}

/** The dark cells as one SVG path, in units of a cell. */
export const qrPath = (rows: boolean[][]): string =>
  rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
