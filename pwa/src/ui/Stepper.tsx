import { Minus, Plus } from "lucide-preact";
import { tc } from "../text/common";
import { Icon } from "./Icon";

type StepperProps = {
  label: string;
  value: number | null;
  min?: number | undefined;
  max?: number | undefined;
  step?: number;
  /** False for quantities that may have decimals. */
  whole?: boolean;
  onChange: (value: number | null) => void;
};

/** Keeps a number within its limits; null stays null. */
export function clamp(value: number, min = -Infinity, max = Infinity): number {
  return Math.min(max, Math.max(min, value));
}

/** Parses what was typed; null when it is not a number. */
export function typed(text: string, min?: number, max?: number, whole = false): number | null {
  const trimmed = text.trim();
  const number = whole ? Math.round(Number(trimmed)) : Number(trimmed);
  return trimmed === "" || !Number.isFinite(number) ? null : clamp(number, min, max);
}

/** The value after a press: on an empty one "more" counts the first, "less" says there are as few as can be. */
export function stepped(value: number | null, by: number, min?: number, max?: number): number {
  const next = value === null ? Math.max(by, min ?? 0) : value + by;
  return clamp(next, min, max);
}

/** A count by two big buttons, or typed. */
export function Stepper({ label, value, min, max, step = 1, whole = true, onChange }: StepperProps) {
  const move = (by: number) => onChange(stepped(value, by, min, max));
  return (
    <div class="stepper">
      <button
        type="button"
        aria-label={`${label} ${tc("less")}`}
        disabled={value !== null && min !== undefined && value <= min}
        onClick={() => move(-step)}
      >
        <Icon of={Minus} />
      </button>
      <input
        aria-label={label}
        inputMode={whole ? "numeric" : "decimal"}
        value={value ?? ""}
        placeholder="–"
        onChange={(event) => onChange(typed(event.currentTarget.value, min, max, whole))}
      />
      <button
        type="button"
        aria-label={`${label} ${tc("more")}`}
        disabled={value !== null && max !== undefined && value >= max}
        onClick={() => move(step)}
      >
        <Icon of={Plus} />
      </button>
    </div>
  );
}
