import type { Fix } from "../core/entries";
import type { Place } from "../core/geo";
import {
  type Cluster,
  metresPerPixel,
  onScreen,
  project,
  type Spot,
  scaleBar,
  type View,
  worldPx,
} from "../core/map";
import type { PlaceState } from "../core/today";
import { metres } from "./moments";

export interface Dot extends Spot {
  place: Place;
  state: PlaceState;
}

export type Tile = { z: number; x: number; y: number; image: ImageBitmap };

export interface Scene {
  view: View;
  width: number;
  height: number;
  clusters: readonly Cluster<Dot>[];
  chosen: string | null;
  fix: Omit<Fix, "age_ms"> | null;
  tiles: readonly Tile[];
}

type Ink = (name: string) => string;
type Pen = CanvasRenderingContext2D;

/** Each state has its own sign, so that none is told by colour alone. */
const SIGN: Record<PlaceState, string> = { overdue: "!", due: "•", done: "✓", never: "" };
const COLOUR: Record<PlaceState, string> = { overdue: "bad", due: "accent", done: "ok", never: "text-2" };
const HEAVY: readonly PlaceState[] = ["overdue", "due", "done", "never"];
const LABELS_FROM = 15.5;
const OUTLINES_FROM = 14.5;
const FULL = 2 * Math.PI;

/** The state of several places at once: the heaviest. */
function heaviest(members: readonly Dot[]): PlaceState {
  return HEAVY.find((state) => members.some((one) => one.state === state)) ?? "never";
}

function disc(pen: Pen, [x, y]: [number, number], r: number, fill: string, stroke: string): void {
  pen.beginPath();
  pen.arc(x, y, r, 0, FULL);
  pen.fillStyle = fill;
  pen.fill();
  pen.lineWidth = 2;
  pen.strokeStyle = stroke;
  pen.stroke();
}

function ground(pen: Pen, ink: Ink, { view, width, height, tiles }: Scene): void {
  pen.fillStyle = ink("bg");
  pen.fillRect(-width / 2, -height / 2, width, height);
  for (const { z, x, y, image } of tiles) {
    const [left, top] = onScreen(view, { x: x / 2 ** z, y: y / 2 ** z });
    const size = worldPx(view.zoom) / 2 ** z;
    pen.drawImage(image, left, top, size + 0.5, size + 0.5);
  }
  if (tiles.length === 0) graticule(pen, ink, view, width, height);
}

/** Fine lines of a round distance, so that an empty ground has a scale and moves visibly. */
function graticule(pen: Pen, ink: Ink, view: View, width: number, height: number): void {
  const px = worldPx(view.zoom);
  const step = scaleBar(view, 140).px;
  const first = (middle: number, length: number) =>
    Math.ceil((middle * px - length / 2) / step) * step - middle * px;
  pen.beginPath();
  for (let x = first(view.x, width); x <= width / 2; x += step) {
    pen.moveTo(Math.round(x) + 0.5, -height / 2);
    pen.lineTo(Math.round(x) + 0.5, height / 2);
  }
  for (let y = first(view.y, height); y <= height / 2; y += step) {
    pen.moveTo(-width / 2, Math.round(y) + 0.5);
    pen.lineTo(width / 2, Math.round(y) + 0.5);
  }
  pen.lineWidth = 1;
  pen.strokeStyle = ink("line");
  pen.stroke();
}

function outline(pen: Pen, ink: Ink, view: View, place: Place): void {
  const { geometry } = place;
  if (geometry?.type !== "Polygon") return;
  pen.beginPath();
  for (const ring of geometry.coordinates) {
    for (const [i, [lon, lat]] of ring.entries()) {
      const [x, y] = onScreen(view, project({ lat: lat * 1e7, lon: lon * 1e7 }));
      if (i === 0) pen.moveTo(x, y);
      else pen.lineTo(x, y);
    }
    pen.closePath();
  }
  pen.globalAlpha = 0.16;
  pen.fillStyle = ink("accent");
  pen.fill();
  pen.globalAlpha = 1;
  pen.lineWidth = 1.5;
  pen.strokeStyle = ink("line-strong");
  pen.stroke();
}

function label(pen: Pen, ink: Ink, words: string, [x, y]: [number, number]): void {
  pen.font = `500 13px ${ink("font")}`;
  pen.textAlign = "center";
  pen.textBaseline = "top";
  pen.lineJoin = "round";
  pen.lineWidth = 4;
  pen.strokeStyle = ink("bg");
  pen.strokeText(words, x, y);
  pen.fillStyle = ink("text");
  pen.fillText(words, x, y);
}

function sign(pen: Pen, ink: Ink, words: string, [x, y]: [number, number]): void {
  pen.font = `700 13px ${ink("font")}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillStyle = ink("surface");
  pen.fillText(words, x, y + 0.5);
}

function group(pen: Pen, ink: Ink, { members }: Cluster<Dot>, at: [number, number]): void {
  const r = 15 + Math.min(11, Math.log2(members.length));
  const state = heaviest(members);
  disc(pen, at, r, ink(COLOUR[state]), ink("surface"));
  sign(pen, ink, `${members.length}${SIGN[state]}`, at);
}

function single(pen: Pen, ink: Ink, dot: Dot, at: [number, number], isChosen: boolean): void {
  const r = isChosen ? 15 : dot.state === "never" ? 7 : 11;
  disc(pen, at, r, ink(COLOUR[dot.state]), ink(isChosen ? "text" : "surface"));
  sign(pen, ink, SIGN[dot.state], at);
}

function officer(pen: Pen, ink: Ink, { view, fix }: Scene): void {
  if (!fix) return;
  const spot = project(fix);
  const at = onScreen(view, spot);
  const reach = fix.acc_m / metresPerPixel(spot.y, view.zoom);
  pen.globalAlpha = 0.18;
  disc(pen, at, Math.max(10, reach), ink("accent"), ink("accent"));
  pen.globalAlpha = 1;
  disc(pen, at, 8, ink("accent"), ink("surface"));
  disc(pen, at, 3, ink("surface"), ink("surface"));
}

function ruler(pen: Pen, ink: Ink, { view, width, height }: Scene): void {
  const { m, px } = scaleBar(view, 90);
  const [x, y] = [-width / 2 + 12, height / 2 - 12];
  pen.lineWidth = 2;
  pen.strokeStyle = ink("text");
  pen.strokeRect(x, y, px, 0);
  label(pen, ink, metres(m), [x + px / 2, y - 20]);
}

interface Seen {
  cluster: Cluster<Dot>;
  at: [number, number];
}

/** What of the clusters is on the screen, or touches it. */
function seen({ view, width, height, clusters }: Scene): Seen[] {
  const isIn = ({ at: [x, y] }: Seen) => Math.abs(x) < width / 2 + 40 && Math.abs(y) < height / 2 + 40;
  return clusters.map((cluster) => ({ cluster, at: onScreen(view, cluster) })).filter(isIn);
}

function singles(pen: Pen, ink: Ink, { view, chosen }: Scene, alone: readonly Seen[]): void {
  const dots = alone.flatMap(({ cluster, at }) => cluster.members.map((dot) => ({ dot, at })));
  if (view.zoom >= OUTLINES_FROM) for (const { dot } of dots) outline(pen, ink, view, dot.place);
  for (const { dot, at } of dots) single(pen, ink, dot, at, dot.place.id === chosen);
  const named = dots.filter(({ dot }) => view.zoom >= LABELS_FROM || dot.place.id === chosen);
  for (const { dot, at } of named) label(pen, ink, dot.place.name, [at[0], at[1] + 13]);
}

/** Draws everything; the origin of the pen is the middle of the canvas, lengths are CSS pixels. */
export function paint(pen: Pen, ink: Ink, scene: Scene): void {
  ground(pen, ink, scene);
  const all = seen(scene);
  for (const { cluster, at } of all) if (cluster.members.length > 1) group(pen, ink, cluster, at);
  singles(
    pen,
    ink,
    scene,
    all.filter(({ cluster }) => cluster.members.length === 1),
  );
  officer(pen, ink, scene);
  ruler(pen, ink, scene);
}
