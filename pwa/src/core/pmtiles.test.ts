import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it, test } from "vitest";
import { openArchive, rowsOf, tileId } from "./pmtiles.ts";

const FOLDER = new URL("../../../schemas/cases/pmtiles/", import.meta.url);
const unpack = async (bytes: Uint8Array<ArrayBuffer>) => new Uint8Array(gunzipSync(bytes));

function archive(name: string) {
  const whole = new Uint8Array(readFileSync(new URL(name, FOLDER)));
  return openArchive(async (offset, length) => whole.slice(offset, offset + length), unpack);
}

describe("a PMTiles archive", () => {
  // The numbers of the specification's own table.
  test.each([
    [0, 0, 0, 0],
    [1, 0, 0, 1],
    [1, 0, 1, 2],
    [1, 1, 1, 3],
    [1, 1, 0, 4],
    [2, 0, 0, 5],
    [12, 3423, 1763, 19078479],
  ])("numbers tile %i/%i/%i", (z, x, y, id) => {
    expect(tileId(z, x, y)).toBe(id);
  });

  it("numbers every tile of a zoom once, without a gap", () => {
    const ids = Array.from({ length: 1024 }, (_, i) => tileId(5, i % 32, Math.floor(i / 32)));
    expect(ids.sort((a, b) => a - b)).toEqual(Array.from({ length: 1024 }, (_, i) => 341 + i));
  });

  it.each(["flat.pmtiles", "leaves.pmtiles", "plain.pmtiles"])(
    "%s gives the picture of each tile",
    async (name) => {
      const tile = archive(name);
      for (const [x, y] of [
        [3231, 1690],
        [3232, 1690],
        [3231, 1691],
      ] as const) {
        const bytes = await tile(12, x, y);
        expect(String.fromCharCode(...(bytes ?? []).slice(1, 4)), `${x}/${y}`).toBe("PNG");
      }
      expect(await tile(12, 1, 1)).toBeNull();
      expect(await tile(3, 6, 3)).toBeNull();
    },
  );

  it("reads a directory whose tiles lie one behind the other", () => {
    // Two rows: ids 5 and 7, runs of 1, lengths 10 and 300, the first at 0, the second right behind it.
    expect(rowsOf(new Uint8Array([2, 5, 2, 1, 1, 10, 172, 2, 1, 0]))).toEqual([
      { id: 5, run: 1, length: 10, offset: 0 },
      { id: 7, run: 1, length: 300, offset: 10 },
    ]);
  });

  it("takes no directory at its word that says it has more rows than fit into it", () => {
    // Four thousand million rows in six bytes.
    expect(() => rowsOf(new Uint8Array([255, 255, 255, 255, 15, 1]))).toThrow(RangeError);
  });
});
