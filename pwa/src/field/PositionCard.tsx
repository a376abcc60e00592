import { Move } from "lucide-preact";
import { useState } from "preact/hooks";
import type { PositionReason, RecordPosition } from "../core/entries";
import { isCoarse } from "../core/fix_quality";
import type { Draft } from "../device/types";
import { tk } from "../text/field_capture";
import { tr } from "../text/field_record";
import { Button, Choice, Sheet } from "../ui";
import { change, world } from "./draft";
import { draftItem } from "./form_model";
import { metres } from "./moments";
import { Nudge } from "./Nudge";
import { fixError, fixJumping } from "./where";
import "./capture_more.css";

const REASONS: readonly PositionReason[] = ["indoors", "canyon", "away", "other"];
/** What holds where no item says how exact a position has to be, in metres. */
const PLAIN_M = 100;

/** How exact the draft's item wants the position, in metres. */
export function neededAccuracy(now: Draft): number {
  const around = world();
  const item = around && draftItem(now, around);
  return item?.evidence.gps_m ?? PLAIN_M;
}

function say(at: RecordPosition, why: PositionReason | undefined): void {
  const { why: _before, ...rest } = at;
  void change({ position: why ? { ...rest, why } : rest });
}

/** A coarse reading is used as soon as somebody says why; nothing waits for it. */
function Gate({ at, gps_m }: { at: RecordPosition; gps_m: number }) {
  const jumping = fixJumping.value && <p class="need">{tk("pos.jumping")}</p>;
  if (!isCoarse(at, gps_m)) return jumping || null;
  return (
    <>
      {jumping}
      <p class="strong num">{tk("pos.coarse", { acc: metres(at.acc_m), need: metres(gps_m) })}</p>
      <p class="small quiet">{tk(at.why ? "pos.taken" : "pos.coarse_then")}</p>
      <Choice
        label={tk("pos.why")}
        options={REASONS.map((value) => ({ value, label: tk(`pos.${value}`) }))}
        value={at.why ? [at.why] : []}
        clearable
        onChange={([why]) => say(at, why)}
      />
    </>
  );
}

function Lost() {
  const trouble = fixError.value;
  return (
    <p class="small quiet">
      {trouble ? tr("place.no_fix", { why: tr(`fix.${trouble}`) }) : tr("place.no_position")}
    </p>
  );
}

type SheetProps = { now: Draft; open: boolean; onClose: () => void };

/** Everything about where this record is: how exact, why so, and moving it by hand. */
export function PositionSheet({ now, open, onClose }: SheetProps) {
  const at = now.position;
  return (
    <Sheet open={open} title={tk("pos.label")} onClose={onClose}>
      {at ? <Gate at={at} gps_m={neededAccuracy(now)} /> : <Lost />}
      {at && <Nudge at={at} places={world()?.places ?? []} />}
    </Sheet>
  );
}

/** In the form: only what wants attention, and the way to move the mark. */
export function PositionCard({ now }: { now: Draft }) {
  const [open, setOpen] = useState(false);
  const at = now.position;
  if (!at) return null;
  const gps_m = neededAccuracy(now);
  return (
    <section class={isCoarse(at, gps_m) ? "card stack tight" : "stack tight"} aria-label={tk("pos.label")}>
      <Gate at={at} gps_m={gps_m} />
      <Button kind="quiet" icon={Move} onClick={() => setOpen(true)}>
        {tk("nudge.do")}
      </Button>
      <PositionSheet now={now} open={open} onClose={() => setOpen(false)} />
    </section>
  );
}
