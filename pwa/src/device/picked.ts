/** A picture from the album, where there is no camera: whatever was picked, the page must survive it. */
import { CameraError } from "./camera.ts";
import { fitted, pictureFrom } from "./picture.ts";
import { type PixelSize, pixelSize } from "./pixel_size.ts";
import type { Picture } from "./types.ts";

/** Decoded it takes four bytes a pixel: a cheap phone kills the page beyond this. */
const MAX_PIXELS = 50_000_000;
const MAX_FILE_BYTES = 100 * 1024 * 1024;
const LONG_SIDE = 4096;

/** Decoded at once in the size that is needed. Only one side is named, so that nothing is ever distorted. */
async function decoded(blob: Blob, size: PixelSize): Promise<ImageBitmap> {
  const { width } = fitted(size, LONG_SIDE);
  const resize = width < size.width ? ({ resizeWidth: width, resizeQuality: "high" } as const) : {};
  try {
    return await createImageBitmap(blob, { imageOrientation: "from-image", ...resize });
  } catch {
    throw new CameraError("unreadable");
  }
}

/**
 * Reads a picked file at once and makes the same picture and preview as the camera. Throws CameraError (`unreadable`,
 * `too_large` beyond 50 megapixels) or BlankPicture.
 */
export async function decodePicked(file: File): Promise<Picture> {
  if (file.size > MAX_FILE_BYTES) throw new CameraError("too_large");
  // The bytes first: on iOS a picked file dies once other work was awaited.
  const bytes = new Uint8Array(await file.arrayBuffer());
  const size = pixelSize(bytes);
  if (!size) throw new CameraError("unreadable");
  if (size.width * size.height > MAX_PIXELS) throw new CameraError("too_large");
  const bitmap = await decoded(new Blob([bytes], { type: file.type }), size);
  try {
    return await pictureFrom(bitmap, { width: bitmap.width, height: bitmap.height });
  } finally {
    bitmap.close();
  }
}
