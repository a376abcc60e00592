import { type Signal, useSignal } from "@preact/signals";
import { RefreshCw } from "lucide-preact";
import type { Draft } from "../device/types";
import { words } from "../text/field";
import { tk } from "../text/field_capture";
import { tr } from "../text/field_record";
import { Icon } from "../ui";
import { beforeOf } from "./before";
import { CameraOff, ShotTrouble } from "./CameraOff";
import { aimedSlot, draft, world } from "./draft";
import { shownIn, slotsOf } from "./form_model";
import { GHOST, Ghost, type Ghosting, Lens } from "./Lens";
import { Aim, type Finder } from "./viewfinder";

/** The required shot that is next, by the officer's choice among those still open. */
export function useSlot(now: Draft | null) {
  const turned = useSignal(0);
  const around = world();
  const { all, open } = now && around ? slotsOf(now, around, aimedSlot()) : { all: [], open: [] };
  const slot = open[turned.value % Math.max(1, open.length)] ?? null;
  return { all, open, slot, turn: () => (turned.value += 1) };
}

type Slot = ReturnType<typeof useSlot>;

function Hint({ all, open, slot, turn }: Slot) {
  const around = world();
  const type = slot && around && draft.value ? shownIn(slot, draft.value, around) : null;
  if (!slot || !type) return null;
  const count = { n: all.indexOf(slot) + 1, of: all.length };
  const said =
    all.length > 1 ? tk("slot.next", { shot: words(type), ...count }) : tr("cap.hint", { shot: words(type) });
  if (open.length < 2) return <p class="hint">{said}</p>;
  return (
    <button type="button" class="hint" onClick={turn}>
      {said}
      <Icon of={RefreshCw} label={tk("slot.other")} />
    </button>
  );
}

type ViewProps = {
  now: Draft;
  finder: Finder;
  trouble: Signal<unknown>;
  kept: Signal<number>;
  slot: Slot;
};

function Failed({ trouble, kept }: Pick<ViewProps, "trouble" | "kept">) {
  if (!trouble.value) return null;
  return (
    <div class="over">
      <ShotTrouble error={trouble.value} />
      {kept.value > 0 && <p class="kept strong">{tk("kept.some", { n: kept.value })}</p>}
    </div>
  );
}

/** The picture of the camera with what lies over it, or why there is none. */
export function View({ now, finder, trouble, kept, slot }: ViewProps) {
  const ghosting: Ghosting = useSignal(GHOST);
  const state = finder.state.value;
  const working = state === "ready" || state === "starting";
  const before = beforeOf(now, slot.slot);
  const camera = state === "ready" ? finder.camera.current : null;
  return (
    <div class="finder">
      <video ref={finder.video} playsInline muted hidden={!working} aria-label={tr("cap.finder")} />
      {camera && before && <Ghost before={before} ghosting={ghosting} />}
      {camera?.aim && <Aim finder={finder} aim={camera.aim} />}
      {state === "starting" && <p class="hint">{tr("cap.starting")}</p>}
      {working ? <Hint {...slot} /> : <CameraOff trouble={state} onRetry={finder.retry} />}
      {camera && <Lens camera={camera} before={before} ghosting={ghosting} />}
      <Failed trouble={trouble} kept={kept} />
    </div>
  );
}
