/** How many pixels a picture has, read from its header: a huge one must be known before it is decoded. */
import type { Bytes } from "../core/bytes.ts";

/** As a JPEG is shown, turned by its EXIF orientation; of HEIF and AVIF as they are coded. */
export interface PixelSize {
  width: number;
  height: number;
}

type Reader = (view: DataView) => PixelSize | null;

const EXIF = 0x45786966;
const ORIENTATION = 0x0112;
/** Where boxes of HEIF and AVIF that tell the size may lie: before the picture itself. */
const BOXES_BYTES = 262_144;

const textAt = (view: DataView, at: number): string =>
  String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)));

/** From orientation 5 on the sides are exchanged. `at` is the start of an APP1 segment's content. */
function isTurned(view: DataView, at: number): boolean {
  if (view.getUint32(at) !== EXIF) return false;
  const tiff = at + 6;
  const little = view.getUint16(tiff) === 0x4949;
  const directory = tiff + view.getUint32(tiff + 4, little);
  const count = view.getUint16(directory, little);
  for (let n = 0; n < count; n += 1) {
    const entry = directory + 2 + 12 * n;
    if (view.getUint16(entry, little) === ORIENTATION) return view.getUint16(entry + 8, little) >= 5;
  }
  return false;
}

/** A damaged EXIF block costs the orientation, not the picture. */
function seemsTurned(view: DataView, at: number): boolean {
  try {
    return isTurned(view, at);
  } catch {
    return false;
  }
}

/** C0 to CF begin a frame and say its size; C4, C8 and CC among them are something else. */
const isFrame = (marker: number): boolean =>
  marker === 0xc0 || (marker > 0xc0 && marker <= 0xcf && marker % 4 !== 0);

/** The segments of a JPEG, each as its marker and where its content begins. */
function* segments(view: DataView): Generator<[marker: number, at: number]> {
  for (let at = 2; view.getUint8(at) === 0xff; ) {
    const marker = view.getUint8(at + 1);
    if (marker !== 0xff) yield [marker, at + 4];
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
}

function jpeg(view: DataView): PixelSize | null {
  let turned = false;
  for (const [marker, at] of segments(view)) {
    if (marker === 0xe1) turned ||= seemsTurned(view, at);
    if (!isFrame(marker)) continue;
    const [height, width] = [view.getUint16(at + 1), view.getUint16(at + 3)];
    return turned ? { width: height, height: width } : { width, height };
  }
  return null;
}

const png: Reader = (view) => ({ width: view.getUint32(16), height: view.getUint32(20) });

const u24 = (view: DataView, at: number): number => view.getUint16(at, true) + (view.getUint8(at + 2) << 16);

function webp(view: DataView): PixelSize | null {
  const kind = textAt(view, 12);
  if (kind === "VP8X") return { width: 1 + u24(view, 24), height: 1 + u24(view, 27) };
  if (kind === "VP8 ") {
    return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  }
  const bits = view.getUint32(21, true);
  return kind === "VP8L" ? { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) } : null;
}

/** The largest of all sizes in the file: a picture may be made of tiles. */
function heif(view: DataView): PixelSize | null {
  let found: PixelSize | null = null;
  for (let at = 8; at < Math.min(view.byteLength, BOXES_BYTES) - 16; at += 1) {
    if (view.getUint8(at) !== 0x69 || textAt(view, at) !== "ispe") continue;
    const [width, height] = [view.getUint32(at + 8), view.getUint32(at + 12)];
    if (!found || width * height > found.width * found.height) found = { width, height };
  }
  return found;
}

function readerOf(view: DataView): Reader | null {
  if (view.getUint16(0) === 0xffd8) return jpeg;
  if (view.getUint32(0) === 0x89504e47) return png;
  if (textAt(view, 0) === "RIFF" && textAt(view, 8) === "WEBP") return webp;
  return textAt(view, 4) === "ftyp" ? heif : null;
}

/** Null where the bytes are no picture of a known kind (JPEG, PNG, WebP, HEIF, AVIF), or cut short. */
export function pixelSize(bytes: Bytes): PixelSize | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const size = readerOf(view)?.(view) ?? null;
    return size && size.width > 0 && size.height > 0 ? size : null;
  } catch {
    // The header ends before it says.
    return null;
  }
}
