import type { Geometry, Place, Position } from "../core/geo";
import { type LngLat, type Metres, metresPerDegree } from "../core/planar";

/** A drawing around the officer at 0,0 in a box from -50 to 50, north up. */
export interface Drawing {
  rings: string[];
  point: [number, number];
  radius: number;
  accuracy: number;
  /** Where the boundary is nearest, or the point of the school. */
  nearest: [number, number];
  /** The way on foot from the officer to the gate, where that is what counts; else empty. */
  way: string;
}

/** The outer boundaries of an area, in degrees; none for a point or a line. */
export function outlines(geometry: Geometry | null): LngLat[][] {
  if (geometry?.type === "Polygon") return geometry.coordinates.slice(0, 1);
  if (geometry?.type === "MultiPolygon") return geometry.coordinates.flatMap((area) => area.slice(0, 1));
  return [];
}

/** Metres east and south of the officer. */
export function offset(at: Position, to: Position): Metres {
  const [perLon, perLat] = metresPerDegree(at.lat / 1e7);
  return [((to.lon - at.lon) / 1e7) * perLon, -((to.lat - at.lat) / 1e7) * perLat];
}

/** The point of a segment that is nearest to the origin. */
function nearestOn([ax, ay]: Metres, [bx, by]: Metres): Metres {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / length));
  return [ax + along * dx, ay + along * dy];
}

function nearestOf(rings: Metres[][], point: Metres): Metres {
  const points = rings.flatMap((ring) => ring.slice(1).map((b, i) => nearestOn(ring[i] ?? b, b)));
  return points.sort((a, b) => Math.hypot(...a) - Math.hypot(...b))[0] ?? point;
}

const written = (points: Metres[]): string =>
  points.map((point) => point.map((v) => v.toFixed(1)).join(",")).join(" ");

/**
 * To scale, so that the radius and, where it is not far larger, the whole school fit; so does all of a way on foot,
 * `route` in metres east and north.
 */
export function sketchOf(
  place: Place,
  at: Position & { acc_m: number },
  radius_m: number,
  route: Metres[] = [],
): Drawing {
  const rings = outlines(place.geometry).map((ring) =>
    ring.map(([lon, lat]) => offset(at, { lat: lat * 1e7, lon: lon * 1e7 })),
  );
  const way = route.map(([x, y]): Metres => [x, -y]);
  const centre = offset(at, place);
  const near = nearestOf(rings, centre);
  const far = Math.max(...rings.flat().map((p) => Math.hypot(...p)), Math.hypot(...near));
  const walked = Math.max(0, ...way.map((p) => Math.hypot(...p)));
  const widest = Math.max(radius_m, Math.min(far, radius_m * 2), Math.hypot(...near) * 1.1, walked * 1.05);
  const scale = 46 / widest;
  const scaled = ([x, y]: Metres): Metres => [x * scale, y * scale];
  return {
    rings: rings.map((ring) => written(ring.map(scaled))),
    point: scaled(centre),
    nearest: scaled(near),
    way: written(way.map(scaled)),
    radius: radius_m * scale,
    accuracy: Math.max(1, at.acc_m * scale),
  };
}
