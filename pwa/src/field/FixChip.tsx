import { LocateFixed } from "lucide-preact";
import type { Fix } from "../core/entries";
import { tr } from "../text/field_record";
import { Icon } from "../ui";
import { metres, seconds } from "./moments";
import { fix, fixError } from "./where";

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
          {tr("fix.age", { age: seconds(at.age_ms) })}
        </span>
      ) : (
        tr(fixError.value ? `fix.${fixError.value}` : "fix.waiting")
      )}
    </span>
  );
}
