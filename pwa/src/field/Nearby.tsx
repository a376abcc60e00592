import { LocateOff, MapPin } from "lucide-preact";
import { type Near, nearestPlaces, type Position } from "../core/geo";
import { places } from "../device/reference";
import { tr } from "../text/field_record";
import { Empty, Icon, ListRow } from "../ui";
import { beforehand } from "./beforehand";
import { FixChip } from "./FixChip";
import { metres } from "./moments";
import { go } from "./router";
import { offset } from "./sketch";
import { fix, useWhere } from "./where";

const SHOWN = 20;
const NUMBERED = 8;

/** A plain plan without tiles: north up, the officer in the middle, places numbered as in the list. */
function Plan({ at, near }: { at: Position & { acc_m: number }; near: Near[] }) {
  const spots = near.slice(0, NUMBERED).map(({ place }) => offset(at, place));
  const reach = Math.max(100, ...spots.map(([x, y]) => Math.hypot(x, y)));
  const scale = 44 / reach;
  return (
    <figure>
      <svg class="plan" viewBox="-50 -50 100 100" role="img" aria-label={tr("map.plan")}>
        {[0.5, 1].map((part) => (
          <circle key={part} class="ring" r={44 * part} />
        ))}
        <circle class="accuracy" r={Math.min(44, Math.max(1, at.acc_m * scale))} />
        <circle class="me" r={2} />
        {spots.map(([x, y], i) => (
          <g key={near[i]?.place.id} transform={`translate(${x * scale} ${y * scale})`}>
            <circle class="spot" r={4.6} />
            <text class="n" y={2}>
              {i + 1}
            </text>
          </g>
        ))}
      </svg>
      <figcaption class="small quiet centred">{tr("map.scale", { m: metres(reach) })}</figcaption>
    </figure>
  );
}

function choose(near: Near): void {
  beforehand.value = { place: near.place.id, name: near.place.name, address: "" };
  go({ name: "home" });
}

function Around({ at }: { at: Position & { acc_m: number } }) {
  const near = nearestPlaces(places.value, at, undefined, SHOWN);
  if (near.length === 0) return <Empty icon={MapPin} what={tr("map.none")} then={tr("map.none_then")} />;
  return (
    <>
      <Plan at={at} near={near} />
      <p class="small quiet">{tr("map.choose")}</p>
      <ul class="list">
        {near.map((one, i) => (
          <li key={one.place.id}>
            <ListRow
              lead={<span class="ordinal num">{i < NUMBERED ? i + 1 : <Icon of={MapPin} />}</span>}
              title={one.place.name}
              trail={<span class="num">{metres(one.distance_m)}</span>}
              onClick={() => choose(one)}
            />
          </li>
        ))}
      </ul>
    </>
  );
}

export function Nearby() {
  useWhere();
  const at = fix.value;
  return (
    <main class="screen">
      <header class="homehead">
        <div class="row">
          <h1 class="grow" tabIndex={-1}>
            {tr("map.title")}
          </h1>
          <FixChip />
        </div>
      </header>
      <div class="scroll stack">
        {at ? (
          <Around at={at} />
        ) : (
          <Empty icon={LocateOff} what={tr("map.no_fix")} then={tr("map.no_fix_then")} />
        )}
      </div>
    </main>
  );
}
