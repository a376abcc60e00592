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

/** A record without position still shows its places; an impossible position is left out. */
export function sceneOf(record: RecordDetail, radius_m: number | null): Scene {
  const { position, geo } = record;
  const at = position ? degrees(position) : null;
  const main = geo?.place ?? record.near_places.find(({ name }) => name === record.place_name)?.id;
  const places = record.near_places.map((place) => mapPlace(place, place.id === main));
  return {
    record: position && at && onEarth(at) ? { at, acc_m: position.acc_m } : null,
    nudged: position?.nudged ? degrees(position.nudged) : null,
    places: places.filter((place) => place !== null),
    reach: geo && radius_m ? { radius_m, from: fromOf(geo) } : null,
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

type Json = Record<string, unknown>;
const part = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null ? (value as Json)[key] : undefined;

/** Radius of a distance rule in an edition's document, metres; null where the edition does not say. */
export function radiusIn(catalogue: unknown, rule: string): number | null {
  const name = part(part(part(catalogue, "geo_rules"), rule), "radius_param");
  const parameter = part(part(catalogue, "local_parameters"), String(name));
  const value = part(parameter, "value") ?? parameter;
  return typeof value === "number" ? value : null;
}
