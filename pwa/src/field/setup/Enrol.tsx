import { KeyRound, LockKeyhole } from "lucide-preact";
import { useState } from "preact/hooks";
import { type Enrolment, enrol, leaveSession, phoneLabel } from "../../device/enrol";
import { createVault, type PinLock, pinLock } from "../../device/vault_making";
import { tm } from "../../text/field_more";
import { Button, Message, PinPad, Progress } from "../../ui";
import { Trouble } from "../Trouble";
import { CodeField } from "./fields";
import { Page } from "./Page";
import { code, next, step } from "./state";

/** Chosen before the one-time code is spent; a refused code leaves it as it is. */
let chosen: PinLock | null = null;
/** The server has agreed, this phone has not stored it yet: a second try must not need another code. */
let agreed: { code: string; enrolment: Enrolment } | null = null;

function pinWords(busy: boolean, first: string | null): string {
  if (busy) return tm("pin.busy");
  return first === null ? tm("pin.first") : tm("pin.second");
}

function useChoosing() {
  const [first, setFirst] = useState<string | null>(null);
  const [differs, setDiffers] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const make = async (pin: string) => {
    setBusy(true);
    try {
      chosen = await pinLock(pin);
      next();
    } catch (problem) {
      setError(problem);
    }
    setBusy(false);
  };
  const done = (pin: string) => {
    setDiffers(first !== null && pin !== first);
    if (first === null) setFirst(pin);
    else if (pin === first) void make(pin);
    else setFirst(null);
  };
  return { first, differs, busy, error, done };
}

/** The unlock code, twice. */
export function ChoosePin() {
  const { first, differs, busy, error, done } = useChoosing();
  return (
    <Page
      icon={LockKeyhole}
      title={tm("pin.title")}
      step={tm("setup.step", { n: 2 })}
      back={() => {
        step.value = "signin";
      }}
      foot={null}
    >
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

async function join(): Promise<void> {
  if (!chosen) {
    step.value = "pin";
    return;
  }
  if (agreed?.code !== code.value) {
    agreed = { code: code.value, enrolment: await enrol(code.value, phoneLabel(), chosen) };
  }
  await createVault(agreed.enrolment, chosen);
  leaveSession();
  agreed = null;
  chosen = null;
  // It is spent: nobody who enrols here later should find it filled in.
  code.value = "";
  next();
}

function useJoining() {
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const submit = async () => {
    setBusy(true);
    setError(null);
    await join().catch(setError);
    setBusy(false);
  };
  return { error, busy, submit };
}

/** The one-time code; the last step that can fail, so that a failure costs nothing done before. */
export function Enrol() {
  const { error, busy, submit } = useJoining();
  return (
    <Page
      icon={KeyRound}
      title={tm("enrol.title")}
      step={tm("setup.step", { n: 3 })}
      back={() => {
        step.value = "pin";
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
      <CodeField />
    </Page>
  );
}
