import { Check } from "lucide-preact";
import { Icon, type IconNode } from "./Icon";

export type Option<V extends string = string> = { value: V; label: string; icon?: IconNode };
type ChoiceProps<V extends string> = {
  /** Names the group for a screen reader; visible words stand in the Field around it. */
  label: string;
  options: readonly Option<V>[];
  /** The chosen values: none, one, or several when `many`. */
  value: readonly V[];
  many?: boolean;
  /** Two equal columns, where the words are of like length. */
  even?: boolean;
  /** A second tap on the only choice takes it back. */
  clearable?: boolean;
  onChange: (value: V[]) => void;
};

/** The next selection after a tap. */
export function afterTap<V extends string>(
  value: readonly V[],
  tapped: V,
  many: boolean,
  clearable: boolean,
): V[] {
  const chosen = value.includes(tapped);
  if (many) return chosen ? value.filter((v) => v !== tapped) : [...value, tapped];
  return chosen && clearable ? [] : [tapped];
}

/** Choices are big buttons, never a menu. */
export function Choice<V extends string>(props: ChoiceProps<V>) {
  const { label, options, value, many = false, even = false, clearable = false, onChange } = props;
  return (
    // biome-ignore lint/a11y/useSemanticElements: the Field around it is the fieldset
    <div class={even ? "choice even" : "choice"} role="group" aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={value.includes(option.value)}
          onClick={() => onChange(afterTap(value, option.value, many, clearable))}
        >
          {many && value.includes(option.value) && <Icon of={Check} />}
          {option.icon && <Icon of={option.icon} />}
          {option.label}
        </button>
      ))}
    </div>
  );
}
