import { type Signal, useSignal } from "@preact/signals";
import { ChevronDown, ImagePlus, Layers, Zap, ZapOff } from "lucide-preact";
import { useRef, useState } from "preact/hooks";
import { itemOf } from "../core/catalogue";
import type { Camera } from "../device/camera";
import { decodePicked } from "../device/picked";
import { catalogue } from "../device/reference";
import type { Draft } from "../device/types";
import { t, words } from "../text/field";
import { tr } from "../text/field_record";
import { Button, Empty, Icon, TopBar } from "../ui";
import { CameraOff, ShotTrouble } from "./CameraOff";
import { change, draft, keepShot, standAt, world } from "./draft";
import { FixChip } from "./FixChip";
import { nextSlot } from "./form_model";
import { ItemSheet } from "./ItemSheet";
import { go, href } from "./router";
import { ShotStrip } from "./ShotStrip";
import { useViewfinder } from "./viewfinder";
import { useEachFix } from "./where";

const BURST = 3;

function ItemChip({ now }: { now: Draft }) {
  const [open, setOpen] = useState(false);
  const item = now.item && catalogue.value ? itemOf(catalogue.value, now.item) : null;
  return (
    <>
      <button type="button" class="chip" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <span class="clip2">{item ? words(item.name) : t("home.item_later")}</span>
        <Icon of={ChevronDown} />
      </button>
      <ItemSheet open={open} onClose={() => setOpen(false)} onPick={(code) => void change({ item: code })} />
    </>
  );
}

function Hint({ now }: { now: Draft }) {
  const around = world();
  const slot = around && nextSlot(now, around);
  const type = slot ? around.catalogue.shot_types[slot] : null;
  if (!type) return null;
  return <p class="hint">{tr("cap.hint", { shot: words(type) })}</p>;
}

function Torch({ camera }: { camera: Camera | null }) {
  const [on, setOn] = useState(false);
  if (!camera?.torch) return null;
  const turn = async () => {
    await camera.torch?.(!on);
    setOn(!on);
  };
  return <Button icon={on ? Zap : ZapOff} label={tr(on ? "cap.torch_off" : "cap.torch_on")} onClick={turn} />;
}

/** Takes one picture or several; a failure stays on the screen until the next success. */
function useShutter(camera: { current: Camera | null }, trouble: Signal<unknown>) {
  const busy = useSignal(0);
  const take = async (count: number) => {
    for (let left = count; left > 0; left -= 1) {
      if (!camera.current) return;
      busy.value = left;
      try {
        await keepShot(await camera.current.capture(), "camera");
        trouble.value = null;
      } catch (error) {
        trouble.value = error;
        break;
      }
    }
    busy.value = 0;
  };
  return { busy, take };
}

/** The way in when there is no camera: a picture from the album, marked as such. */
function Import({ trouble }: { trouble: Signal<unknown> }) {
  const input = useRef<HTMLInputElement>(null);
  const picked = async () => {
    const file = input.current?.files?.[0];
    if (!file) return;
    try {
      await keepShot(await decodePicked(file), "import");
      trouble.value = null;
    } catch (error) {
      trouble.value = error;
    }
    if (input.current) input.current.value = "";
  };
  return (
    <>
      <input
        ref={input}
        class="sr-only"
        type="file"
        accept="image/*"
        tabIndex={-1}
        aria-hidden
        onChange={picked}
      />
      <Button kind="quiet" icon={ImagePlus} onClick={() => input.current?.click()}>
        {tr("cap.import")}
      </Button>
    </>
  );
}

function Controls({ now, trouble, finder }: ControlsProps) {
  const { busy, take } = useShutter(finder.camera, trouble);
  const ready = finder.state.value === "ready" && busy.value === 0;
  return (
    <div class="controls">
      <div class="shutters">
        <Button icon={Layers} disabled={!ready} onClick={() => void take(BURST)}>
          {tr("cap.burst")}
        </Button>
        <button
          type="button"
          class="shutter"
          aria-label={tr("cap.shutter")}
          disabled={!ready}
          onClick={() => void take(1)}
        >
          <i />
        </button>
        <Button kind="primary" onClick={() => void finish(now)}>
          {tr("cap.done")}
        </Button>
      </div>
      <div class="row spread">
        <Torch camera={ready ? finder.camera.current : null} />
        <span class="grow small" role="status">
          {busy.value > 0 && tr("cap.storing")}
        </span>
        <Import trouble={trouble} />
      </div>
    </div>
  );
}

type ControlsProps = { now: Draft; trouble: Signal<unknown>; finder: ReturnType<typeof useViewfinder> };

async function finish(now: Draft): Promise<void> {
  await change({ step: "form" });
  go({ name: "form", draft: now.id });
}

export function Capture() {
  const finder = useViewfinder();
  const trouble = useSignal<unknown>(null);
  useEachFix(standAt);
  const now = draft.value;
  if (!now) return <Empty icon={ImagePlus} what={tr("form.gone")} then={tr("form.gone_then")} />;
  const state = finder.state.value;
  const working = state === "ready" || state === "starting";
  return (
    <main class="screen capture">
      <TopBar title={tr("cap.title")} back={href({ name: "home" })}>
        <ItemChip now={now} />
        <FixChip />
      </TopBar>
      <div class="finder">
        <video ref={finder.video} playsInline muted hidden={!working} aria-label={tr("cap.finder")} />
        {state === "starting" && <p class="hint">{tr("cap.starting")}</p>}
        {working ? <Hint now={now} /> : <CameraOff trouble={state} />}
        {Boolean(trouble.value) && (
          <div class="over">
            <ShotTrouble error={trouble.value} />
          </div>
        )}
      </div>
      <ShotStrip shots={now.shots} />
      <Controls now={now} trouble={trouble} finder={finder} />
    </main>
  );
}
