import { type Signal, useSignal } from "@preact/signals";
import { ChevronDown, ImagePlus, Layers } from "lucide-preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { itemOf } from "../core/catalogue";
import { decodePicked } from "../device/picked";
import { catalogue } from "../device/reference";
import type { Draft } from "../device/types";
import { keepAwake } from "../device/wake_lock";
import { t, words } from "../text/field";
import { tr } from "../text/field_record";
import { Button, Empty, Icon, TopBar } from "../ui";
import { AlreadyThere } from "./AlreadyThere";
import { change, draft, keepShot, standAt } from "./draft";
import { useSlot, View } from "./FinderView";
import { FixChip } from "./FixChip";
import { ItemSheet } from "./ItemSheet";
import { neededAccuracy, PositionSheet } from "./PositionCard";
import { RecordButtons, Running, useRecorder } from "./Recorder";
import { go, href } from "./router";
import { ShotStrip } from "./ShotStrip";
import { useShutter } from "./shutter";
import { type Finder, useViewfinder } from "./viewfinder";
import { useEachFix } from "./where";
import "./capture_more.css";

const BURST = 5;

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

function PositionChip({ now }: { now: Draft }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" class="plain" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <FixChip gps_m={neededAccuracy(now)} />
      </button>
      <PositionSheet now={now} open={open} onClose={() => setOpen(false)} />
    </>
  );
}

/** The way in when there is no camera: a picture from the album, marked as such. */
function Import({ trouble, slot }: { trouble: Signal<unknown>; slot: string | null }) {
  const input = useRef<HTMLInputElement>(null);
  const picked = async () => {
    const file = input.current?.files?.[0];
    if (!file) return;
    try {
      await keepShot(decodePicked(file), "import", slot);
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

type ControlsProps = {
  now: Draft;
  trouble: Signal<unknown>;
  kept: Signal<number>;
  finder: Finder;
  slot: string | null;
};

function Controls({ now, trouble, kept, finder, slot }: ControlsProps) {
  const { at, take } = useShutter(finder, trouble, kept, slot);
  const recorder = useRecorder(finder, trouble);
  const running = recorder.running.value;
  const ready = finder.state.value === "ready" && at.value === null && !running;
  if (running) return <Running recording={running} />;
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
          <i>{at.value && at.value.of > 1 && `${at.value.n}/${at.value.of}`}</i>
        </button>
        <Button kind="primary" onClick={() => void finish(now)}>
          {tr("cap.done")}
        </Button>
      </div>
      <div class="row spread">
        <RecordButtons recorder={recorder} ready={ready} />
        <span class="grow sr-only" role="status">
          {at.value && tr("cap.storing")}
        </span>
        <Import trouble={trouble} slot={slot} />
      </div>
    </div>
  );
}

async function finish(now: Draft): Promise<void> {
  await change({ step: "form" });
  go({ name: "form", draft: now.id });
}

export function Capture() {
  const finder = useViewfinder();
  const trouble = useSignal<unknown>(null);
  /** How many pictures of the last tap were stored. */
  const kept = useSignal(0);
  const now = draft.value;
  const slot = useSlot(now);
  useEachFix(standAt);
  useEffect(keepAwake, []);
  if (!now) return <Empty icon={ImagePlus} what={tr("form.gone")} then={tr("form.gone_then")} />;
  return (
    <main class="screen capture">
      <TopBar title={tr("cap.title")} back={href({ name: "home" })}>
        <ItemChip now={now} />
        <PositionChip now={now} />
      </TopBar>
      <View now={now} finder={finder} trouble={trouble} kept={kept} slot={slot} />
      {now.shots.length === 0 && <AlreadyThere now={now} />}
      <ShotStrip shots={now.shots} />
      <Controls now={now} trouble={trouble} kept={kept} finder={finder} slot={slot.slot} />
    </main>
  );
}
