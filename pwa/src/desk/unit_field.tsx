import { useEffect } from "preact/hooks";
import { tt } from "../text/desk_tasks";
import { Field } from "../ui";
import { loadUnits, units } from "./people_store";

/** One of the units of whoever sits here. */
export function UnitField({ value, onChange }: { value: string; onChange: (unit: string) => void }) {
  useEffect(() => void loadUnits(), []);
  return (
    <Field label={tt("form.unit")}>
      <select
        aria-label={tt("form.unit")}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        <option value="" />
        {units.value.map(({ id, name, depth }) => (
          <option key={id} value={id}>{`${"\u3000".repeat(Math.max(depth, 0))}${name}`}</option>
        ))}
      </select>
    </Field>
  );
}
