import { type Signal, useComputed, useSignal } from "@preact/signals";
import { List, LocateFixed, LocateOff, Map as MapIcon, MapPin, Minus, Plus, X } from "lucide-preact";
import { useEffect } from "preact/hooks";
import { distanceToPlace, nearestPlaces } from "../core/geo";
import { project, type View, viewOf, zoomAt } from "../core/map";
import { placeStates } from "../core/today";
import { places } from "../device/reference";
import { ty } from "../text/field_today";
import { Button, Empty, ListRow } from "../ui";
import { BaseMap, groundTiles } from "./BaseMap";
import { beforehand } from "./beforehand";
import { FixChip } from "./FixChip";
import { MapCanvas } from "./MapCanvas";
import type { Dot } from "./map_paint";
import { metres } from "./moments";
import { go } from "./router";
import { marks, tasksNow, useMinutes } from "./task_words";
import { fix, useWhere } from "./where";
import "./today.css";

const SHOWN = 30;
const STREETS = 15;
/** Where the last look was, for as long as the app is open. */
const START: View = { x: 0.79, y: 0.41, zoom: 4 };

let kept: View | null = null;

function begin(place: { id: string; name: string }): void {
  beforehand.value = { place: place.id, name: place.name, address: "" };
  go({ name: "home" });
}

/** Places with a position, each with how it stands today. */
function useDots() {
  const spots = useComputed(() =>
    places.value.filter((place) => place.lat !== null).map((place) => ({ place, ...project(place) })),
  );
  return useComputed((): readonly Dot[] => {
    const states = placeStates(tasksNow.value, marks.value);
    return spots.value.map((spot) => ({ ...spot, state: states.get(spot.place.id) ?? "never" }));
  });
}

function Chosen({ dot, onClose }: { dot: Dot; onClose: () => void }) {
  const at = fix.value;
  return (
    <div class="card mapcard row" role="status">
      <span class="grow">
        <b>{dot.place.name}</b>
        <br />
        <span class="small quiet">
          {ty(`state.${dot.state}`)}
          {at && <span class="num"> · {metres(distanceToPlace(at, dot.place))}</span>}
        </span>
      </span>
      <Button kind="primary" onClick={() => begin(dot.place)}>
        {ty("map.here")}
      </Button>
      <Button kind="quiet" icon={X} label={ty("map.unchoose")} onClick={onClose} />
    </div>
  );
}

/** The last look again; at first the streets around here, or every place while nobody knows where here is. */
function useLook(dots: { readonly value: readonly Dot[] }): Signal<View> {
  const view = useSignal<View>(kept ?? START);
  useEffect(() => {
    const at = fix.value;
    if (!kept) view.value = at ? { ...project(at), zoom: STREETS } : (viewOf(dots.value, 360, 480) ?? START);
    return () => {
      kept = view.value;
    };
  }, []);
  return view;
}

/** What fingers do on the map, as buttons. */
function Tools({ view }: { view: Signal<View> }) {
  const at = fix.value;
  const here = () => {
    if (at) view.value = { ...project(at), zoom: Math.max(STREETS, view.value.zoom) };
  };
  const nearer = (by: number) => () => {
    view.value = zoomAt(view.value, by);
  };
  return (
    <div class="maptools">
      <Button icon={Plus} label={ty("map.nearer")} onClick={nearer(1)} />
      <Button icon={Minus} label={ty("map.farther")} onClick={nearer(-1)} />
      <Button icon={LocateFixed} label={ty("map.me")} disabled={!at} onClick={here} />
      <BaseMap />
    </div>
  );
}

function Drawn() {
  const dots = useDots();
  const view = useLook(dots);
  const chosen = useSignal<Dot | null>(null);
  return (
    <div class="mapbox">
      <MapCanvas
        label={ty("map.label", { n: dots.value.length })}
        dots={dots}
        view={view}
        chosen={chosen}
        tiles={groundTiles}
      />
      <Tools view={view} />
      {chosen.value && (
        <Chosen
          dot={chosen.value}
          onClose={() => {
            chosen.value = null;
          }}
        />
      )}
    </div>
  );
}

/** The same places as a list, for the ear, the keyboard and bright sun. */
function Listed() {
  const at = fix.value;
  if (!at) return <Empty icon={LocateOff} what={ty("map.no_fix")} then={ty("map.no_fix_then")} />;
  const states = placeStates(tasksNow.value, marks.value);
  return (
    <ul class="list">
      {nearestPlaces(places.value, at, undefined, SHOWN).map(({ place, distance_m }) => (
        <li key={place.id}>
          <ListRow
            title={place.name}
            sub={ty(`state.${states.get(place.id) ?? "never"}`)}
            trail={<span class="num">{metres(distance_m)}</span>}
            onClick={() => begin(place)}
          />
        </li>
      ))}
    </ul>
  );
}

export function MapScreen() {
  useWhere();
  useMinutes();
  const isList = useSignal(false);
  return (
    <main class="screen">
      <header class="homehead">
        <div class="row">
          <h1 class="grow" tabIndex={-1}>
            {ty("map.title")}
          </h1>
          <FixChip />
          <Button
            icon={isList.value ? MapIcon : List}
            onClick={() => {
              isList.value = !isList.value;
            }}
          >
            {ty(isList.value ? "map.show_map" : "map.show_list")}
          </Button>
        </div>
      </header>
      {places.value.length === 0 ? (
        <Empty icon={MapPin} what={ty("map.none")} then={ty("map.none_then")} />
      ) : isList.value ? (
        <div class="scroll stack">
          <Listed />
        </div>
      ) : (
        <Drawn />
      )}
    </main>
  );
}
