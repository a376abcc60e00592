import { LocateFixed } from "lucide-preact";
import type { Fix } from "../core/entries";
import { tr } from "../text/field_record";
import { Icon } from "../ui";
import { metres, seconds } from "./moments";
import { fix, fixError } from "./where";

/** Accuracy and age of the position, always with a word. */
export function FixChip() {
  const at: Fix | null = fix.value;
  const words = at
    ? `±${metres(at.acc_m)} · ${seconds(at.age_ms)}`
    : tr(fixError.value ? `fix.${fixError.value}` : "fix.waiting");
  return (
    <span class="fixchip num" role="status">
      <Icon of={LocateFixed} />
      {words}
    </span>
  );
}
