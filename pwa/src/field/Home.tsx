import { MapPin, PencilLine, RefreshCw, Search, Undo2, X } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import { itemOf } from "../core/catalogue";
import type { Patrol } from "../core/entries";
import { myRecords } from "../device/records";
import { catalogue, cityFacts } from "../device/reference";
import { patrol, setPatrol } from "../device/session_settings";
import type { Draft } from "../device/types";
import { updateReady } from "../device/update";
import { t, words } from "../text/field";
import { Button, Empty, Icon, ListRow } from "../ui";
import { beforehand, begin, beginTrouble } from "./beforehand";
import { groupIcon, phoneGroups, recentItems } from "./items";
import { soon } from "./Later";
import { clock, longDay } from "./moments";
import { openDrafts } from "./open_drafts";
import { PatrolChip } from "./PatrolChip";
import { href } from "./router";
import { StatusLine } from "./StatusLine";
import { Trouble } from "./Trouble";

const Today = soon(async () => (await import("./Today")).Today);
const Notes = soon(async () => (await import("./Notes")).Notes);
const Near = soon(async () => (await import("./Today")).Near);

/** What holds for the whole patrol: asked here once, never per record. */
function SessionChip() {
  const set = (next: Patrol) => void setPatrol(next).catch(() => undefined);
  return <PatrolChip value={patrol.value} why={t("session.why")} onChange={set} />;
}

function itemName(code: string | null): string {
  const item = code && catalogue.value ? itemOf(catalogue.value, code) : null;
  return item ? words(item.name) : (code ?? t("home.item_later"));
}

function OpenDrafts() {
  const [drafts, setDrafts] = useState<Draft[]>([]);
  useEffect(() => void openDrafts().then(setDrafts, () => setDrafts([])), []);
  if (drafts.length === 0) return null;
  return (
    <ul class="list">
      {drafts.map((one) => (
        <li key={one.id}>
          <ListRow
            lead={<Icon of={PencilLine} />}
            title={t("home.draft", { item: itemName(one.item) })}
            sub={t("home.draft_sub", { at: clock(one.updated_at), n: one.shots.length })}
            href={href({ name: (one.step || "capture") as "form", draft: one.id })}
          />
        </li>
      ))}
    </ul>
  );
}

function Returned() {
  const n = myRecords.value.filter((card) => card.state === "returned").length;
  if (n === 0) return null;
  return (
    <a class="notice tone-warn" href={href({ name: "records", state: "returned" })}>
      <Icon of={Undo2} />
      <span class="grow">{t("home.returned", { n })}</span>
      <span class="strong">{t("home.returned_do")}</span>
    </a>
  );
}

function Update() {
  if (!updateReady.value) return null;
  return (
    <a class="notice tone-info" href={href({ name: "me" })}>
      <Icon of={RefreshCw} />
      <span class="grow">{t("home.update")}</span>
    </a>
  );
}

const pinned = (): string[] => cityFacts.value.pinned_items ?? [];

function Recent() {
  const codes = recentItems(pinned(), myRecords.value, catalogue.value);
  if (codes.length === 0) return null;
  return (
    <section>
      <h2 class="section">{t("home.recent")}</h2>
      <div class="usual">
        {codes.map((code) => (
          <Button key={code} onClick={() => void begin(code)}>
            {itemName(code)}
          </Button>
        ))}
      </div>
    </section>
  );
}

/** All items; where the unit has pinned some, one tap behind them. */
function Groups() {
  const [all, setAll] = useState(false);
  if (!catalogue.value)
    return <Empty icon={MapPin} what={t("home.no_catalogue")} then={t("home.no_catalogue_then")} />;
  return (
    <section class="stack tight">
      <div class="row">
        <h2 class="section grow">{t("home.items")}</h2>
        <a class="chip" href={href({ name: "search" })}>
          <Icon of={Search} />
          {t("home.search")}
        </a>
      </div>
      {pinned().length > 0 && !all ? (
        <Button block onClick={() => setAll(true)}>
          {t("home.more")}
        </Button>
      ) : (
        <div class="tiles">
          {phoneGroups(catalogue.value).map((group) => (
            <a key={group.code} class="tile" href={href({ name: "items", group: group.code })}>
              <Icon of={groupIcon(group.code)} />
              <span>{words(group)}</span>
            </a>
          ))}
        </div>
      )}
    </section>
  );
}

function Beforehand() {
  const chosen = beforehand.value;
  if (!chosen) return null;
  const clear = () => {
    beforehand.value = null;
  };
  return (
    <div class="notice tone-info">
      <Icon of={MapPin} />
      <span class="grow">{t("home.beforehand", { place: chosen.name || chosen.address })}</span>
      <Button kind="quiet" icon={X} label={t("home.beforehand_clear")} onClick={clear} />
    </div>
  );
}

export function Home() {
  return (
    <main class="screen">
      <header class="homehead">
        <div class="row">
          <h1 class="grow" tabIndex={-1}>
            {t("home.title")} <span class="quiet small">{longDay()}</span>
          </h1>
          <SessionChip />
        </div>
        <StatusLine />
      </header>
      <div class="scroll stack">
        <Trouble error={beginTrouble.value} />
        <Returned />
        <Update />
        <Notes />
        <Beforehand />
        <OpenDrafts />
        <Today />
        <Recent />
        <Groups />
        <Near />
      </div>
    </main>
  );
}
