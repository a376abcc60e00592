/** The picture for a work group: what others may see, with a bar below that says when, where, what, who. */
import type { Shot } from "../device/types";
import { openPicture } from "./marking";

const SIDE = 1280;
const MIME = "image/jpeg";
const QUALITY = 0.8;
const FONT = 'system-ui, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif';

type Pen = CanvasRenderingContext2D;

/** Broken by characters, as Chinese is. */
function wrapped(pen: Pen, lines: readonly string[], width: number): string[] {
  return lines.flatMap((line) => {
    const rows = [""];
    for (const letter of line) {
      const row = rows.at(-1) ?? "";
      if (row && pen.measureText(row + letter).width > width) rows.push(letter);
      else rows[rows.length - 1] = row + letter;
    }
    return rows;
  });
}

/** Side by side, all of one height. */
function placed(pictures: readonly ImageBitmap[]) {
  const height = Math.min(...pictures.map((one) => one.height));
  const widths = pictures.map((one) => (one.width * height) / one.height);
  const all = widths.reduce((sum, width) => sum + width, 0);
  const scale = Math.min(1, SIDE / Math.max(all, height));
  return {
    width: Math.round(all * scale),
    height: Math.round(height * scale),
    widths: widths.map((w) => w * scale),
  };
}

function bar(pen: Pen, rows: readonly string[], top: number, size: number): void {
  const { width, height } = pen.canvas;
  pen.fillStyle = "#101820";
  pen.fillRect(0, top, width, height - top);
  pen.fillStyle = "#fff";
  pen.textBaseline = "top";
  for (const [n, row] of rows.entries()) pen.fillText(row, size / 2, top + size / 2 + n * size * 1.45);
}

function drawn(pictures: readonly ImageBitmap[], lines: readonly string[]): HTMLCanvasElement {
  const { width, height, widths } = placed(pictures);
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const pen = canvas.getContext("2d", { alpha: false });
  if (!pen) throw new Error("no canvas");
  const size = Math.max(18, width / 40);
  const font = `${size}px ${FONT}`;
  pen.font = font;
  const rows = wrapped(pen, lines, width - size);
  canvas.height = Math.round(height + size + rows.length * size * 1.45);
  let x = 0;
  for (const [n, picture] of pictures.entries()) {
    pen.drawImage(picture, x, 0, widths[n] ?? 0, height);
    x += widths[n] ?? 0;
  }
  // A canvas forgets its font with its size.
  pen.font = font;
  bar(pen, rows, height, size);
  return canvas;
}

/** JPEG bytes. Rejects where a picture is no longer on this phone. */
export async function watermarked(shots: readonly Shot[], lines: readonly string[]): Promise<Blob> {
  const pictures = await Promise.all(shots.map((shot) => openPicture(shot.derived?.sha256 ?? shot.sha256)));
  const canvas = drawn(pictures, lines);
  for (const picture of pictures) picture.close();
  const made = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, MIME, QUALITY));
  if (!made) throw new Error("no picture");
  return made;
}
