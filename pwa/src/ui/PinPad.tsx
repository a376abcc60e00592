import { Delete } from "lucide-preact";
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { tc } from "../text/common";
import { Icon } from "./Icon";

export const PIN_LENGTH = 6;
const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"] as const;

type PinPadProps = {
  label: string;
  disabled?: boolean;
  /** Called with all six digits; the pad empties itself. */
  onDone: (pin: string) => void;
};

/** A PIN in the middle of being typed. */
export function afterKey(pin: string, key: string): string {
  if (key === "Backspace") return pin.slice(0, -1);
  return /^\d$/.test(key) && pin.length < PIN_LENGTH ? pin + key : pin;
}

/** Collects digits from the pad and the keyboard, and hands over six of them. */
function usePin(disabled: boolean, onDone: (pin: string) => void) {
  const [pin, setPin] = useState("");
  const press = (key: string) => !disabled && setPin((old) => afterKey(old, key));
  useEffect(() => {
    if (pin.length < PIN_LENGTH) return;
    setPin("");
    onDone(pin);
  }, [pin]);
  // Heard from the moment the pad is seen: who types at once loses no digit.
  useLayoutEffect(() => {
    const heard = (event: KeyboardEvent) => press(event.key);
    window.addEventListener("keydown", heard);
    return () => window.removeEventListener("keydown", heard);
  }, [disabled]);
  return { pin, press };
}

/** Six digits by thumb or keyboard. */
export function PinPad({ label, disabled = false, onDone }: PinPadProps) {
  const { pin, press } = usePin(disabled, onDone);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a keypad is not a fieldset
    <div class="pinpad" role="group" aria-label={label}>
      <div class="pindots" role="status" aria-label={`${pin.length} / ${PIN_LENGTH}`}>
        {Array.from({ length: PIN_LENGTH }, (_, i) => (
          <i key={i} class={i < pin.length ? "on" : ""} />
        ))}
      </div>
      <div class="pinkeys">
        {DIGITS.map((digit) => (
          <button key={digit} type="button" disabled={disabled} onClick={() => press(digit)}>
            {digit}
          </button>
        ))}
        <span />
        <button type="button" disabled={disabled} onClick={() => press("0")}>
          0
        </button>
        <button
          type="button"
          class="flat"
          aria-label={tc("delete_digit")}
          disabled={disabled}
          onClick={() => press("Backspace")}
        >
          <Icon of={Delete} />
        </button>
      </div>
    </div>
  );
}
