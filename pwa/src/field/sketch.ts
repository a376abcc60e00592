import type { Geometry, Place, Position } from "../core/geo";
import { type LngLat, metresPerDegree } from "../core/planar";

/** A drawing around the officer at 0,0 in a box from -50 to 50, north up; `scale` is units a metre. */
export interface Drawing {
  rings: string[];
  point: [number, number];
  radius: number;
  accuracy: number;
  scale: number;
}

function outlines(geometry: Geometry | null): LngLat[][] {
  if (geometry?.type === "Polygon") return geometry.coordinates.slice(0, 1);
  if (geometry?.type === "MultiPolygon") return geometry.coordinates.flatMap((area) => area.slice(0, 1));
  return [];
}

/** Metres east and south of the officer. */
export function offset(at: Position, to: Position): [number, number] {
  const [perLon, perLat] = metresPerDegree(at.lat / 1e7);
  return [((to.lon - at.lon) / 1e7) * perLon, -((to.lat - at.lat) / 1e7) * perLat];
}

/** To scale, so that the radius and the nearest corner of the school both fit. */
export function sketchOf(place: Place, at: Position & { acc_m: number }, radius_m: number): Drawing {
  const rings = outlines(place.geometry).map((ring) =>
    ring.map(([lon, lat]) => offset(at, { lat: lat * 1e7, lon: lon * 1e7 })),
  );
  const centre = offset(at, place);
  const corners = rings.flat().concat(rings.length === 0 ? [centre] : []);
  const nearest = Math.min(...corners.map(([x, y]) => Math.hypot(x, y)));
  const scale = 46 / Math.max(radius_m * 1.15, Math.min(nearest * 1.2, radius_m * 6));
  const drawn = rings.map((ring) =>
    ring.map(([x, y]) => `${(x * scale).toFixed(1)},${(y * scale).toFixed(1)}`).join(" "),
  );
  return {
    rings: drawn,
    point: [centre[0] * scale, centre[1] * scale],
    radius: radius_m * scale,
    accuracy: Math.max(1, at.acc_m * scale),
    scale,
  };
}
