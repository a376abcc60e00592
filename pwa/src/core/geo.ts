/**
 * Distances, the radius verdict and the address in words.
 * Positions are WGS-84 integers of 1e-7 degree; lengths are metres; shared cases: schemas/cases/geo.json.
 */
import { type Catalogue, isSchoolCategory, parameterNumber } from "./catalogue.ts";
import {
  type LngLat,
  type Metres,
  metresPerDegree,
  originToChain,
  originToPolygon,
  shortWay,
} from "./planar.ts";

export interface Position {
  lat: number;
  lon: number;
}

export interface Gate extends Position {
  name: string;
}

export type Geometry =
  | { type: "Point"; coordinates: LngLat }
  | { type: "MultiPoint" | "LineString"; coordinates: LngLat[] }
  | { type: "Polygon" | "MultiLineString"; coordinates: LngLat[][] }
  | { type: "MultiPolygon"; coordinates: LngLat[][][] };

export interface Place extends Position {
  id: string;
  name: string;
  category: string;
  unit: string | null;
  geometry: Geometry | null;
  gates: Gate[];
  grid: string | null;
  attrs: Record<string, unknown>;
  initials: string;
  /** Syllables apart; servers and imports of earlier times had none. */
  pinyin?: string | null;
  /** The streets around it, where they were read in from what the city's network says of it. */
  walks?: Walkable | undefined;
}

/** A way on foot in whole metres, wrong by at most `spread_m` for what the network cannot tell. */
export interface Walked {
  /** The edition of the network. */
  network: string;
  distance_m: number;
  spread_m: number;
  /** The straight line to the nearest gate: no way is shorter. */
  straight_m: number;
}

export interface Walkable {
  /** The way from a position to the nearest gate; null where no way is known. */
  walk(pos: Position, acc_m: number): Walked | null;
  /** Its corners, in metres east and north of the position, from there to the gate; empty where no way is known. */
  route(pos: Position): Metres[];
}

export type Verdict = "inside" | "uncertain" | "outside";

export interface Near {
  place: Place;
  distance_m: number;
}

export interface SchoolVerdict {
  place: Place;
  method: string;
  distance_m: number;
  error_m: number;
  verdict: Verdict;
  /** The edition of the walking network, of a way on foot. */
  network?: string;
}

const UNITS_PER_DEGREE = 1e7;

/**
 * How far the wall of a school may lie from its known gate or point, in metres: most campuses are under 10 ha,
 * so beyond this a missing boundary leaves no doubt.
 */
const CAMPUS_REACH_M = 300;

/** Straight-line distance in metres; symmetric, within 0.1 % up to 50 km. */
export function distanceM(a: Position, b: Position): number {
  const [perLon, perLat] = metresPerDegree((a.lat + b.lat) / 2 / UNITS_PER_DEGREE);
  const east = shortWay((b.lon - a.lon) / UNITS_PER_DEGREE) * perLon;
  return Math.hypot(east, ((b.lat - a.lat) / UNITS_PER_DEGREE) * perLat);
}

/** Metres from a position to a GeoJSON geometry in degrees; 0 inside an area, Infinity for an empty one. */
export function distanceToGeometry(pos: Position, geometry: Geometry): number {
  const [lon0, lat0] = [pos.lon / UNITS_PER_DEGREE, pos.lat / UNITS_PER_DEGREE];
  const [perLon, perLat] = metresPerDegree(lat0);
  const local = (p: LngLat): Metres => [shortWay(p[0] - lon0) * perLon, (p[1] - lat0) * perLat];
  switch (geometry.type) {
    case "Point":
      return originToChain([local(geometry.coordinates)]);
    case "MultiPoint":
      return Math.min(...geometry.coordinates.map((p) => originToChain([local(p)])));
    case "LineString":
      return originToChain(geometry.coordinates.map(local));
    case "MultiLineString":
      return Math.min(...geometry.coordinates.map((line) => originToChain(line.map(local))));
    case "Polygon":
      return originToPolygon(geometry.coordinates.map((ring) => ring.map(local)));
    case "MultiPolygon":
      return Math.min(
        ...geometry.coordinates.map((area) => originToPolygon(area.map((ring) => ring.map(local)))),
      );
  }
}

/** Metres to a place: to its geometry where it has one, else to its point. */
export function distanceToPlace(pos: Position, place: Place): number {
  return place.geometry ? distanceToGeometry(pos, place.geometry) : distanceM(pos, place);
}

/** Places by distance, nearest first; equal distances by id. */
export function nearestPlaces(
  places: Place[],
  pos: Position,
  filter?: (p: Place) => boolean,
  limit = 5,
): Near[] {
  return places
    .filter((place) => filter?.(place) ?? true)
    .map((place) => ({ place, distance_m: distanceToPlace(pos, place) }))
    .sort((a, b) => a.distance_m - b.distance_m || (a.place.id < b.place.id ? -1 : 1))
    .slice(0, limit);
}

export function nearest(places: Place[], pos: Position, filter?: (place: Place) => boolean): Near | null {
  return nearestPlaces(places, pos, filter, 1)[0] ?? null;
}

/** inside when distance plus error is below the radius, outside when distance less error is above it. */
export function verdict(distance_m: number, error_m: number, radius_m: number): Verdict {
  return between(distance_m, distance_m, error_m, radius_m);
}

function between(least_m: number, most_m: number, error_m: number, radius_m: number): Verdict {
  if (most_m + error_m < radius_m) return "inside";
  return least_m - error_m > radius_m ? "outside" : "uncertain";
}

export interface Measured {
  method: string;
  distance_m: number;
  /** What the legal distance may be when this is only a bound for it. */
  least_m: number;
  most_m: number;
  /** What a way on foot adds to the error of the position. */
  spread_m?: number;
  network?: string;
}

function onFoot({ network, distance_m, spread_m, straight_m }: Walked): Measured {
  const least_m = Math.max(distance_m - spread_m, straight_m);
  return { method: "gate_path", distance_m, least_m, most_m: distance_m + spread_m, spread_m, network };
}

function exactly(method: string, metres: number): Measured {
  const distance_m = wholeMetres(metres);
  return { method, distance_m, least_m: distance_m, most_m: distance_m };
}

/**
 * Measure as the city's method says. Without a boundary the nearest gate (or the point) is the farthest the wall can be;
 * a walking path is never shorter than the straight line to the nearest gate.
 */
export function measure(place: Place, pos: Position & { acc_m?: number }, method: string): Measured {
  const { geometry } = place;
  if (method === "boundary_line" && geometry && geometry.type !== "Point") {
    return exactly(method, distanceToGeometry(pos, geometry));
  }
  const walked = method === "gate_path" && place.walks?.walk(pos, pos.acc_m ?? 0);
  return walked ? onFoot(walked) : toGates(place, pos, method);
}

function toGates(place: Place, pos: Position, method: string): Measured {
  const gates = place.gates.map((gate) => distanceM(pos, gate));
  const line = gates.length > 0 ? "gate_line" : "point_line";
  const found = exactly(line, gates.length > 0 ? Math.min(...gates) : distanceM(pos, place));
  if (method === "gate_path") return { ...found, most_m: Infinity };
  return method === line ? found : { ...found, least_m: Math.max(0, found.distance_m - CAMPUS_REACH_M) };
}

export function wholeMetres(value: number): number {
  return Math.floor(value + 0.5);
}

/** Radius of a rule for places of one category, in metres. */
export function ruleRadius(catalogue: Catalogue, rule: string, category: string): number {
  const known = catalogue.geo_rules[rule];
  if (!known) throw new Error(`no geo rule named ${rule}`);
  return parameterNumber(catalogue, known.radius_by_category?.[category] ?? known.radius_param);
}

/** How the city measures a rule, by law or by decision: `boundary_line`, `gate_line` or `gate_path`. */
export function ruleMethod(catalogue: Catalogue, rule: string): string {
  return String(catalogue.local_parameters[catalogue.geo_rules[rule]?.method_param ?? ""]?.value);
}

interface Judged {
  result: SchoolVerdict;
  beyond_m: number;
}

/** Least distance beyond the radius first; equal ones by id, so that every device names the same school. */
function byBearing(a: Judged, b: Judged): number {
  return a.beyond_m - b.beyond_m || (a.result.place.id < b.result.place.id ? -1 : 1);
}

/**
 * The school that a distance rule bears on most (least distance beyond its own radius), measured and judged;
 * null when the city has no school on file.
 */
export function schoolRule(
  catalogue: Catalogue,
  rule: string,
  pos: Position,
  acc_m: number,
  places: Place[],
): SchoolVerdict | null {
  const method = ruleMethod(catalogue, rule);
  const judged = places
    .filter((place) => isSchoolCategory(catalogue, place.category))
    .map((place): Judged => {
      const radius_m = ruleRadius(catalogue, rule, place.category);
      const { least_m, most_m, spread_m = 0, ...measured } = measure(place, { ...pos, acc_m }, method);
      const found = between(least_m, most_m, acc_m, radius_m);
      const result = { place, ...measured, error_m: acc_m + spread_m, verdict: found };
      return { result, beyond_m: measured.distance_m - radius_m };
    });
  return judged.sort(byBearing)[0]?.result ?? null;
}
