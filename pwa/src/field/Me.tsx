import { Bug, CircleHelp, HardDrive, Info, KeyRound, Lock, SquarePlus } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import { installed } from "../device/install";
import { myRecords } from "../device/records";
import { readStorage } from "../device/storage";
import { syncState } from "../device/sync_state";
import { applyUpdate, updateReady } from "../device/update";
import { lock, vault } from "../device/vault";
import { lang, setLang, tc } from "../text/field";
import { tn } from "../text/field_comfort";
import { tm } from "../text/field_more";
import { tk } from "../text/field_upkeep";
import { Button, Choice, Field, Icon, ListRow, Message, SIZES, THEMES, textSize, theme } from "../ui";
import { IDLE_MINUTES, idleMinutes, setIdleMinutes } from "./autolock";
import { size } from "./moments";
import { RoomNote } from "./RoomNote";
import { href } from "./router";
import { SyncCard } from "./SyncCard";

/** What waits here, in one line, and the way to all of it. */
function StorageRow() {
  const here = myRecords.value.filter((card) => !card.receipt).length;
  const bytes = syncState.value.unsent_bytes;
  const sub = bytes > 0 ? tk("keep.sub", { n: here, size: size(bytes) }) : tk("keep.sub_none");
  return (
    <ListRow
      lead={<Icon of={HardDrive} />}
      title={tk("keep.title")}
      sub={<span class="num">{sub}</span>}
      href={href({ name: "storage" })}
    />
  );
}

function Rows() {
  return (
    <div class="list">
      <StorageRow />
      <ListRow lead={<Icon of={KeyRound} />} title={tk("pin.change")} href={href({ name: "pin" })} />
      {!installed.value && (
        <ListRow
          lead={<Icon of={SquarePlus} />}
          title={tn("install.title")}
          href={href({ name: "install" })}
        />
      )}
      <ListRow lead={<Icon of={CircleHelp} />} title={tm("help.title")} href={href({ name: "help" })} />
      <ListRow lead={<Icon of={Bug} />} title={tk("report.title")} href={href({ name: "problem" })} />
      <ListRow lead={<Icon of={Info} />} title={tm("about.title")} href={href({ name: "about" })} />
    </div>
  );
}

/** After how long without a touch the code is asked for again. */
function IdleLock() {
  const [minutes, setMinutes] = useState(idleMinutes());
  const choose = (next: number) => {
    setMinutes(next);
    setIdleMinutes(next);
  };
  return (
    <section class="card stack">
      <Field label={tk("pin.idle")} aside={tk("pin.idle_why")}>
        <Choice
          label={tk("pin.idle")}
          options={IDLE_MINUTES.map((n) => ({ value: String(n), label: tk("pin.idle_n", { n }) }))}
          value={[String(minutes)]}
          even
          onChange={([next]) => next && choose(Number(next))}
        />
      </Field>
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
  useEffect(() => void readStorage().catch(() => undefined), []);
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
        <RoomNote />
        <SyncCard />
        <Rows />
        <Looks />
        <IdleLock />
      </div>
    </main>
  );
}
