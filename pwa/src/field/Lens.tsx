import { type Signal, useSignal } from "@preact/signals";
import { Ghost as GhostIcon, SunMedium, Zap, ZapOff, ZoomIn } from "lucide-preact";
import { distanceM } from "../core/geo";
import type { Camera, Dial } from "../device/camera";
import { tk } from "../text/field_capture";
import { tr } from "../text/field_record";
import { Button, type IconNode } from "../ui";
import type { Before } from "./before";
import { metres } from "./moments";
import { usePicture } from "./picture";
import { fix } from "./where";

/** How strongly the earlier photo shows through, in percent; 0 is off. */
export type Ghosting = Signal<number>;
export const GHOST = 35;

type RangeProps = { label: string; dial: Pick<Dial, "min" | "max" | "step">; now: number };

function Range({ label, dial, now, onMove }: RangeProps & { onMove: (value: number) => void }) {
  const { min, max, step } = dial;
  return (
    <label class="dial">
      <span class="small">{label}</span>
      <input
        type="range"
        {...{ min, max, step }}
        value={now}
        onInput={(event) => onMove(Number(event.currentTarget.value))}
      />
    </label>
  );
}

type Tool = "zoom" | "exposure" | "ghost";

/** One tool of the camera: its button, and its slider while it is chosen. */
function Turn({
  name,
  icon,
  label,
  open,
}: {
  name: Tool;
  icon: IconNode;
  label: string;
  open: Signal<Tool | null>;
}) {
  const chosen = open.value === name;
  return (
    <span class={chosen ? "chosen" : ""}>
      <Button
        icon={icon}
        label={label}
        onClick={() => {
          open.value = chosen ? null : name;
        }}
      />
    </span>
  );
}

function Torch({ turn }: { turn: (on: boolean) => Promise<void> }) {
  const on = useSignal(false);
  const tap = async () => {
    await turn(!on.value);
    on.value = !on.value;
  };
  return (
    <Button
      icon={on.value ? Zap : ZapOff}
      label={tr(on.value ? "cap.torch_off" : "cap.torch_on")}
      onClick={() => void tap().catch(() => undefined)}
    />
  );
}

type LensProps = { camera: Camera; before: Before | null; ghosting: Ghosting };

/** The slider of the chosen setting of the camera, where it has that setting. */
function Setting({ name, dial }: { name: "zoom" | "exposure"; dial: Dial | null }) {
  const at = useSignal(dial?.now ?? 0);
  if (!dial) return null;
  const move = (value: number) => {
    at.value = value;
    dial.now = value;
    void dial.set(value).catch(() => undefined);
  };
  const label = tk(name === "zoom" ? "lens.zoom" : "lens.light");
  return <Range label={label} dial={dial} now={at.value} onMove={move} />;
}

/** What this camera can do beyond the shutter; nothing is shown that it cannot. */
export function Lens({ camera, before, ghosting }: LensProps) {
  const open = useSignal<Tool | null>(null);
  const { zoom, exposure, torch } = camera;
  const at = open.value;
  return (
    <div class="lens">
      {at === "ghost" && <GhostPanel ghosting={ghosting} />}
      {at && at !== "ghost" && <Setting key={at} name={at} dial={camera[at]} />}
      <div class="tools">
        {torch && <Torch turn={torch} />}
        {zoom && <Turn name="zoom" icon={ZoomIn} label={tk("lens.zoom")} open={open} />}
        {exposure && <Turn name="exposure" icon={SunMedium} label={tk("lens.light")} open={open} />}
        {before && <Turn name="ghost" icon={GhostIcon} label={tk("lens.ghost")} open={open} />}
      </div>
    </div>
  );
}

function GhostPanel({ ghosting }: { ghosting: Ghosting }) {
  const set = (value: number) => {
    ghosting.value = value;
  };
  return (
    <div class="row">
      <Range label={tk("lens.ghost")} dial={{ min: 0, max: 80, step: 5 }} now={ghosting.value} onMove={set} />
      <Button onClick={() => set(ghosting.value > 0 ? 0 : GHOST)}>
        {tk(ghosting.value > 0 ? "ghost.hide" : "ghost.show")}
      </Button>
    </div>
  );
}

/** The earlier photo over the viewfinder, and how far from its spot the officer stands. */
export function Ghost({ before, ghosting }: { before: Before; ghosting: Ghosting }) {
  const src = usePicture(before.preview_sha256);
  const here = fix.value;
  return (
    <>
      {src && ghosting.value > 0 && (
        <img class="ghost" src={src} alt="" style={{ opacity: ghosting.value / 100 }} />
      )}
      {here && before.at && (
        <p class="hint away num">
          {tk("ghost.far", { way: metres(distanceM(here, before.at)), acc: metres(here.acc_m) })}
        </p>
      )}
    </>
  );
}
