import { LogIn, Smartphone, SquarePlus } from "lucide-preact";
import { useState } from "preact/hooks";
import { signIn } from "../../device/enrol";
import { farewell, noteFarewell } from "../../device/farewell";
import { installed } from "../../device/install";
import type { About } from "../../device/types";
import { codeWords, tc } from "../../text/field";
import { tm } from "../../text/field_more";
import { Button, Field, ListRow, Message, Progress, TextInput } from "../../ui";
import { later } from "../Later";
import { Trouble } from "../Trouble";
import { aboutCity, aboutTrouble, askAbout } from "./about";
import { PasswordField } from "./fields";
import { Page } from "./Page";
import { code, groupedCode, joining, next, settingUp } from "./state";

/** Looked at by few: not among what a first visit waits for. */
const InstallSteps = later(async () => (await import("../Install")).InstallSteps);

type Account = NonNullable<About["accounts"]>[number];

function DemoAccounts({ accounts, onPick }: { accounts: Account[]; onPick: (account: Account) => void }) {
  const officers = accounts.filter((one) =>
    one.roles.some((role) => role === "officer" || role === "observer"),
  );
  return (
    <section>
      <h2 class="section">{tm("signin.demo")}</h2>
      <ul class="list">
        {officers.map((one) => (
          <li key={one.username}>
            <ListRow
              title={one.name}
              sub={`${one.username} · ${one.roles.map((role) => codeWords("role", role)).join(tc("list.and"))}`}
              onClick={() => onPick(one)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

function leave(): void {
  settingUp.value = false;
}

function useSigningIn() {
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const pick = (account: Account) => {
    setName(account.username);
    setPassword(account.password);
    if (account.code) code.value = groupedCode(account.code);
  };
  const submit = async () => {
    setBusy(true);
    setError(null);
    await signIn(name.trim(), password).then(next, setError);
    setBusy(false);
  };
  return { error, busy, name, setName, password, setPassword, pick, submit };
}

type CredentialsProps = Pick<
  ReturnType<typeof useSigningIn>,
  "name" | "setName" | "password" | "setPassword"
>;

function Credentials({ name, setName, password, setPassword }: CredentialsProps) {
  return (
    <>
      <Field label={tm("signin.name")}>
        <TextInput label={tm("signin.name")} value={name} onInput={setName} autocomplete="username" />
      </Field>
      <PasswordField value={password} onInput={setPassword} />
    </>
  );
}

export function SignIn() {
  const form = useSigningIn();
  const { error, busy, name, password, pick, submit } = form;
  const offline = aboutTrouble.value;
  const accounts = aboutCity.value?.accounts;
  return (
    <Page
      icon={LogIn}
      title={tm("signin.title")}
      step={tm("setup.step", { n: 1 })}
      back={joining.value ? leave : undefined}
      foot={
        <Button
          kind="primary"
          block
          busy={busy && tm("signin.busy")}
          disabled={!name || !password}
          onClick={submit}
        >
          {tm("signin.do")}
        </Button>
      }
    >
      <p class="quiet">{tm("signin.why")}</p>
      <Trouble error={error ?? offline} />
      {Boolean(offline) && <Button onClick={askAbout}>{tm("signin.again")}</Button>}
      {!aboutCity.value && !offline && <Progress words={tm("signin.asking")} />}
      <Credentials {...form} />
      {accounts && <DemoAccounts accounts={accounts} onPick={pick} />}
    </Page>
  );
}

function begin(): void {
  noteFarewell(null);
  next();
}

/** Best before anything is stored: some browsers keep another store for the icon. */
function FirstInstall() {
  const [open, setOpen] = useState(false);
  if (installed.value) return null;
  return (
    <>
      <p class="quiet small">{tm("welcome.install")}</p>
      {open ? (
        <InstallSteps />
      ) : (
        <Button icon={SquarePlus} onClick={() => setOpen(true)}>
          {tm("welcome.install_how")}
        </Button>
      )}
    </>
  );
}

export function Welcome({ iosTab }: { iosTab: boolean }) {
  return (
    <Page
      icon={Smartphone}
      title={iosTab ? tm("welcome.ios_title") : tm("welcome.title")}
      foot={
        !iosTab && (
          <Button kind="primary" block onClick={begin}>
            {tm("welcome.start")}
          </Button>
        )
      }
    >
      {farewell.value && (
        <Message
          tone="warn"
          what={tm("welcome.revoked", { name: farewell.value })}
          then={tm("welcome.revoked_do")}
        />
      )}
      <p>{iosTab ? tm("welcome.ios_why") : tm("welcome.what")}</p>
      <ol class="steps">
        {[
          tm(iosTab ? "welcome.ios_1" : "welcome.1"),
          tm(iosTab ? "welcome.ios_2" : "welcome.2"),
          tm("welcome.3"),
        ].map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ol>
      {iosTab && code.value && <p class="strong">{tm("welcome.ios_code", { code: code.value })}</p>}
      {!iosTab && <FirstInstall />}
    </Page>
  );
}
