import { CircleHelp, Info, Lock, Send } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import { readStorage, storageState } from "../device/storage";
import { syncNow } from "../device/sync";
import { syncState } from "../device/sync_state";
import { applyUpdate, updateReady } from "../device/update";
import { lock, vault } from "../device/vault";
import { lang, setLang, tc } from "../text/field";
import { tm } from "../text/field_more";
import {
  Button,
  Choice,
  Field,
  Icon,
  ListRow,
  Message,
  SIZES,
  StatusPill,
  THEMES,
  textSize,
  theme,
} from "../ui";
import { ExportUnsent } from "./Export";
import { clock, size } from "./moments";
import { href } from "./router";
import { phaseWords, unsentWords } from "./StatusLine";
import { Trouble } from "./Trouble";

function Alarm() {
  const { phase, problem, restored_at } = syncState.value;
  if (phase === "alarm") return <Trouble error={{ code: problem ?? "alarm" }} />;
  if (restored_at) {
    return (
      <Message
        tone="warn"
        what={tm("me.restored", { at: clock(restored_at) })}
        then={tm("me.restored_then")}
      />
    );
  }
  if (problem === "offline") return <p class="small quiet">{tm("me.offline")}</p>;
  return problem ? <Trouble tone="warn" error={{ code: problem }} /> : null;
}

function Integrity() {
  const { ledger_ok_at, last_receipt_at, delivered } = syncState.value;
  return (
    <dl class="facts">
      <div>
        <dt>{tm("me.delivered")}</dt>
        <dd class="num">{tm("me.delivered_n", { n: delivered })}</dd>
      </div>
      <div>
        <dt>{tm("me.last_receipt")}</dt>
        <dd class="num">{last_receipt_at ? clock(last_receipt_at) : tm("me.never")}</dd>
      </div>
      <div>
        <dt>{tm("me.integrity")}</dt>
        <dd class="num">{ledger_ok_at ? `${clock(ledger_ok_at)} ✓` : tm("me.never")}</dd>
      </div>
    </dl>
  );
}

function SyncCard() {
  const [busy, setBusy] = useState(false);
  const state = syncState.value;
  const { words, icon, tone } = phaseWords(state);
  const unsent = state.unsent_entries + state.unsent_pictures;
  const send = async () => {
    setBusy(true);
    await syncNow().catch(() => undefined);
    setBusy(false);
  };
  return (
    <section class="card stack">
      <div class="row">
        <h2 class="grow">{tm("me.sync")}</h2>
        <StatusPill tone={tone} icon={icon}>
          {words}
        </StatusPill>
      </div>
      <Alarm />
      <p class="figure num">
        {unsent > 0 ? tm("me.only_here", { what: unsentWords(state) }) : tm("me.all_sent")}
      </p>
      {unsent > 0 && <p class="small quiet num">{tm("me.bytes", { size: size(state.unsent_bytes) })}</p>}
      <Integrity />
      <Button kind="primary" block icon={Send} busy={busy && tm("me.sending")} onClick={send}>
        {tm("me.send")}
      </Button>
    </section>
  );
}

function Storage() {
  useEffect(() => void readStorage().catch(() => undefined), []);
  const { persisted, used_bytes, free_bytes, oldest_unsent_at } = storageState.value;
  return (
    <section class="card stack">
      <h2>{tm("me.storage")}</h2>
      {used_bytes !== null && free_bytes !== null && (
        <p class="num">{tm("me.used", { used: size(used_bytes), free: size(free_bytes) })}</p>
      )}
      <p class="small quiet">{tm(persisted ? "me.persisted" : "me.not_persisted")}</p>
      {oldest_unsent_at && <p class="small num">{tm("me.oldest", { at: clock(oldest_unsent_at) })}</p>}
      <p class="small quiet">{tm("me.export_why")}</p>
      <ExportUnsent />
    </section>
  );
}

function Looks() {
  return (
    <section class="card stack">
      <Field label={tm("me.language")}>
        <Choice
          label={tm("me.language")}
          options={[
            { value: "zh", label: tc("lang.zh") },
            { value: "en", label: tc("lang.en") },
          ]}
          value={[lang.value]}
          onChange={([next]) => next && setLang(next)}
        />
      </Field>
      <Field label={tm("me.theme")}>
        <Choice
          label={tm("me.theme")}
          options={THEMES.map((value) => ({ value, label: tc(`theme.${value}`) }))}
          value={[theme.value]}
          even
          onChange={([next]) => {
            if (next) theme.value = next;
          }}
        />
      </Field>
      <Field label={tm("me.size")}>
        <Choice
          label={tm("me.size")}
          options={SIZES.map((value) => ({ value, label: tm(`me.size_${value}`) }))}
          value={[textSize.value]}
          onChange={([next]) => {
            if (next) textSize.value = next;
          }}
        />
      </Field>
    </section>
  );
}

function Update() {
  const [refused, setRefused] = useState(false);
  if (!updateReady.value) return null;
  const apply = async () => setRefused(!(await applyUpdate()));
  return (
    <Message what={tm("me.update")} then={tm(refused ? "me.update_refused" : "me.update_then")}>
      <Button onClick={apply}>{tm("me.update_do")}</Button>
    </Message>
  );
}

export function Me() {
  const user = vault.value?.user;
  return (
    <main class="screen">
      <header class="homehead">
        <div class="row">
          <h1 class="grow" tabIndex={-1}>
            {user?.name} <span class="quiet small">{user?.unit?.name}</span>
          </h1>
          <Button icon={Lock} onClick={() => void lock()}>
            {tm("me.lock")}
          </Button>
        </div>
      </header>
      <div class="scroll stack">
        <Update />
        <SyncCard />
        <Storage />
        <Looks />
        <div class="list">
          <ListRow lead={<Icon of={CircleHelp} />} title={tm("help.title")} href={href({ name: "help" })} />
          <ListRow lead={<Icon of={Info} />} title={tm("about.title")} href={href({ name: "about" })} />
        </div>
      </div>
    </main>
  );
}
