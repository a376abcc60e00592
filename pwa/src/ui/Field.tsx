import { CircleAlert, MessageSquareWarning } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { Icon } from "./Icon";

type FieldProps = {
  label: string;
  children: ComponentChildren;
  /** Small words after the label, such as a unit or "optional". */
  aside?: string | undefined;
  /** Words that say what is still wanted; marks the field gently. */
  missing?: string | false;
  /** A reviewer's words about this field. */
  pointed?: string | undefined;
  id?: string | undefined;
};

/** The shell of every question: label, what is wanted, and the control. */
export function Field({ label, children, aside, missing = false, pointed, id }: FieldProps) {
  const state = `${missing ? " missing" : ""}${pointed ? " pointed" : ""}`;
  return (
    <fieldset class={`field${state}`} id={id}>
      <legend class="label">
        {label}
        {aside && <span class="aside">{aside}</span>}
      </legend>
      {pointed && (
        <p class="words">
          <Icon of={MessageSquareWarning} />
          {pointed}
        </p>
      )}
      {children}
      {missing && (
        <p class="words need">
          <Icon of={CircleAlert} />
          {missing}
        </p>
      )}
    </fieldset>
  );
}
