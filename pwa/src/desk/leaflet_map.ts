// Draws a scene with Leaflet and no tiles: boundaries, gates, the record with its accuracy circle, a scale bar.
// Loaded only when a map is first shown. Colours are classes, so that a change of theme needs no redrawing.

import * as L from "leaflet";
import "leaflet/dist/leaflet.css";
import { type Degrees, type MapPlace, pointsToFit, type Reach, type Scene } from "./map_model";

export interface MapWords {
  record: string;
  nudged: string;
  gate: string;
}

export interface DrawnMap {
  fit(): void;
  remove(): void;
}

const EQUATOR_M_PER_PX = 156_543.033_92;
const RING_PANE = "ring";

const point = ([lat, lon]: Degrees): L.LatLngTuple => [lat, lon];

/** Labels are elements: a string would be parsed as HTML. */
function label(text: string, name = ""): HTMLElement {
  const element = document.createElement("span");
  element.className = name;
  element.textContent = text;
  return element;
}

function newMap(element: HTMLElement): L.Map {
  const map = L.map(element, {
    attributionControl: false,
    zoomControl: false,
    keyboard: false,
    zoomSnap: 0.25,
    maxZoom: 20,
    minZoom: 9,
    fadeAnimation: false,
    zoomAnimation: false,
    renderer: L.svg({ padding: 0.5 }),
  });
  map.createPane(RING_PANE).classList.add("map-ring-pane");
  L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
  return map;
}

function drawPlace(map: L.Map, place: MapPlace, words: MapWords): void {
  const name = place.main ? "map-main" : "map-near";
  for (const ring of place.rings) L.polygon(ring.map(point), { className: `${name} map-area` }).addTo(map);
  for (const gate of place.gates) {
    const mark = L.circleMarker(point(gate.at), { radius: 4, className: "map-gate" }).addTo(map);
    mark.bindTooltip(label(gate.name || words.gate));
  }
  const radius = place.rings.length > 0 ? 2 : 5;
  L.circleMarker(point(place.at), { radius, className: `${name} map-dot` }).addTo(map);
  const top = [place.at, ...place.rings.flat()].reduce((a, b) => (b[0] > a[0] ? b : a));
  // The name stands above the whole place, so that it never hides a record inside it.
  L.tooltip({ permanent: true, direction: "top", offset: [0, -6] })
    .setLatLng([top[0], place.at[1]])
    .setContent(label(place.name, name))
    .addTo(map);
}

/** A thick round stroke around the boundary covers exactly what lies within the radius. */
function drawReach(map: L.Map, place: MapPlace, reach: Reach): void {
  const renderer = L.svg({ pane: RING_PANE, padding: 1 });
  const shared = { renderer, pane: RING_PANE, className: "map-reach", interactive: false };
  if (reach.from === "boundary" && place.rings.length > 0) {
    const belts = place.rings.map((ring) => L.polygon(ring.map(point), shared).addTo(map));
    const widen = (): void => {
      const m_per_px = (EQUATOR_M_PER_PX * Math.cos((place.at[0] * Math.PI) / 180)) / 2 ** map.getZoom();
      for (const belt of belts) belt.setStyle({ weight: (2 * reach.radius_m) / m_per_px });
    };
    map.on("zoomend viewreset", widen);
    map.whenReady(widen);
    return;
  }
  const centres =
    reach.from === "gates" && place.gates.length > 0 ? place.gates.map(({ at }) => at) : [place.at];
  for (const at of centres) L.circle(point(at), { ...shared, radius: reach.radius_m, weight: 0 }).addTo(map);
}

function drawRecord(map: L.Map, scene: Scene, words: MapWords): void {
  if (!scene.record) return;
  const at = point(scene.record.at);
  L.circle(at, { radius: scene.record.acc_m, className: "map-accuracy", interactive: false }).addTo(map);
  L.circleMarker(at, { radius: 6, className: "map-record" }).addTo(map).bindTooltip(label(words.record));
  if (!scene.nudged) return;
  const moved = point(scene.nudged);
  L.polyline([at, moved], { className: "map-moved" }).addTo(map);
  L.circleMarker(moved, { radius: 5, className: "map-nudged" }).addTo(map).bindTooltip(label(words.nudged));
}

/** Draws `scene` into `element`, which must have a size; the caller removes it again. */
export function drawMap(element: HTMLElement, scene: Scene, words: MapWords): DrawnMap {
  const map = newMap(element);
  const bounds = L.latLngBounds(pointsToFit(scene).map(point));
  const showAll = (): void => {
    map.invalidateSize({ animate: false });
    map.fitBounds(bounds.pad(0.15), { maxZoom: 18.5, animate: false });
  };
  showAll();
  const main = scene.places.find((place) => place.main);
  if (main && scene.reach) drawReach(map, main, scene.reach);
  for (const place of scene.places) drawPlace(map, place, words);
  if (scene.measure) L.polyline(scene.measure.map(point), { className: "map-measure" }).addTo(map);
  drawRecord(map, scene, words);
  const watch = new ResizeObserver(() => map.invalidateSize({ animate: false }));
  watch.observe(element);
  return {
    fit: showAll,
    remove: () => {
      watch.disconnect();
      map.remove();
    },
  };
}
