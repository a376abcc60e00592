import { distanceM, type Place, type Position } from "../core/geo";
import { metresPerDegree } from "../core/planar";
import { offset, outlines } from "./sketch";

/** How many metres the plan is wide, from one house to a quarter of the town. */
export const WIDTHS = [60, 120, 250, 500, 1000, 2000] as const;

/** A position so many metres east and north of another. */
export function moved(at: Position, east_m: number, north_m: number): Position {
  const [perLon, perLat] = metresPerDegree(at.lat / 1e7);
  return {
    lat: Math.round(at.lat + (north_m / perLat) * 1e7),
    lon: Math.round(at.lon + (east_m / perLon) * 1e7),
  };
}

/** The narrowest plan on which the reading's error and the mark both fit. */
export function fittingWidth(at: Position & { acc_m: number }, mark: Position): number {
  const reach = Math.max(at.acc_m, distanceM(at, mark) * 1.2);
  const found = WIDTHS.findIndex((width) => width >= 2.2 * reach);
  return found < 0 ? WIDTHS.length - 1 : Math.max(1, found);
}

export interface Landmark {
  name: string;
  x: number;
  y: number;
  rings: string[];
}

/** The places on a plan from -50 to 50 around a position, nearest first, at most twelve. */
export function landmarks(places: readonly Place[], at: Position, width_m: number): Landmark[] {
  const scale = 100 / width_m;
  const on = (to: Position) => offset(at, to).map((m) => Math.round(m * scale * 10) / 10) as [number, number];
  return places
    .map((place) => ({ place, spot: on(place) }))
    .filter(({ spot }) => Math.hypot(...spot) < 70)
    .sort((a, b) => Math.hypot(...a.spot) - Math.hypot(...b.spot))
    .slice(0, 12)
    .map(({ place, spot: [x, y] }) => ({
      ...{ name: place.name, x, y },
      rings: outlines(place.geometry).map((ring) =>
        ring.map(([lon, lat]) => on({ lat: lat * 1e7, lon: lon * 1e7 }).join(",")).join(" "),
      ),
    }));
}
