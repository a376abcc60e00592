import { useState } from "preact/hooks";
import { WrongPin } from "../device/vault";
import { changePin } from "../device/vault_making";
import { t } from "../text/field";
import { tm } from "../text/field_more";
import { tk } from "../text/field_upkeep";
import { Message, PinPad, Progress, TopBar } from "../ui";
import { useWait } from "./Lock";
import { href } from "./router";
import { Trouble } from "./Trouble";

type Step = "old" | "new" | "again" | "changed";
type Note = "pin.same" | "pin.differs" | null;
interface Typed {
  step: Step;
  old: string;
  next: string;
  note: Note;
}

const START: Typed = { step: "old", old: "", next: "", note: null };

/** What six digits mean at each step. */
function afterDigits(at: Typed, pin: string): Typed {
  if (at.step === "old") return { ...START, step: "new", old: pin };
  if (at.step === "new" && pin === at.old) return { ...at, note: "pin.same" };
  if (at.step === "new") return { ...at, step: "again", next: pin, note: null };
  return pin === at.next ? { ...at, note: null } : { ...at, step: "new", next: "", note: "pin.differs" };
}

function useChange() {
  const [at, setAt] = useState<Typed>(START);
  const [error, setError] = useState<unknown>(null);
  const [wait, setWait] = useWait();
  const [busy, setBusy] = useState(false);
  const finish = async ({ old, next }: Typed) => {
    setBusy(true);
    setError(null);
    try {
      await changePin(old, next);
      setAt({ ...START, step: "changed" });
    } catch (problem) {
      setError(problem);
      if (problem instanceof WrongPin) setWait(Math.ceil(problem.wait_s));
      setAt(START);
    }
    setBusy(false);
  };
  const done = (pin: string) => {
    const now = afterDigits(at, pin);
    setAt(now);
    if (at.step === "again" && now.step === "again") void finish(now);
  };
  return { ...at, error, wait, busy, done };
}

function Refused({ error, wait }: { error: unknown; wait: number }) {
  if (!(error instanceof WrongPin)) return <Trouble error={error} />;
  return <Message tone="warn" what={t("lock.wrong")} then={wait > 0 ? t("lock.wait", { n: wait }) : ""} />;
}

/** The present code, then the new one twice. A wrong one is slowed as at the lock. */
export function Pin() {
  const { step, note, error, wait, busy, done } = useChange();
  return (
    <main class="screen">
      <TopBar title={tk("pin.change")} back={href({ name: "me" })} />
      <div class="scroll stack lock">
        {step === "changed" && <Message tone="ok" what={tk("pin.changed")} then={tk("pin.changed_then")} />}
        {step !== "changed" && (
          <>
            {error !== null && <Refused error={error} wait={wait} />}
            {note && <Message tone="warn" what={note === "pin.same" ? tk(note) : tm(note)} />}
            <p class="strong centred" role="status">
              {busy ? tm("pin.busy") : tk(`pin.${step}`)}
            </p>
            <PinPad key={step} label={tk("pin.change")} disabled={busy || wait > 0} onDone={done} />
            {busy && <Progress words={tm("pin.busy")} />}
          </>
        )}
      </div>
    </main>
  );
}
