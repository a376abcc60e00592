import { type Signal, useSignal } from "@preact/signals";
import { Download, FileUp, KeyRound } from "lucide-preact";
import { type FileKey, type Header, readHeader, recoveryKey, UnreadableFile } from "../device/export_reading";
import { tu } from "../text/desk_upkeep";
import { Button, Choice, ErrorBox, Field, Icon, type IconNode, Message, TextInput } from "../ui";
import { fullTime } from "./format";
import { lineOf } from "./problem_words";
import { type Tally, takeIn } from "./taking_in";

type How = FileKey["how"];

interface Picked {
  file: File;
  header: Header;
}

const failureOf = (error: unknown): string =>
  error instanceof UnreadableFile ? tu(`file.bad_${error.why}`) : lineOf(error);

type PickProps = { label: string; icon: IconNode; accept: string; onPick: (file: File) => void };

/** A file input that looks like the other buttons. */
function Pick({ label, icon, accept, onPick }: PickProps) {
  return (
    <label class="btn filepick">
      <Icon of={icon} />
      {label}
      <input
        type="file"
        class="sr-only"
        accept={accept}
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          currentTarget.value = "";
          if (file) onPick(file);
        }}
      />
    </label>
  );
}

function useImport() {
  const picked = useSignal<Picked | null>(null);
  const step = useSignal<Tally | null>(null);
  const done = useSignal<Tally | null>(null);
  const failure = useSignal<string | null>(null);
  const tried = async (act: () => Promise<void>): Promise<void> => {
    failure.value = null;
    try {
      await act();
    } catch (error) {
      failure.value = failureOf(error);
    }
    step.value = null;
  };
  const pick = (file: File) =>
    tried(async () => {
      picked.value = null;
      done.value = null;
      picked.value = { file, header: await readHeader(file) };
    });
  const run = (key: () => FileKey) =>
    tried(async () => {
      if (!picked.value) return;
      const { file, header } = picked.value;
      const onStep = (tally: Tally): void => {
        step.value = tally;
      };
      done.value = await takeIn(file, header, key(), onStep);
    });
  return { picked: picked.value, step: step.value, done: done.value, failure: failure.value, pick, run };
}

function saveDrafts(drafts: string[], name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([drafts.join("\n")], { type: "application/json" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** What became of the file: counts, what did not open, and the drafts that only a person can use. */
function Outcome({ tally, username }: { tally: Tally; username: string }) {
  const { admitted: n, known: k, refused: r, pictures: p, drafts, troubles, whole } = tally;
  const isClean = whole && troubles.length === 0 && r === 0;
  return (
    <Message
      tone={isClean ? "ok" : "warn"}
      what={tu("file.done", { n, k, r, p })}
      then={whole ? "" : tu("file.cut")}
    >
      {troubles.length > 0 && (
        <>
          <p>{tu("file.trouble")}</p>
          <ul class="small">
            {troubles.slice(0, 20).map((name) => (
              <li key={name}>{name}</li>
            ))}
          </ul>
        </>
      )}
      {drafts.length > 0 && (
        <>
          <p>{tu("file.drafts", { n: drafts.length })}</p>
          <Button icon={Download} onClick={() => saveDrafts(drafts, `${username}-drafts.jsonl`)}>
            {tu("file.drafts_save")}
          </Button>
        </>
      )}
    </Message>
  );
}

type KeyProps = { header: Header; busy: string | false; run: (key: () => FileKey) => Promise<void> };

function HowChoice({ how }: { how: Signal<How> }) {
  return (
    <Field label={tu("file.by")}>
      <Choice
        label={tu("file.by")}
        options={(["passphrase", "recovery"] as const).map((value) => ({
          value,
          label: tu(`file.by_${value}`),
        }))}
        value={[how.value]}
        onChange={([next]) => {
          if (next) how.value = next;
        }}
      />
    </Field>
  );
}

function ByPassphrase({ busy, run }: Omit<KeyProps, "header">) {
  const passphrase = useSignal("");
  return (
    <>
      <Field label={tu("file.passphrase")}>
        <TextInput
          label={tu("file.passphrase")}
          value={passphrase.value}
          maxLength={200}
          onInput={(value) => {
            passphrase.value = value;
          }}
        />
      </Field>
      <Button
        kind="primary"
        disabled={passphrase.value.trim() === ""}
        busy={busy}
        onClick={() => void run(() => ({ how: "passphrase", passphrase: passphrase.value }))}
      >
        {tu("file.do")}
      </Button>
    </>
  );
}

/** The passphrase the officer told, or the city's recovery key; neither leaves this browser. */
function WithKey({ header, busy, run }: KeyProps) {
  const hasPassphrase = "pass" in header.key;
  const how = useSignal<How>(hasPassphrase ? "passphrase" : "recovery");
  const byFile = async (file: File): Promise<void> => {
    const text = await file.text();
    await run(() => recoveryKey(text));
  };
  return (
    <>
      {hasPassphrase && <HowChoice how={how} />}
      {how.value === "recovery" ? (
        <Pick
          label={busy || tu("file.recovery")}
          icon={KeyRound}
          accept=".json,application/json"
          onPick={(file) => void byFile(file)}
        />
      ) : (
        <ByPassphrase busy={busy} run={run} />
      )}
    </>
  );
}

/** Opens a phone's export in this browser and takes it in. */
export function ImportFile() {
  const { picked, step, done, failure, pick, run } = useImport();
  const busy = step !== null && tu("file.busy", { n: step.admitted + step.known, p: step.pictures });
  return (
    <section class="block stack">
      <h2>{tu("file.title")}</h2>
      <p class="quiet">{tu("file.note")}</p>
      <div class="row">
        <Pick label={tu("file.pick")} icon={FileUp} accept=".xzx" onPick={(file) => void pick(file)} />
      </div>
      {picked && (
        <>
          <p>
            <b>
              {tu("file.of", {
                name: picked.header.user?.name ?? picked.header.kid.slice(0, 10),
                at: fullTime(picked.header.made_at),
              })}
            </b>
          </p>
          {picked.header.format === "xunzheng-locked/1" && <p class="quiet">{tu("file.locked")}</p>}
          {!done && <WithKey key={picked.header.made_at} header={picked.header} busy={busy} run={run} />}
        </>
      )}
      {failure && <ErrorBox what={failure} />}
      {done && <Outcome tally={done} username={picked?.header.user?.username ?? "phone"} />}
    </section>
  );
}
