// What the map has to show of a record or a place, as plain values in degrees; drawing is elsewhere.

import type { Geo, Place, Point, RecordDetail } from "./types";

/** Latitude and longitude in degrees. */
export type Degrees = readonly [lat: number, lon: number];

export interface MapPlace {
  id: string;
  name: string;
  at: Degrees;
  /** Boundary rings in degrees, holes left out. */
  rings: Degrees[][];
  gates: { name: string; at: Degrees }[];
  /** The place the record or the distance rule names. */
  main: boolean;
}

export interface Reach {
  radius_m: number;
  /** Measured from the boundary, or from the gates. */
  from: "boundary" | "gates";
}

export interface Scene {
  record: { at: Degrees; acc_m: number } | null;
  nudged: Degrees | null;
  places: MapPlace[];
  reach: Reach | null;
  /** From the record to the nearest point of what the distance was measured to. */
  measure: readonly [Degrees, Degrees] | null;
}

export function degrees({ lat, lon }: Point): Degrees {
  return [lat / 1e7, lon / 1e7];
}

const onEarth = ([lat, lon]: Degrees): boolean => Math.abs(lat) <= 85 && Math.abs(lon) <= 180;

function ringsOf(geometry: GeoJSON.Geometry | null): Degrees[][] {
  if (geometry?.type === "Polygon") return outer([geometry.coordinates]);
  return geometry?.type === "MultiPolygon" ? outer(geometry.coordinates) : [];
}

/** GeoJSON carries longitude first. */
function outer(polygons: GeoJSON.Position[][][]): Degrees[][] {
  return polygons.map((rings) => (rings[0] ?? []).map(([lon = 0, lat = 0]) => [lat, lon] as const));
}

/** Null for a place without coordinates, or off the map. */
export function mapPlace(place: Place, main: boolean): MapPlace | null {
  const { lat, lon } = place;
  if (lat === null || lon === null) return null;
  const at = degrees({ lat, lon });
  if (!onEarth(at)) return null;
  return {
    id: place.id,
    name: place.name,
    at,
    rings: ringsOf(place.geometry),
    gates: (place.gates ?? []).map((gate) => ({ name: gate.name, at: degrees(gate) })),
    main,
  };
}

/** Null without a position, or with one that lies nowhere on a map. */
function placed(record: RecordDetail): Scene["record"] {
  if (!record.position) return null;
  const at = degrees(record.position);
  return onEarth(at) ? { at, acc_m: record.position.acc_m } : null;
}

function isMain(record: RecordDetail, place: Place): boolean {
  return record.geo ? place.id === record.geo.place : place.name === record.place_name;
}

/** A record without position still shows its places. `radius_m` is the distance rule's, where there is one. */
export function sceneOf(record: RecordDetail, radius_m: number | null): Scene {
  const { geo, near_places, position } = record;
  const places = near_places
    .map((place) => mapPlace(place, isMain(record, place)))
    .filter((place) => place !== null);
  const here = placed(record);
  const reach: Reach | null = geo && radius_m ? { radius_m, from: fromOf(geo) } : null;
  const main = reach ? places.find((place) => place.main) : undefined;
  return {
    record: here,
    nudged: position?.nudged ? degrees(position.nudged) : null,
    places,
    reach,
    measure: here && reach && main ? [here.at, nearestOn(main, here.at, reach.from)] : null,
  };
}

function fromOf(geo: Geo): Reach["from"] {
  return geo.method.startsWith("gate") ? "gates" : "boundary";
}

export function placeScene(place: Place): Scene {
  return {
    record: null,
    nudged: null,
    places: [mapPlace(place, true)].filter((found) => found !== null),
    reach: null,
    measure: null,
  };
}

export function isEmptyScene(scene: Scene): boolean {
  return scene.record === null && scene.places.length === 0;
}

/** Everything the first view should hold: the record, its circle and the main place; else all places. */
export function pointsToFit(scene: Scene): Degrees[] {
  const main = scene.places.filter((place) => place.main);
  const places = main.length > 0 || scene.record ? main : scene.places;
  const own = scene.record ? circleBox(scene.record.at, Math.max(scene.record.acc_m, 25)) : [];
  return [
    ...own,
    ...places.flatMap((place) => [place.at, ...place.rings.flat(), ...place.gates.map(({ at }) => at)]),
  ];
}

const METRES_PER_DEGREE = 111_195;

function circleBox([lat, lon]: Degrees, radius_m: number): Degrees[] {
  const dlat = radius_m / METRES_PER_DEGREE;
  const dlon = dlat / Math.max(Math.cos((lat * Math.PI) / 180), 0.01);
  return [
    [lat - dlat, lon - dlon],
    [lat + dlat, lon + dlon],
  ];
}

/** On a patch of a few hundred metres a degree of longitude is a fixed share of a degree of latitude. */
function nearestOnEdge(at: Degrees, a: Degrees, b: Degrees): Degrees {
  const k = Math.cos((at[0] * Math.PI) / 180);
  const [bx, by] = [(b[1] - a[1]) * k, b[0] - a[0]];
  const [px, py] = [(at[1] - a[1]) * k, at[0] - a[0]];
  const length = bx * bx + by * by;
  const along = length === 0 ? 0 : Math.min(Math.max((px * bx + py * by) / length, 0), 1);
  return [a[0] + (b[0] - a[0]) * along, a[1] + (b[1] - a[1]) * along];
}

function apart(a: Degrees, b: Degrees): number {
  return Math.hypot(a[0] - b[0], (a[1] - b[1]) * Math.cos((a[0] * Math.PI) / 180));
}

/** The point of a place that lies nearest to `at`: on its boundary, at a gate, or its own point. */
export function nearestOn(place: MapPlace, at: Degrees, from: Reach["from"]): Degrees {
  const edges = place.rings.flatMap((ring) =>
    ring.slice(1).map((end, index) => [ring[index] ?? end, end] as const),
  );
  const candidates =
    from === "gates" ? place.gates.map((gate) => gate.at) : edges.map(([a, b]) => nearestOnEdge(at, a, b));
  const start = candidates[0] ?? place.at;
  return candidates.reduce((best, next) => (apart(at, next) < apart(at, best) ? next : best), start);
}
