/** From a frame or a file to the picture that is evidence: JPEG, at most 2048 px, and its preview. */
import type { Picture } from "./types.ts";

const LONG_SIDE = 2048;
const PREVIEW_SIDE = 480;
/** About 400 kB. Writing a JPEG is most of the wait after the shutter, so one picture teaches the next. */
const TARGET_BYTES = 450_000;
/** A picture beyond this is written once more, coarser. */
const FAR_BYTES = 1.5 * TARGET_BYTES;
/** A picture below this lets the next one be finer. */
const SMALL_BYTES = 0.55 * TARGET_BYTES;
const QUALITIES = [0.85, 0.75, 0.65] as const;
const COARSEST = QUALITIES.length - 1;
const PREVIEW_QUALITY = 0.7;
/** iOS turns larger canvases black without a word. */
const MAX_PIXELS = 16_700_000;
const MIME = "image/jpeg";
const PROBE = 16;

/** The device gave a black, transparent or single-coloured frame: nothing was taken. */
export class BlankPicture extends Error {
  override name = "BlankPicture";
}

type Drawable = HTMLVideoElement | ImageBitmap | HTMLCanvasElement;
type Canvas = HTMLCanvasElement;

interface Size {
  width: number;
  height: number;
}

/** `size` with its long side at most `side`, whole pixels, never enlarged, never beyond the canvas limit. */
export function fitted({ width, height }: Size, side: number): Size {
  const scale = Math.min(1, side / Math.max(width, height), Math.sqrt(MAX_PIXELS / (width * height)));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

function draw(source: Drawable, { width, height }: Size): Canvas {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  const pen = canvas.getContext("2d", { alpha: false });
  if (!pen) throw new BlankPicture();
  pen.imageSmoothingQuality = "high";
  pen.drawImage(source, 0, 0, width, height);
  return canvas;
}

/** True if a coarse look at the pixels (RGBA) finds one single colour. A real frame always has noise. */
export function isBlank(pixels: Uint8ClampedArray): boolean {
  for (let i = 4; i < pixels.length; i += 4) {
    for (let c = 0; c < 3; c += 1) if (pixels[i + c] !== pixels[c]) return false;
  }
  return true;
}

function mustShowSomething(canvas: Canvas): void {
  const probe = document.createElement("canvas");
  Object.assign(probe, { width: PROBE, height: PROBE });
  const pen = probe.getContext("2d", { willReadFrequently: true });
  pen?.drawImage(canvas, 0, 0, PROBE, PROBE);
  if (!pen || isBlank(pen.getImageData(0, 0, PROBE, PROBE).data)) throw new BlankPicture();
}

async function jpeg(canvas: Canvas, quality: number): Promise<Uint8Array<ArrayBuffer>> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, MIME, quality));
  if (!blob || blob.size === 0 || blob.type !== MIME) throw new BlankPicture();
  return new Uint8Array(await blob.arrayBuffer());
}

/** The quality (an index, 0 the finest) for the next picture, after one at `step` came out at `bytes`. */
export function nextStep(step: number, bytes: number): number {
  if (bytes > TARGET_BYTES) return Math.min(COARSEST, step + 1);
  return bytes < SMALL_BYTES ? Math.max(0, step - 1) : step;
}

let step = 1;

async function nearTarget(canvas: Canvas): Promise<Uint8Array<ArrayBuffer>> {
  for (;;) {
    const at = step;
    const bytes = await jpeg(canvas, QUALITIES[at] ?? PREVIEW_QUALITY);
    step = nextStep(at, bytes.length);
    if (bytes.length <= FAR_BYTES || at === COARSEST) return bytes;
  }
}

/** The small picture alone, such as the poster of a film; whatever it shows. */
export async function previewFrom(source: Drawable, size: Size): Promise<Uint8Array<ArrayBuffer>> {
  return jpeg(draw(source, fitted(size, PREVIEW_SIDE)), PREVIEW_QUALITY);
}

/** Throws BlankPicture where the drawn frame shows nothing. */
export async function pictureFrom(source: Drawable, size: Size): Promise<Picture> {
  const canvas = draw(source, fitted(size, LONG_SIDE));
  const { width, height } = canvas;
  // The preview comes from the picture, not from the camera, which is a frame further by now.
  const small = draw(canvas, fitted(size, PREVIEW_SIDE));
  mustShowSomething(small);
  const [picture, preview] = await Promise.all([nearTarget(canvas), jpeg(small, PREVIEW_QUALITY)]);
  // Canvases are freed late on iOS unless they are made tiny.
  for (const used of [canvas, small]) Object.assign(used, { width: 1, height: 1 });
  return { picture, preview, width, height, mime: MIME };
}
