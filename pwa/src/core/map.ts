/**
 * The arithmetic of a map: Web Mercator with the whole world as a unit square (0,0 is north-west), what a view
 * shows, and places gathered into clusters. No drawing here.
 */
import type { Position } from "./geo.ts";

export interface Spot {
  x: number;
  y: number;
}

/** Centre and zoom; at zoom z the world is 256 · 2^z pixels wide. */
export interface View extends Spot {
  zoom: number;
}

export interface Cluster<T> extends Spot {
  members: T[];
}

export const MIN_ZOOM = 3;
export const MAX_ZOOM = 19;
const TILE_PX = 256;
/** From this zoom on every place stands alone, were they ever so near. */
const ALONE = 18;
const CELL_PX = 52;
/** Circumference of the earth at the equator, in metres. */
const AROUND_M = 40_075_017;
/** Mercator has no poles. */
const EDGE = 85.0511;

export function project({ lat, lon }: Position): Spot {
  const phi = (Math.max(-EDGE, Math.min(EDGE, lat / 1e7)) * Math.PI) / 180;
  return { x: lon / 3.6e9 + 0.5, y: 0.5 - Math.log(Math.tan(Math.PI / 4 + phi / 2)) / (2 * Math.PI) };
}

export const worldPx = (zoom: number): number => TILE_PX * 2 ** zoom;

export const clampZoom = (zoom: number): number => Math.max(MIN_ZOOM, Math.min(MAX_ZOOM, zoom));

/** Metres that a pixel shows at this height of the map. */
export function metresPerPixel(y: number, zoom: number): number {
  const lat = 2 * Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) - Math.PI / 2;
  return (AROUND_M * Math.cos(lat)) / worldPx(zoom);
}

/** Pixels from the middle of the screen. */
export function onScreen(view: View, spot: Spot): [number, number] {
  const px = worldPx(view.zoom);
  return [(spot.x - view.x) * px, (spot.y - view.y) * px];
}

export function pan(view: View, dx: number, dy: number): View {
  const px = worldPx(view.zoom);
  const y = Math.max(0, Math.min(1, view.y - dy / px));
  return { ...view, x: view.x - dx / px, y };
}

/** Zooms so that what lies under (dx, dy), pixels from the middle, stays there. */
export function zoomAt(view: View, by: number, dx = 0, dy = 0): View {
  const zoom = clampZoom(view.zoom + by);
  const gain = 1 / worldPx(view.zoom) - 1 / worldPx(zoom);
  return { x: view.x + dx * gain, y: view.y + dy * gain, zoom };
}

/** The view that holds all spots with some room, no nearer than zoom 16; null for none. */
export function viewOf(spots: readonly Spot[], width: number, height: number): View | null {
  if (spots.length === 0) return null;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of spots) {
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  const room = 0.8 / TILE_PX;
  const fits = Math.min((width * room) / (right - left || 1e-9), (height * room) / (bottom - top || 1e-9));
  const zoom = clampZoom(Math.min(16, Math.log2(fits)));
  return { x: (left + right) / 2, y: (top + bottom) / 2, zoom };
}

/** Neighbours on a grid of the whole zoom below become one, at the middle of its members. */
export function clusters<T extends Spot>(spots: readonly T[], zoom: number): Cluster<T>[] {
  if (zoom >= ALONE) return spots.map((spot) => ({ x: spot.x, y: spot.y, members: [spot] }));
  const cells = worldPx(Math.floor(zoom)) / CELL_PX;
  const found = new Map<number, Cluster<T>>();
  for (const spot of spots) {
    // Both numbers of a cell fit into one that a double holds exactly.
    const key = Math.floor(spot.x * cells) * 2 ** 26 + Math.floor(spot.y * cells);
    const cluster = found.get(key);
    if (!cluster) {
      found.set(key, { x: spot.x, y: spot.y, members: [spot] });
      continue;
    }
    const n = cluster.members.push(spot);
    cluster.x += (spot.x - cluster.x) / n;
    cluster.y += (spot.y - cluster.y) / n;
  }
  return [...found.values()];
}

/** What a tap at (dx, dy) from the middle means: the nearest within `reach_px`, or null. */
export function hit<S extends Spot>(
  view: View,
  all: readonly S[],
  at: [number, number],
  reach_px: number,
): S | null {
  let best: S | null = null;
  let least = reach_px;
  for (const one of all) {
    const [x, y] = onScreen(view, one);
    const far = Math.hypot(x - at[0], y - at[1]);
    if (far <= least) [best, least] = [one, far];
  }
  return best;
}

/** A round length for the scale bar: {m, px}, at most `most_px` long. */
export function scaleBar(view: View, most_px: number): { m: number; px: number } {
  const per = metresPerPixel(view.y, view.zoom);
  const most = per * most_px;
  const power = 10 ** Math.floor(Math.log10(most));
  const m = [5, 2, 1].map((n) => n * power).find((length) => length <= most) ?? power;
  return { m, px: m / per };
}

/** Tiles of a square grid that a view shows, from the zoom that the archive has: {z, x, y}. */
export function tilesOf(
  view: View,
  width: number,
  height: number,
  zooms: [number, number],
): { z: number; x: number; y: number }[] {
  const z = Math.max(zooms[0], Math.min(zooms[1], Math.round(view.zoom)));
  const [n, px] = [2 ** z, worldPx(view.zoom)];
  const range = (middle: number, length: number) => {
    const half = length / 2 / px;
    const from = Math.max(0, Math.floor((middle - half) * n));
    const to = Math.min(n - 1, Math.floor((middle + half) * n));
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
  };
  return range(view.x, width).flatMap((x) => range(view.y, height).map((y) => ({ z, x, y })));
}
