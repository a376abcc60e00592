import { useEffect, useState } from "preact/hooks";
import { SEND_RULES, type SendRule } from "../core/sending";
import { BUDGETS, budgetOf, daysKept, keptBytes, setBudget } from "../device/pruning";
import { myRecords } from "../device/records";
import { askOriginals, chooseSending, knowsLine, sendingChoice } from "../device/sending";
import { askPersist, readStorage, storageState } from "../device/storage";
import { syncState } from "../device/sync_state";
import type { RecordCard } from "../device/types";
import { vault } from "../device/vault";
import { tm } from "../text/field_more";
import { tk } from "../text/field_upkeep";
import { Button, Choice, Field, ListRow, TopBar } from "../ui";
import { DraftRows } from "./DraftRows";
import { ExportUnsent } from "./Export";
import { clock, size } from "./moments";
import { problemWords } from "./problem_words";
import { itemWords } from "./Records";
import { RoomNote } from "./RoomNote";
import { stateWords } from "./record_words";
import { href } from "./router";
import { SyncCard } from "./SyncCard";

const SHOWN = 12;

function Row({ card, said }: { card: RecordCard; said: string }) {
  const where = card.place_name || card.address;
  return (
    <ListRow
      title={itemWords(card.item)}
      sub={<span class="num">{[where, clock(card.wall_at), said].filter(Boolean).join(" · ")}</span>}
      href={href({ name: "record", record: card.id })}
    />
  );
}

/** By name: what would be lost with this phone. */
function OnlyHere() {
  const cards = myRecords.value.filter((card) => !card.receipt);
  return (
    <section class="stack">
      <h2 class="section">{tk("keep.here")}</h2>
      {cards.length === 0 && <p class="small quiet">{tk("keep.here_none")}</p>}
      <ul class="list">
        {cards.slice(0, SHOWN).map((card) => (
          <li key={card.id}>
            <Row card={card} said={stateWords(card).words} />
          </li>
        ))}
        <DraftRows />
      </ul>
      {cards.length > SHOWN && <p class="small quiet">{tk("keep.more", { n: cards.length - SHOWN })}</p>}
    </section>
  );
}

/** What no further try will send, each with its reason. */
function Failed() {
  const cards = myRecords.value.filter((card) => card.problem !== null);
  if (cards.length === 0) return null;
  return (
    <section class="stack">
      <h2 class="section">{tk("keep.failed")}</h2>
      <ul class="list">
        {cards.slice(0, SHOWN).map((card) => (
          <li key={card.id}>
            <Row card={card} said={problemWords({ code: card.problem ?? "" }).what} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Held({ kid, rule }: { kid: string; rule: SendRule }) {
  const { holds, unsent_pictures, original_bytes } = syncState.value;
  if (!holds || unsent_pictures === 0) return null;
  const what = tk(rule === "wifi" ? "keep.held_wifi" : "keep.held_manual");
  return (
    <>
      <p class="num">{tk("keep.held", { n: unsent_pictures, size: size(original_bytes), what })}</p>
      <Button onClick={() => askOriginals(kid)}>{tk("keep.send_held")}</Button>
    </>
  );
}

/** When full pictures travel; Wi-Fi only where the browser can tell. */
function Originals({ kid }: { kid: string }) {
  const [rule, setRule] = useState<SendRule>("now");
  useEffect(() => void sendingChoice(kid).then((found) => setRule(found.rule)), [kid]);
  const rules = SEND_RULES.filter((one) => one !== "wifi" || knowsLine() || rule === "wifi");
  const choose = (next: SendRule) => {
    setRule(next);
    void chooseSending(kid, { rule: next }).catch(() => undefined);
  };
  return (
    <section class="card stack">
      <Field label={tk("keep.rule")}>
        <Choice
          label={tk("keep.rule")}
          options={rules.map((value) => ({ value, label: tk(`keep.rule_${value}`) }))}
          value={[rule]}
          onChange={([next]) => next && choose(next)}
        />
      </Field>
      <p class="small quiet">{tk("keep.rule_why")}</p>
      {!knowsLine() && <p class="small quiet">{tk("keep.no_wifi")}</p>}
      <Held kid={kid} rule={rule} />
    </section>
  );
}

function Persisting() {
  const [refused, setRefused] = useState(false);
  const { persisted } = storageState.value;
  if (persisted) return <p class="small quiet">{tm("me.persisted")}</p>;
  if (persisted === null) return <p class="small quiet">{tk("keep.persist_none")}</p>;
  return (
    <>
      <p class="small quiet">{tm("me.not_persisted")}</p>
      <Button onClick={() => void askPersist().then((promised) => setRefused(!promised))}>
        {tk("keep.persist")}
      </Button>
      {refused && (
        <p class="small" role="status">
          {tk("keep.persist_no")}
        </p>
      )}
    </>
  );
}

interface Kept {
  bytes: number;
  days: number;
  budget: number;
}

function useKept(kid: string): [Kept | null, (budget: number) => void] {
  const [kept, setKept] = useState<Kept | null>(null);
  useEffect(() => {
    Promise.all([keptBytes(kid), daysKept(kid), budgetOf(kid)]).then(
      ([bytes, days, budget]) => setKept({ bytes, days, budget }),
      () => undefined,
    );
  }, [kid]);
  const choose = (budget: number) => {
    if (kept) setKept({ ...kept, budget });
    void setBudget(kid, budget).catch(() => undefined);
  };
  return [kept, choose];
}

function Budget({ kid }: { kid: string }) {
  const [kept, choose] = useKept(kid);
  if (!kept) return null;
  return (
    <>
      <Field label={tk("keep.budget")}>
        <Choice
          label={tk("keep.budget")}
          options={BUDGETS.map((bytes) => ({ value: String(bytes), label: size(bytes) }))}
          value={[String(kept.budget)]}
          even
          onChange={([next]) => next && choose(Number(next))}
        />
      </Field>
      <p class="small quiet num">{tk("keep.budget_now", { size: size(kept.bytes), days: kept.days })}</p>
    </>
  );
}

function Space({ kid }: { kid: string }) {
  useEffect(() => void readStorage().catch(() => undefined), []);
  const { used_bytes, free_bytes, oldest_unsent_at } = storageState.value;
  return (
    <section class="card stack">
      <h2>{tk("keep.space")}</h2>
      <RoomNote />
      {used_bytes !== null && free_bytes !== null && (
        <>
          <meter min={0} max={used_bytes + free_bytes} value={used_bytes} />
          <p class="num">{tk("keep.used", { used: size(used_bytes), free: size(free_bytes) })}</p>
        </>
      )}
      {oldest_unsent_at && <p class="small num">{tm("me.oldest", { at: clock(oldest_unsent_at) })}</p>}
      <Persisting />
      <Budget kid={kid} />
    </section>
  );
}

/** Everything an officer can know and do about what is on this phone and what is on its way. */
export function Storage() {
  const kid = vault.value?.kid;
  if (!kid) return null;
  return (
    <main class="screen">
      <TopBar title={tk("keep.title")} back={href({ name: "me" })} />
      <div class="scroll stack">
        <SyncCard whole />
        <Failed />
        <OnlyHere />
        <Originals kid={kid} />
        <Space kid={kid} />
        <section class="card stack">
          <h2>{tk("keep.export")}</h2>
          <p class="small quiet">{tk("keep.export_why")}</p>
          <ExportUnsent />
        </section>
      </div>
    </main>
  );
}
