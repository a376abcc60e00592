import { LocateFixed } from "lucide-preact";
import type { Fix } from "../core/entries";
import { tr } from "../text/field_record";
import { Icon } from "../ui";
import { metres } from "./moments";
import { fix, fixError } from "./where";

/** After two minutes the seconds say nothing more. */
function age(ms: number): string {
  const s = Math.round(ms / 1000);
  return s < 120 ? tr("fix.age_s", { n: s }) : tr("fix.age_min", { n: Math.round(s / 60) });
}

/** Accuracy and age of the position, always with a word. */
export function FixChip() {
  const at: Fix | null = fix.value;
  return (
    <span class="fixchip num" role="status">
      <Icon of={LocateFixed} />
      {at ? (
        <span>
          {`±${metres(at.acc_m)}`}
          <br />
          {age(at.age_ms)}
        </span>
      ) : (
        tr(fixError.value ? `fix.${fixError.value}` : "fix.waiting")
      )}
    </span>
  );
}
