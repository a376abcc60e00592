/** 位置描述: where a position is, in the words of the nearest known place; made offline, editable by the officer. */
import { distanceM, distanceToPlace, nearest, type Place, type Position } from "./geo.ts";
import { metresPerDegree, shortWay } from "./planar.ts";

/** Beyond this a place no longer tells anyone where to go, in metres. */
const REACH_M = 2000;
/** Closer than this a direction is below the error of a good fix, in metres. */
const BESIDE_M = 15;

const ZH_DIRECTIONS = ["北", "东北", "东", "东南", "南", "西南", "西", "西北"];
const EN_DIRECTIONS = [
  "north",
  "north-east",
  "east",
  "south-east",
  "south",
  "south-west",
  "west",
  "north-west",
];

/** Eighth of the compass (0 = north, clockwise) in which `to` lies from `from`. */
export function compassEighth(from: Position, to: Position): number {
  const [perLon, perLat] = metresPerDegree(from.lat / 1e7);
  const east = shortWay((to.lon - from.lon) / 1e7) * perLon;
  const degrees = (Math.atan2(east, ((to.lat - from.lat) / 1e7) * perLat) * 180) / Math.PI;
  return Math.floor((degrees + 360 + 22.5) / 45) % 8;
}

/** Rounded to what an officer can pace out: 5 m below 100 m, 10 m beyond. */
function paces(distance_m: number): number {
  const step = distance_m < 100 ? 5 : 10;
  return Math.floor(distance_m / step + 0.5) * step;
}

interface Landmark {
  name: { zh: string; en: string };
  at: Position;
  distance_m: number;
}

function landmarkOf(place: Place, pos: Position): Landmark {
  const whole = {
    name: { zh: place.name, en: place.name },
    at: place,
    distance_m: distanceToPlace(pos, place),
  };
  let best: Landmark | null = null;
  for (const gate of place.gates) {
    const distance_m = distanceM(pos, gate);
    const name = { zh: `${place.name}${gate.name}`, en: `${place.name} ${gate.name}` };
    if (!best || distance_m < best.distance_m) best = { name, at: gate, distance_m };
  }
  return whole.distance_m === 0 || !best ? whole : best;
}

function words(landmark: Landmark, pos: Position, inside: boolean): { zh: string; en: string } {
  const { name, at, distance_m } = landmark;
  if (inside) return { zh: `${name.zh}内`, en: `inside ${name.en}` };
  if (distance_m < BESIDE_M) return { zh: `${name.zh}旁`, en: `beside ${name.en}` };
  const [eighth, far] = [compassEighth(at, pos), paces(distance_m)];
  return {
    zh: `${name.zh}向${ZH_DIRECTIONS[eighth]}${far}米`,
    en: `${far} m ${EN_DIRECTIONS[eighth]} of ${name.en}`,
  };
}

/** For example 实验小学东门向南60米; empty when nothing is known within 2 km. */
export function describeAddress(pos: Position, places: Place[], lang: "zh" | "en"): string {
  const near = nearest(places, pos);
  if (!near || near.distance_m > REACH_M) return "";
  const inside = near.distance_m === 0 && near.place.geometry !== null;
  return words(landmarkOf(near.place, pos), pos, inside)[lang];
}
