import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp, LocateFixed, ZoomIn, ZoomOut } from "lucide-preact";
import { useState } from "preact/hooks";
import type { RecordPosition } from "../core/entries";
import { distanceM, type Place, type Position } from "../core/geo";
import { tk } from "../text/field_capture";
import { Button } from "../ui";
import { change } from "./draft";
import { metres } from "./moments";
import { fittingWidth, landmarks, moved, WIDTHS } from "./nudge_model";
import { offset } from "./sketch";

type NudgeProps = { at: RecordPosition; places: Place[] };

const WIDEST = WIDTHS.length - 1;
const widthOf = (zoom: number): number => WIDTHS[zoom] ?? 120;
/** One arrow moves the mark by this part of the plan. */
const STEPS = 25;
/** In the order of the pad: the two outer places of its first row are for the width of the plan. */
const WAYS = [
  { way: "n", icon: ArrowUp, east: 0, north: 1 },
  { way: "w", icon: ArrowLeft, east: -1, north: 0 },
  { way: "s", icon: ArrowDown, east: 0, north: -1 },
  { way: "e", icon: ArrowRight, east: 1, north: 0 },
] as const;

function put(at: RecordPosition, nudged: Position | null): void {
  void change({ position: { ...at, nudged } });
}

/** Where on the plan a tap was, in metres east and north of its middle. */
function tapped(event: MouseEvent, width_m: number): [number, number] {
  const box = (event.currentTarget as Element).getBoundingClientRect();
  const share = (px: number, from: number, size: number) => (px - from) / size - 0.5;
  return [
    share(event.clientX, box.left, box.width) * width_m,
    -share(event.clientY, box.top, box.height) * width_m,
  ];
}

function Plan({ at, places, width_m }: NudgeProps & { width_m: number }) {
  const scale = 100 / width_m;
  const [x, y] = offset(at, at.nudged ?? at).map((m) => m * scale) as [number, number];
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the arrows below do the same for the keyboard
    <svg
      class="sketch wide"
      viewBox="-50 -50 100 100"
      role="img"
      aria-label={tk("nudge.plan")}
      onClick={(event) => put(at, moved(at, ...tapped(event, width_m)))}
    >
      <circle class="accuracy" r={at.acc_m * scale} />
      {landmarks(places, at, width_m).map((mark) => (
        <g key={`${mark.name}${mark.x}`}>
          {mark.rings.map((points) => (
            <polygon key={points} class="school" points={points} />
          ))}
          <circle class="spot" cx={mark.x} cy={mark.y} r={1.5} />
          <text x={mark.x} y={mark.y - 3} text-anchor="middle">
            {mark.name}
          </text>
        </g>
      ))}
      <circle class="me" r={1.5} />
      {at.nudged && <line class="reach" x2={x} y2={y} />}
      <path class="pin" d={`M${x} ${y}l-3 -6a3.4 3.4 0 1 1 6 0z`} />
    </svg>
  );
}

type PadProps = { at: RecordPosition; zoom: number; onZoom: (zoom: number) => void };

/** Four arrows, and how much of the town the plan shows. */
function Pad({ at, zoom, onZoom }: PadProps) {
  const [mark, step_m] = [at.nudged ?? at, widthOf(zoom) / STEPS];
  return (
    <div class="arrows">
      <Button
        icon={ZoomOut}
        label={tk("nudge.wide")}
        disabled={zoom === WIDEST}
        onClick={() => onZoom(zoom + 1)}
      />
      {WAYS.map(({ way, icon, east, north }) => (
        <Button
          key={way}
          icon={icon}
          label={tk(`nudge.${way}`)}
          onClick={() => put(at, moved(mark, east * step_m, north * step_m))}
        />
      ))}
      <Button icon={ZoomIn} label={tk("nudge.near")} disabled={zoom === 0} onClick={() => onZoom(zoom - 1)} />
    </div>
  );
}

/** Moves the mark of a record by hand, by a tap or by arrows; what was measured stays beside it. */
export function Nudge({ at, places }: NudgeProps) {
  const mark = at.nudged ?? at;
  const [zoom, setZoom] = useState(() => fittingWidth(at, mark));
  const width_m = widthOf(zoom);
  const said = at.nudged ? tk("nudge.by", { way: metres(distanceM(at, mark)) }) : tk("nudge.none");
  return (
    <div class="stack tight nudge">
      <p class="small">{tk("nudge.then")}</p>
      <Plan at={at} places={places} width_m={width_m} />
      <p class="row spread small num" role="status">
        <span>{said}</span>
        <span class="quiet">{tk("nudge.across", { m: metres(width_m) })}</span>
      </p>
      <Pad at={at} zoom={zoom} onZoom={setZoom} />
      {at.nudged && (
        <Button icon={LocateFixed} onClick={() => put(at, null)}>
          {tk("nudge.back")}
        </Button>
      )}
    </div>
  );
}
