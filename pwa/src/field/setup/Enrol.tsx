import { KeyRound, LockKeyhole } from "lucide-preact";
import { useState } from "preact/hooks";
import { type Enrolment, enrol } from "../../device/enrol";
import { createVault } from "../../device/vault";
import { t } from "../../text/field";
import { Button, Field, Message, PinPad, Progress, TextInput } from "../../ui";
import { Trouble } from "../Trouble";
import { Page } from "./Page";
import { code, groupedCode, next } from "./state";

let made: Enrolment | null = null;

/** A plain name for this phone, which the desk sees in its list of devices. */
function deviceLabel(): string {
  const found = /iPhone|iPad|Android[^;)]*|HarmonyOS|Windows|Macintosh|Linux/.exec(navigator.userAgent);
  return found?.[0] ?? "browser";
}

export function Enrol() {
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
  return (
    <Page
      icon={KeyRound}
      title={t("enrol.title")}
      step={t("setup.step", { n: 2 })}
      foot={
        <Button
          kind="primary"
          block
          busy={busy && t("enrol.busy")}
          disabled={code.value.length < 9}
          onClick={submit}
        >
          {t("enrol.do")}
        </Button>
      }
    >
      <p class="quiet">{t("enrol.why")}</p>
      <Trouble error={error} />
      <Field label={t("enrol.code")} aside={t("enrol.aside")}>
        <TextInput
          label={t("enrol.code")}
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
  if (busy) return t("pin.busy");
  return first === null ? t("pin.first") : t("pin.second");
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
    <Page icon={LockKeyhole} title={t("pin.title")} step={t("setup.step", { n: 3 })} foot={null}>
      <p class="quiet">{t("pin.why")}</p>
      <Trouble error={error} />
      {differs && <Message tone="warn" what={t("pin.differs")} />}
      <p class="strong centred" role="status">
        {pinWords(busy, first)}
      </p>
      <PinPad label={t("pin.title")} disabled={busy} onDone={done} />
      {busy && <Progress words={t("pin.busy")} />}
    </Page>
  );
}
