/** What is asked for when an account meets a phone, for the first time or again. */
import { tm } from "../../text/field_more";
import { Field, TextInput } from "../../ui";
import { code, groupedCode } from "./state";

export function PasswordField({ value, onInput }: { value: string; onInput: (typed: string) => void }) {
  return (
    <Field label={tm("signin.password")}>
      <TextInput
        label={tm("signin.password")}
        type="password"
        value={value}
        onInput={onInput}
        autocomplete="current-password"
      />
    </Field>
  );
}

export function CodeField() {
  return (
    <Field label={tm("enrol.code")} aside={tm("enrol.aside")}>
      <TextInput
        label={tm("enrol.code")}
        value={code.value}
        upper
        maxLength={9}
        placeholder="XXXX-XXXX"
        onInput={(typed) => {
          code.value = groupedCode(typed);
        }}
      />
    </Field>
  );
}
