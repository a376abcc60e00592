import { LocateFixed } from "lucide-preact";
import type { Fix } from "../core/entries";
import { isCoarse } from "../core/fix_quality";
import { tk } from "../text/field_capture";
import { tr } from "../text/field_record";
import { Icon } from "../ui";
import { metres } from "./moments";
import { fix, fixError, fixJumping } from "./where";

/** After two minutes the seconds say nothing more. */
function age(ms: number): string {
  const s = Math.round(ms / 1000);
  return s < 120 ? tr("fix.age_s", { n: s }) : tr("fix.age_min", { n: Math.round(s / 60) });
}

/** Accuracy and age of the position, always with a word; it stands out where it is coarser than `gps_m`. */
export function FixChip({ gps_m = Infinity }: { gps_m?: number }) {
  const at: Fix | null = fix.value;
  const jumping = fixJumping.value;
  const doubted = jumping || (at !== null && isCoarse(at, gps_m));
  return (
    <span class={`fixchip num${doubted ? " doubted" : ""}`} role="status">
      <Icon of={LocateFixed} />
      {at ? (
        <span>
          {`±${metres(at.acc_m)}`}
          <br />
          {jumping ? tk("pos.jumps") : age(at.age_ms)}
        </span>
      ) : (
        tr(fixError.value ? `fix.${fixError.value}` : "fix.waiting")
      )}
    </span>
  );
}
