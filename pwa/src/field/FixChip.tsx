import { LocateFixed } from "lucide-preact";
import { isCoarse } from "../core/fix_quality";
import { aged, type Reading } from "../device/position";
import { tk } from "../text/field_capture";
import { tr } from "../text/field_record";
import { Icon } from "../ui";
import { useDrawnIn } from "./drawn_in";
import { metres } from "./moments";
import { fix, fixError, fixJumping } from "./where";

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

/** How old the reading is; drawn again whenever the words change. */
function Age({ of }: { of: Reading }) {
  const { age_ms } = aged(of);
  // After two minutes the seconds say nothing more.
  const isFresh = age_ms < 2 * MINUTE_MS;
  const step = isFresh ? SECOND_MS : MINUTE_MS;
  useDrawnIn(step - (age_ms % step));
  return <>{tr(isFresh ? "fix.age_s" : "fix.age_min", { n: Math.floor(age_ms / step) })}</>;
}

/** Accuracy and age of the position, always with a word; it stands out where it is coarser than `gps_m`. */
export function FixChip({ gps_m = Infinity }: { gps_m?: number }) {
  const at = fix.value;
  const jumping = fixJumping.value;
  const doubted = jumping || (at !== null && isCoarse(at, gps_m));
  return (
    <span class={`fixchip num${doubted ? " doubted" : ""}`} role="status">
      <Icon of={LocateFixed} />
      {at ? (
        <span>
          {`±${metres(at.acc_m)}`}
          <br />
          {jumping ? tk("pos.jumps") : <Age of={at} />}
        </span>
      ) : (
        tr(fixError.value ? `fix.${fixError.value}` : "fix.waiting")
      )}
    </span>
  );
}
