import { KeyRound, LockKeyhole } from "lucide-preact";
import { useState } from "preact/hooks";
import { type Enrolment, enrol } from "../../device/enrol";
import { createVault } from "../../device/vault";
import { tm } from "../../text/field_more";
import { Button, Field, Message, PinPad, Progress, TextInput } from "../../ui";
import { Trouble } from "../Trouble";
import { Page } from "./Page";
import { code, groupedCode, next, step } from "./state";

let made: Enrolment | null = null;

/** A plain name for this phone, which the desk sees in its list of devices. */
function deviceLabel(): string {
  const found = /iPhone|iPad|Android[^;)]*|HarmonyOS|Windows|Macintosh|Linux/.exec(navigator.userAgent);
  return found?.[0] ?? "browser";
}

function useEnrolling() {
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const submit = async () => {
    setBusy(true);
    setError(null);
    try {
      made = await enrol(code.value, deviceLabel());
      next();
    } catch (problem) {
      setError(problem);
    }
    setBusy(false);
  };
  return { submit, busy, error };
}

export function Enrol() {
  const { submit, busy, error } = useEnrolling();
  return (
    <Page
      icon={KeyRound}
      title={tm("enrol.title")}
      step={tm("setup.step", { n: 2 })}
      back={() => {
        step.value = "signin";
      }}
      foot={
        <Button
          kind="primary"
          block
          busy={busy && tm("enrol.busy")}
          disabled={code.value.length < 9}
          onClick={submit}
        >
          {tm("enrol.do")}
        </Button>
      }
    >
      <p class="quiet">{tm("enrol.why")}</p>
      <Trouble error={error} />
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
    </Page>
  );
}

function pinWords(busy: boolean, first: string | null): string {
  if (busy) return tm("pin.busy");
  return first === null ? tm("pin.first") : tm("pin.second");
}

/** The PIN, twice; the vault is made when both agree. */
export function ChoosePin() {
  const [first, setFirst] = useState<string | null>(null);
  const [differs, setDiffers] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const make = async (pin: string) => {
    if (!made) return;
    setBusy(true);
    await createVault(made, pin).then(next, setError);
    setBusy(false);
  };
  const done = (pin: string) => {
    setDiffers(first !== null && pin !== first);
    if (first === null) setFirst(pin);
    else if (pin === first) void make(pin);
    else setFirst(null);
  };
  return (
    <Page icon={LockKeyhole} title={tm("pin.title")} step={tm("setup.step", { n: 3 })} foot={null}>
      <p class="quiet">{tm("pin.why")}</p>
      <Trouble error={error} />
      {differs && <Message tone="warn" what={tm("pin.differs")} />}
      <p class="strong centred" role="status">
        {pinWords(busy, first)}
      </p>
      <PinPad label={tm("pin.title")} disabled={busy} onDone={done} />
      {busy && <Progress words={tm("pin.busy")} />}
    </Page>
  );
}
