/** Pictures that any decoder reads to their end: 16 x 12 grey pixels, and comments up to the size that is wanted. */
type Bytes = Uint8Array<ArrayBuffer>;

const PIXELS = Buffer.from(
  "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI////////////////////////////" +
    "////////////////////////wAALCAAMABABAREA/8QAFgABAQEAAAAAAAAAAAAAAAAAAAID/8QAGxABAAIDAQEAAAAAAAAA" +
    "AAAAAQIDABExIUH/2gAIAQEAAD8AV1aNvMSsXyvYfXIskzmxeRdAZtXEz//Z",
  "base64",
);
const MARKER_BYTES = 2;
const HEAD_BYTES = 4;
const MOST_BYTES = 0xffff + MARKER_BYTES;

/** A JPEG of `length` bytes, at least what its pixels need; `seed` decides what its comments say. */
export function picture(length: number, seed: number): Bytes {
  const bytes = new Uint8Array(Math.max(PIXELS.length, length));
  let state = Math.imul(seed + 1, 2_654_435_761) >>> 0;
  for (let i = 0; i < bytes.length; i += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[i] = state >>> 24;
  }
  const end = bytes.length - PIXELS.length + MARKER_BYTES;
  bytes.set(PIXELS.subarray(0, MARKER_BYTES), 0);
  let at = MARKER_BYTES;
  while (end - at >= HEAD_BYTES) {
    const size = Math.min(end - at, MOST_BYTES);
    const said = size - MARKER_BYTES;
    bytes.set([0xff, 0xfe, said >>> 8, said & 0xff], at);
    at += size;
  }
  // Too little room for a comment: any number of these may stand before a marker.
  bytes.fill(0xff, at, end);
  bytes.set(PIXELS.subarray(MARKER_BYTES), end);
  return bytes;
}
