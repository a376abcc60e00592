import { signal } from "@preact/signals";
import { type DeskWord, t, tc } from "../text/desk";
import { Button, ErrorBox, Field, Message, TextInput } from "../ui";
import { api } from "./api";
import { lineOf } from "./problem_words";
import { hrefOf, route } from "./route";
import { about, connect } from "./session";
import { LookButtons } from "./top_strip";

const EMPTY = { username: "", name: "", password: "", again: "" };
const SHORTEST_PASSWORD = 10;

const form = signal(EMPTY);
const failure = signal<string | null>(null);
const busy = signal(false);
const done = signal(false);

function complaint(): DeskWord | null {
  const { username, name, password, again } = form.value;
  if (!username.trim() || !name.trim()) return "setup.missing";
  if (password.length < SHORTEST_PASSWORD) return "setup.short";
  return password === again ? null : "setup.differs";
}

async function submit(token: string): Promise<void> {
  const wrong = complaint();
  failure.value = wrong ? t(wrong) : null;
  if (wrong) return;
  const { username, name, password } = form.value;
  busy.value = true;
  try {
    await api.setup({ token, username: username.trim(), name: name.trim(), password });
    done.value = true;
    form.value = EMPTY;
    await connect();
  } catch (error) {
    failure.value = lineOf(error);
  } finally {
    busy.value = false;
  }
}

const FIELDS: readonly (readonly [keyof typeof EMPTY, DeskWord, string])[] = [
  ["username", "sign.username", "username"],
  ["name", "setup.name", "name"],
  ["password", "sign.password", "new-password"],
  ["again", "setup.again", "new-password"],
];

function SetupForm({ token }: { token: string }) {
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(token);
      }}
    >
      <p class="quiet">{t("setup.note")}</p>
      {FIELDS.map(([key, words, autocomplete]) => (
        <Field key={key} label={t(words)}>
          <TextInput
            label={t(words)}
            value={form.value[key]}
            type={autocomplete === "new-password" ? "password" : "text"}
            autocomplete={autocomplete}
            onInput={(value) => {
              form.value = { ...form.value, [key]: value };
            }}
          />
        </Field>
      ))}
      {failure.value && <ErrorBox what={failure.value} />}
      <Button kind="primary" submit block busy={busy.value ? t("app.loading") : false}>
        {t("setup.do")}
      </Button>
    </form>
  );
}

/** One time only: the first administrator of an empty installation. */
export function Setup() {
  const token = route.value.query["token"] ?? "";
  return (
    <main class="door">
      <div class="door-card">
        <header>
          <h1>{t("setup.title")}</h1>
          <p class="quiet">{about.value?.origin ?? tc("app.name")}</p>
        </header>
        <SetupBody token={token} />
        <footer>
          <LookButtons out={false} />
        </footer>
      </div>
    </main>
  );
}

function SetupBody({ token }: { token: string }) {
  if (done.value) {
    return (
      <div class="stack">
        <Message tone="ok" what={t("setup.done")} />
        <Button kind="primary" block href={hrefOf("queue")}>
          {t("sign.in")}
        </Button>
      </div>
    );
  }
  if (!token) return <ErrorBox what={t("setup.no_token")} />;
  return (
    <div class="stack">
      <SetupForm token={token} />
      <Button kind="quiet" block href={hrefOf("queue")}>
        {t("setup.sign_in_instead")}
      </Button>
    </div>
  );
}
