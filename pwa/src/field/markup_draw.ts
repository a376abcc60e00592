/** Marks on a canvas: what is drawn is what is kept. */
import { type Mark, pixelate, regionOf } from "../core/redaction";

const COLOUR = "#ffd400";
const EDGE = "#000";
const TIP = Math.PI / 7;

type Pen = CanvasRenderingContext2D;

function hide(pen: Pen, mark: Mark): void {
  const { x, y, width, height } = regionOf(mark, pen.canvas);
  const pixels = pen.getImageData(x, y, width, height);
  pixelate(pixels);
  pen.putImageData(pixels, x, y);
}

function arrowPath(mark: Mark, { width, height }: { width: number; height: number }, tip: number): Path2D {
  const [x1, y1] = [mark.x * width, mark.y * height];
  const [x2, y2] = [x1 + mark.w * width, y1 + mark.h * height];
  const angle = Math.atan2(y2 - y1, x2 - x1);
  const path = new Path2D();
  path.moveTo(x1, y1);
  path.lineTo(x2, y2);
  for (const side of [TIP, -TIP]) {
    path.moveTo(x2, y2);
    path.lineTo(x2 - tip * Math.cos(angle + side), y2 - tip * Math.sin(angle + side));
  }
  return path;
}

function circlePath(mark: Mark, size: { width: number; height: number }): Path2D {
  const { x, y, width, height } = regionOf(mark, size);
  const path = new Path2D();
  path.ellipse(x + width / 2, y + height / 2, width / 2, height / 2, 0, 0, 2 * Math.PI);
  return path;
}

/** Yellow with a black edge: seen on every ground. */
function stroke(pen: Pen, mark: Mark): void {
  const unit = Math.max(pen.canvas.width, pen.canvas.height) / 200;
  const path = mark.tool === "arrow" ? arrowPath(mark, pen.canvas, unit * 7) : circlePath(mark, pen.canvas);
  Object.assign(pen, { lineCap: "round", lineJoin: "round" });
  for (const [strokeStyle, lineWidth] of [
    [EDGE, unit * 2.4],
    [COLOUR, unit * 1.4],
  ] as const) {
    Object.assign(pen, { strokeStyle, lineWidth });
    pen.stroke(path);
  }
}

/** Draws the picture and its marks over the whole canvas; what is hidden first, so that no mark is. */
export function drawMarked(canvas: HTMLCanvasElement, picture: ImageBitmap, marks: readonly Mark[]): void {
  const pen = canvas.getContext("2d", { alpha: false, willReadFrequently: true });
  if (!pen) throw new Error("no canvas");
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  for (const mark of marks) if (mark.tool === "hide") hide(pen, mark);
  for (const mark of marks) if (mark.tool !== "hide") stroke(pen, mark);
}
