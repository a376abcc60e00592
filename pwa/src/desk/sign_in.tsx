import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { codeWords, t, tc } from "../text/desk";
import { Button, ErrorBox, Field, Message, TextInput } from "../ui";
import { ApiProblem } from "./api";
import { dotted } from "./format";
import { type Words, wordsOf } from "./problem_words";
import { about, cityBeside, opensDesk, signIn, user } from "./session";
import { LookButtons } from "./top_strip";
import type { DemoAccount } from "./types";

const form = signal({ username: "", password: "" });
const busy = signal(false);
const failure = signal<Words | null>(null);

function failureOf(error: unknown): Words {
  if (error instanceof ApiProblem && error.status === 401 && !error.title) {
    return { what: t("error.wrong_password"), hint: "" };
  }
  return wordsOf(error);
}

async function submit(): Promise<void> {
  const { username, password } = form.value;
  if (!username.trim() || !password) {
    failure.value = { what: t("sign.missing"), hint: "" };
    return;
  }
  busy.value = true;
  failure.value = null;
  try {
    await signIn(username.trim(), password);
    form.value = { username: "", password: "" };
  } catch (error) {
    failure.value = failureOf(error);
  } finally {
    busy.value = false;
  }
}

function SignForm() {
  const { username, password } = form.value;
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Field label={t("sign.username")}>
        <TextInput
          label={t("sign.username")}
          value={username}
          autocomplete="username"
          onInput={(value) => {
            form.value = { ...form.value, username: value };
          }}
        />
      </Field>
      <Field label={t("sign.password")}>
        <TextInput
          label={t("sign.password")}
          value={password}
          type="password"
          autocomplete="current-password"
          onInput={(value) => {
            form.value = { ...form.value, password: value };
          }}
        />
      </Field>
      {failure.value && <ErrorBox what={failure.value.what} then={failure.value.hint || undefined} />}
      <Button kind="primary" submit block busy={busy.value ? t("sign.busy") : false}>
        {t("sign.in")}
      </Button>
    </form>
  );
}

function DemoAccounts({ accounts }: { accounts: readonly DemoAccount[] }) {
  const fillIn = ({ username, password }: DemoAccount): void => {
    form.value = { username, password };
  };
  return (
    <section class="demo-accounts">
      <h2>{t("sign.demo")}</h2>
      <ul>
        {accounts.map((account) => (
          <li key={account.username}>
            <button type="button" onClick={() => fillIn(account)}>
              <b>{account.name}</b>
              <span>{dotted(...account.roles.map((role) => codeWords("role", role)))}</span>
              <code>{account.username}</code>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The desk's door; in a demo it also hands out the keys. */
export function SignIn() {
  const accounts = (about.value?.accounts ?? []).filter(({ roles }) => opensDesk(roles));
  return (
    <main class="door">
      <div class="door-card">
        <header>
          <h1>{t("sign.title")}</h1>
          <p class="quiet">{dotted(tc("app.name"), cityBeside.value)}</p>
        </header>
        <SignForm />
        {accounts.length > 0 && <DemoAccounts accounts={accounts} />}
        <footer>
          <LookButtons out={false} />
        </footer>
      </div>
    </main>
  );
}

/** Over the room, so that nothing on screen is lost while one signs in again. */
export function ExpiredSignIn() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (user.value) form.value = { username: user.value.username, password: "" };
    if (!dialog.current?.open) dialog.current?.showModal();
    dialog.current?.querySelector<HTMLElement>("input[type=password]")?.focus();
  }, []);
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-label={t("sign.in")}
      onCancel={(event) => event.preventDefault()}
    >
      <div class="sheet-body stack">
        <Message tone="warn" what={t("sign.again")} />
        <SignForm />
      </div>
    </dialog>
  );
}
