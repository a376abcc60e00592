import { KeyRound } from "lucide-preact";
import { useState } from "preact/hooks";
import { phoneLabel } from "../device/enrol";
import { enrolAgain, OtherCity } from "../device/enrol_again";
import { syncNow } from "../device/sync";
import { syncState } from "../device/sync_state";
import { codeOf } from "../device/sync_steps";
import type { Officer } from "../device/types";
import { vault } from "../device/vault";
import { tx } from "../text/field_rescue";
import { tk } from "../text/field_upkeep";
import { Button, Field, Message, TopBar } from "../ui";
import { ExportUnsent } from "./Export";
import { href } from "./router";
import { unsentWords } from "./StatusLine";
import { CodeField, PasswordField } from "./setup/fields";
import { code } from "./setup/state";
import { Trouble } from "./Trouble";

function Refusal({ error }: { error: unknown }) {
  if (!(error instanceof OtherCity)) return <Trouble error={error} />;
  return <Message tone="bad" what={tx("again.other")} then={tx("again.other_then")} />;
}

function useEnrolling() {
  const [password, setPassword] = useState("");
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  /** What waits at the moment the server agrees, in words; null before. */
  const [done, setDone] = useState<string | null>(null);
  const submit = async () => {
    setBusy(true);
    setError(null);
    try {
      await enrolAgain(password, code.value, phoneLabel());
      const { unsent_entries, unsent_pictures } = syncState.value;
      setDone(unsent_entries + unsent_pictures > 0 ? unsentWords(syncState.value) : "");
      code.value = "";
    } catch (problem) {
      setError(problem);
    }
    setBusy(false);
    // Also after a failure: an answer that was lost on its way may have been a yes.
    void syncNow().catch(() => undefined);
  };
  return { password, setPassword, error, busy, done, submit };
}

function Asking({ user, form }: { user: Officer; form: ReturnType<typeof useEnrolling> }) {
  const { password, setPassword, error, busy, submit } = form;
  return (
    <section class="card stack">
      <p>{tx("again.why")}</p>
      <Field label={tx("again.who")} aside={tx("again.who_aside")}>
        <p class="strong">
          {user.name} <span class="quiet num">{user.username}</span>
        </p>
      </Field>
      <PasswordField value={password} onInput={setPassword} />
      <CodeField />
      <Refusal error={error} />
      <Button
        kind="primary"
        block
        icon={KeyRound}
        busy={busy && tx("again.busy")}
        disabled={!password || code.value.length < 9}
        onClick={submit}
      >
        {tx("again.do")}
      </Button>
    </section>
  );
}

function Done({ what }: { what: string }) {
  const then = what ? tx("again.done_then", { what }) : tx("again.done_empty");
  return (
    <Message tone="ok" what={tx("again.done")} then={then}>
      <Button href={href({ name: "storage" })}>{tx("again.back")}</Button>
    </Message>
  );
}

/** The way back after the server was restored from a backup that is older than this phone's enrolment. */
export function EnrolAgain() {
  const form = useEnrolling();
  const user = vault.value?.user;
  if (!user) return null;
  // Only the same code, given again, tells what account answered a try whose answer was lost.
  const isOpen = form.busy || (form.error !== null && codeOf(form.error) !== "device_taken");
  const isNeeded = syncState.value.stranger_at !== null || isOpen;
  return (
    <main class="screen">
      <TopBar title={tk("again.title")} back={href({ name: "me" })} />
      <div class="scroll stack">
        {form.done !== null && <Done what={form.done} />}
        {form.done === null && isNeeded && <Asking user={user} form={form} />}
        {form.done === null && !isNeeded && (
          <Message what={tx("again.known")} then={tx("again.known_then")} />
        )}
        {form.done === null && (
          <section class="card stack">
            <h2>{tx("again.export")}</h2>
            <p class="small quiet">{tx("again.export_why")}</p>
            <ExportUnsent />
          </section>
        )}
      </div>
    </main>
  );
}
