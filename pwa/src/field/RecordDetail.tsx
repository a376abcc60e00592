import { FileQuestion, PencilLine } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import { choiceDefs, type Field, itemOf } from "../core/catalogue";
import type { Answer, RecordBody } from "../core/entries";
import { myRecords, readRecord, recordForCorrection } from "../device/records";
import { catalogue, places } from "../device/reference";
import type { RecordCard, SavedRecord } from "../device/types";
import { codeWords, t, tc, words } from "../text/field";
import { tr } from "../text/field_record";
import { Button, Empty, Message, StatusPill, TopBar } from "../ui";
import { ExportUnsent } from "./Export";
import { clock } from "./moments";
import { problemWords } from "./problem_words";
import { itemWords } from "./Records";
import { proofWords, stateWords } from "./record_words";
import { go, href } from "./router";
import { ShotStrip } from "./ShotStrip";
import { Trouble } from "./Trouble";

/** One answer as it was said: the words of choices, yes or no, the name of a place. */
export function answerWords(field: Field, value: Answer): string {
  if (Array.isArray(value)) return value.map((one) => answerWords(field, one)).join(tc("list.and"));
  if (typeof value === "boolean") return tc(value ? "yes" : "no");
  if (value === "unclear") return tc("unclear");
  return field.type === "datetime" ? clock(String(value)) : codedWords(field, String(value));
}

function codedWords(field: Field, value: string): string {
  const choice = catalogue.value && choiceDefs(catalogue.value, field)[value];
  if (choice) return words(choice);
  return places.value.find((place) => place.id === value)?.name ?? value;
}

function answerRows(body: RecordBody): [string, string][] {
  const item = catalogue.value && itemOf(catalogue.value, body.item);
  const known = new Map((item?.fields ?? []).map((field) => [field.code, field]));
  const told = Object.entries(body.answers).filter(
    ([code]) => !(body.geo && known.get(code)?.type === "auto_distance"),
  );
  return told.map(([code, value]) => {
    const field = known.get(code);
    return field ? [words(field), answerWords(field, value)] : [code, String(value)];
  });
}

function countRows(body: RecordBody): [string, string][] {
  const counters = (catalogue.value && itemOf(catalogue.value, body.item)?.counters) ?? [];
  return Object.entries(body.counts ?? {}).map(([code, value]) => {
    const counter = counters.find((one) => one.code === code);
    return [counter ? words(counter) : code, String(value)];
  });
}

function Facts({ sent, card }: { sent: SavedRecord; card: RecordCard }) {
  const { body } = sent;
  // A register notes something down: only a problem is found or not found.
  const kind = catalogue.value && itemOf(catalogue.value, body.item)?.kind;
  const rows: [string, string][] = [
    [tr("form.result"), kind === "register" ? "" : codeWords("result", body.result)],
    ...answerRows(body),
    ...countRows(body),
    [tr("place.label"), card.place_name ?? ""],
    [tr("place.address"), body.address],
    [tr("detail.at"), clock(card.wall_at)],
    [t("session.level"), codeWords("level", body.level)],
    [tr("form.note"), body.note],
  ];
  if (body.geo) {
    rows.splice(1, 0, [
      tr("verdict.label"),
      `${body.geo.distance_m} m ± ${body.geo.error_m} m · ${codeWords("verdict", body.geo.verdict)}`,
    ]);
  }
  return (
    <dl class="facts card">
      {rows
        .filter(([, said]) => said !== "")
        .map(([name, said]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{said}</dd>
          </div>
        ))}
    </dl>
  );
}

function Decision({ card }: { card: RecordCard }) {
  const { review } = card;
  if (!review || card.state === "submitted") return null;
  const tone = card.state === "returned" ? "warn" : card.state === "rejected" ? "bad" : "ok";
  const reason = review.reason ? codeWords("reason", review.reason) : "";
  const what = tr("detail.decided", { name: review.reviewer_name, state: stateWords(card).words, reason });
  return <Message tone={tone} what={what} then={review.words ?? ""} />;
}

/** What no further try will send: why, and the way out. */
function Stuck({ card }: { card: RecordCard }) {
  const { what, next } = problemWords({ code: card.problem ?? "refused" });
  return (
    <Message tone="bad" what={what} then={next}>
      <ExportUnsent />
    </Message>
  );
}

function useSent(record: string, version: string | undefined): [SavedRecord | null, unknown] {
  const [sent, setSent] = useState<SavedRecord | null>(null);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    readRecord(record).then(setSent, setError);
  }, [record, version]);
  return [sent, error];
}

async function correct(record: string): Promise<void> {
  const { id } = await recordForCorrection(record);
  go({ name: "form", draft: id });
}

function Correct({ record }: { record: string }) {
  const [error, setError] = useState<unknown>(null);
  return (
    <div class="foot column">
      <Trouble error={error} />
      <Button kind="primary" block icon={PencilLine} onClick={() => void correct(record).catch(setError)}>
        {tr("detail.correct")}
      </Button>
    </div>
  );
}

export function RecordDetail({ record }: { record: string }) {
  const card = myRecords.value.find((one) => one.id === record);
  const [sent, error] = useSent(record, card?.entry_hash);
  const back = href({ name: "records", state: "all" });
  if (!card) {
    return (
      <main class="screen">
        <TopBar title={tr("detail.title")} back={back} />
        <Empty icon={FileQuestion} what={tr("detail.gone")} then={tr("detail.gone_then")} />
      </main>
    );
  }
  const state = stateWords(card);
  return (
    <main class="screen">
      <TopBar title={itemWords(card.item)} back={back} />
      <div class="scroll stack">
        <Decision card={card} />
        <div class="row wrap">
          <StatusPill tone={state.tone} icon={state.icon}>
            {state.words}
          </StatusPill>
          <span class="small quiet">{proofWords(card)}</span>
        </div>
        {card.state === "problem" && <Stuck card={card} />}
        <Trouble error={error} />
        {sent && <ShotStrip shots={sent.shots} fixed />}
        {sent && <Facts sent={sent} card={card} />}
      </div>
      {card.state === "returned" && <Correct record={record} />}
    </main>
  );
}
