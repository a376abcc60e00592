/** Plane geometry in metres around one position, exact enough (1e-5) for the few kilometres that matter here. */

/** GeoJSON order: longitude, latitude in degrees. */
export type LngLat = [number, number] | [number, number, number];

/** Metres east and north of the centre. */
export type Metres = [number, number];

const SEMI_MAJOR_M = 6378137;
const ECCENTRICITY_SQUARED = 0.00669437999014;

/** Metres per degree of longitude and of latitude on the WGS-84 ellipsoid. */
export function metresPerDegree(latDegrees: number): Metres {
  const phi = (latDegrees * Math.PI) / 180;
  const bend = 1 - ECCENTRICITY_SQUARED * Math.sin(phi) ** 2;
  const meridian = (SEMI_MAJOR_M * (1 - ECCENTRICITY_SQUARED)) / (bend * Math.sqrt(bend));
  const parallel = (SEMI_MAJOR_M / Math.sqrt(bend)) * Math.cos(phi);
  return [(parallel * Math.PI) / 180, (meridian * Math.PI) / 180];
}

/** Difference of longitudes by the short way round, in degrees. */
export function shortWay(degrees: number): number {
  if (degrees > 180) return degrees - 360;
  return degrees < -180 ? degrees + 360 : degrees;
}

/** Distance of the origin to the line from a to b. */
function originToSegment(a: Metres, b: Metres): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const square = dx * dx + dy * dy;
  const along = square === 0 ? 0 : Math.min(1, Math.max(0, -(a[0] * dx + a[1] * dy) / square));
  return Math.hypot(a[0] + along * dx, a[1] + along * dy);
}

/** Least distance of the origin to a chain of points; a single point is a chain too. */
export function originToChain(chain: Metres[]): number {
  let least = Number.POSITIVE_INFINITY;
  chain.forEach((point, index) => {
    least = Math.min(least, originToSegment(chain[Math.max(0, index - 1)] ?? point, point));
  });
  return least;
}

/** Whether the origin lies within a ring, by counting the edges that a ray to the east crosses. */
function ringHoldsOrigin(ring: Metres[]): boolean {
  let inside = false;
  ring.forEach((a, index) => {
    const b = ring[(index + 1) % ring.length] ?? a;
    if (a[1] > 0 !== b[1] > 0 && a[0] - (a[1] * (b[0] - a[0])) / (b[1] - a[1]) > 0) inside = !inside;
  });
  return inside;
}

/** 0 within the polygon (outer ring first, then holes), else the distance to its nearest edge. */
export function originToPolygon(rings: Metres[][]): number {
  const [outer, ...holes] = rings;
  if (outer && ringHoldsOrigin(outer) && !holes.some(ringHoldsOrigin)) return 0;
  return Math.min(...rings.map((ring) => originToChain(closed(ring))));
}

function closed(ring: Metres[]): Metres[] {
  return ring[0] ? [...ring, ring[0]] : ring;
}
