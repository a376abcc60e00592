/**
 * Reads a PMTiles archive (version 3) that lies on the phone: where a tile's bytes are.
 * https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md. Its own package brings an HTTP source, vector
 * tiles and a decompressor; here the bytes are local and the browser unpacks, so that this is all there is to do.
 */

/** Bytes of the archive. */
export type ReadAt = (offset: number, length: number) => Promise<Uint8Array<ArrayBuffer>>;
export type Unpack = (bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array<ArrayBuffer>>;

interface Row {
  id: number;
  run: number;
  length: number;
  offset: number;
}

interface Header {
  root: [number, number];
  leaves: number;
  data: number;
  isPacked: boolean;
}

const HEADER_BYTES = 127;
/** A directory points to directories at most this deep, or the archive is none. */
const DEEPEST = 4;
const GZIP = 2;

/** Number of a tile: along the Hilbert curve of its zoom, after all tiles of the zooms above. Exact up to zoom 26. */
export function tileId(z: number, x: number, y: number): number {
  let id = (4 ** z - 1) / 3;
  let [tx, ty] = [x, y];
  for (let s = 2 ** (z - 1); s >= 1; s /= 2) {
    const [rx, ry] = [Number((tx & s) > 0), Number((ty & s) > 0)];
    id += s * s * ((3 * rx) ^ ry);
    [tx, ty] = turned(s, [tx, ty], rx, ry);
  }
  return id;
}

/** The curve runs through the quarters of a square turned and mirrored; what lies above `s` no longer counts. */
function turned(s: number, [x, y]: [number, number], rx: number, ry: number): [number, number] {
  if (ry === 1) return [x, y];
  return rx === 1 ? [s - 1 - (y & (s - 1)), s - 1 - (x & (s - 1))] : [y, x];
}

function headerOf(bytes: Uint8Array<ArrayBuffer>): Header {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const at = (offset: number) => Number(view.getBigUint64(offset, true));
  return { root: [at(8), at(16)], leaves: at(40), data: at(56), isPacked: bytes[97] === GZIP };
}

function varints(bytes: Uint8Array<ArrayBuffer>): () => number {
  let at = 0;
  return () => {
    let value = 0;
    for (let weight = 1; ; weight *= 128) {
      const byte = bytes[at] ?? 0;
      at += 1;
      value += (byte & 0x7f) * weight;
      if (byte < 0x80) return value;
    }
  };
}

/** The rows of a directory, which stands column by column. Throws where there cannot be as many as it says. */
export function rowsOf(bytes: Uint8Array<ArrayBuffer>): Row[] {
  const next = varints(bytes);
  const length = next();
  // Each of a row's four columns takes a byte at least.
  if (length * 4 > bytes.length) throw new RangeError("the directory is damaged");
  const rows: Row[] = Array.from({ length }, () => ({ id: 0, run: 0, length: 0, offset: 0 }));
  let id = 0;
  for (const row of rows) {
    id += next();
    row.id = id;
  }
  for (const row of rows) row.run = next();
  for (const row of rows) row.length = next();
  for (const [i, row] of rows.entries()) {
    const said = next();
    const before = rows[i - 1];
    row.offset = said === 0 && before ? before.offset + before.length : said - 1;
  }
  return rows;
}

/** The last row that begins at or before `id`. */
function rowFor(rows: readonly Row[], id: number): Row | null {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.id ?? 0) <= id) low = middle + 1;
    else high = middle;
  }
  return rows[low - 1] ?? null;
}

/** Looks tiles up in an archive: the bytes of the picture, or null where it has none. */
export function openArchive(
  readAt: ReadAt,
  unpack: Unpack,
): (z: number, x: number, y: number) => Promise<Uint8Array<ArrayBuffer> | null> {
  const directories = new Map<number, Promise<Row[]>>();
  const header = readAt(0, HEADER_BYTES).then(headerOf);
  const read = async (offset: number, length: number): Promise<Row[]> => {
    const bytes = await readAt(offset, length);
    return rowsOf((await header).isPacked ? await unpack(bytes) : bytes);
  };
  const directory = (offset: number, length: number): Promise<Row[]> => {
    const known = directories.get(offset) ?? read(offset, length);
    directories.set(offset, known);
    return known;
  };
  return async (z, x, y) => {
    const { root, leaves, data } = await header;
    const id = tileId(z, x, y);
    let row = rowFor(await directory(...root), id);
    for (let depth = 1; row?.run === 0 && depth < DEEPEST; depth += 1) {
      row = rowFor(await directory(leaves + row.offset, row.length), id);
    }
    return row && id < row.id + row.run ? readAt(data + row.offset, row.length) : null;
  };
}
