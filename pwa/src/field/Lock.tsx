import { CircleHelp, LockKeyhole, UserPlus } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import { syncState } from "../device/sync_state";
import type { VaultInfo } from "../device/types";
import { unlock, WrongPin } from "../device/vault";
import { t } from "../text/field";
import { Button, Choice, Icon, Message, PinPad } from "../ui";
import { later } from "./Later";
import { beginSetup } from "./setup/state";
import { Trouble } from "./Trouble";

const ForgottenPin = later(async () => (await import("./ForgottenPin")).ForgottenPin);

/** Counts down the seconds until another try is looked at. */
export function useWait(): [number, (seconds: number) => void] {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (left <= 0) return;
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left]);
  return [left, setLeft];
}

function Refusal({ error, wait }: { error: unknown; wait: number }) {
  if (!error) return null;
  if (!(error instanceof WrongPin)) return <Trouble error={error} />;
  return <Message tone="warn" what={t("lock.wrong")} then={wait > 0 ? t("lock.wait", { n: wait }) : ""} />;
}

/** What of the chosen vault waits; it is counted without the code, and anew after every round of sending. */
function Unsent({ kid }: { kid: string }) {
  const [said, setSaid] = useState("");
  const state = syncState.value;
  useEffect(() => {
    import("./lock_note").then(({ lockNote }) => lockNote(kid)).then(setSaid, () => setSaid(""));
  }, [kid, state]);
  // The line keeps its place, so that no key moves under a finger when it fills.
  return <p class="small quiet num">{said || "\u00a0"}</p>;
}

function useUnlock(kid: string) {
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [wait, setWait] = useWait();
  const attempt = async (pin: string) => {
    setBusy(true);
    try {
      await unlock(kid, pin);
      setError(null);
    } catch (problem) {
      setError(problem);
      if (problem instanceof WrongPin) setWait(Math.ceil(problem.wait_s));
    }
    setBusy(false);
  };
  return { error, busy, wait, attempt };
}

function Forgot({ kid }: { kid: string }) {
  const [open, setOpen] = useState(false);
  if (open) return <ForgottenPin kid={kid} />;
  return (
    <Button kind="quiet" icon={CircleHelp} onClick={() => setOpen(true)}>
      {t("lock.forgot")}
    </Button>
  );
}

/** The screen in front of the vault; sending goes on behind it while it can. */
export function LockScreen({ vaults }: { vaults: readonly VaultInfo[] }) {
  const [kid, setKid] = useState(vaults[0]?.kid ?? "");
  const { error, busy, wait, attempt } = useUnlock(kid);
  const chosen = vaults.find((one) => one.kid === kid) ?? vaults[0];
  return (
    <main class="screen setup">
      <div class="scroll stack lock">
        <span class="mark">
          <Icon of={LockKeyhole} />
        </span>
        <h1 tabIndex={-1}>{t("lock.title", { name: chosen?.user.name ?? "" })}</h1>
        {vaults.length > 1 && (
          <Choice
            label={t("lock.who")}
            options={vaults.map((one) => ({ value: one.kid, label: one.user.name }))}
            value={[kid]}
            onChange={([next]) => next && setKid(next)}
          />
        )}
        <p class="quiet" role="status">
          {busy ? t("lock.busy") : t("lock.enter")}
        </p>
        <Refusal error={error} wait={wait} />
        <PinPad label={t("lock.enter")} disabled={busy || wait > 0} onDone={(pin) => void attempt(pin)} />
        <Unsent kid={kid} />
        <Forgot key={kid} kid={kid} />
        <Button kind="quiet" icon={UserPlus} onClick={() => beginSetup("signin")}>
          {t("lock.other")}
        </Button>
      </div>
    </main>
  );
}
