type TextInputProps = {
  label: string;
  value: string;
  onInput: (value: string) => void;
  type?: "text" | "tel" | "password" | "search" | "datetime-local";
  lines?: boolean;
  placeholder?: string;
  autocomplete?: string;
  maxLength?: number;
  upper?: boolean;
};

/** One line or several; the words of the label stand outside. */
export function TextInput(props: TextInputProps) {
  const { label, value, onInput, type = "text", lines, placeholder, upper } = props;
  const shared = {
    class: "input",
    "aria-label": label,
    value,
    placeholder,
    maxLength: props.maxLength ?? 2000,
    onInput: (event: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) =>
      onInput(event.currentTarget.value),
  };
  if (lines) return <textarea rows={2} {...shared} />;
  return (
    <input
      type={type}
      autoComplete={props.autocomplete ?? "off"}
      autoCapitalize={upper ? "characters" : "none"}
      enterKeyHint="done"
      spellcheck={false}
      {...shared}
    />
  );
}
