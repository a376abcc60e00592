import { t } from "../text/desk";
import { DecisionBar } from "./decision_bar";
import { AnswersBlock } from "./facts_answers";
import { FlagsBlock } from "./facts_flags";
import { FactsHead } from "./facts_head";
import { HistoryBlock, VersionsBlock } from "./facts_history";
import { TimeBlock } from "./facts_time";
import { LazyMap } from "./lazy_map";
import { NoticeList } from "./notice_list";
import { Proofs } from "./proofs";
import { selectedRow } from "./queue_store";
import { held } from "./record_store";
import { stageShows } from "./stage_store";
import type { RecordDetail } from "./types";

/** Everything known about the open record, what asks for judgement first. */
export function Facts({ id }: { id: string }) {
  const record = held.value[id]?.record;
  const row = record ?? (selectedRow.value?.id === id ? selectedRow.value : null);
  return (
    <aside class="pane pane-facts" aria-label={t("facts.title")}>
      <NoticeList />
      <div class="facts-scroll" key={id}>
        {row && <FactsHead row={row} record={record ?? null} />}
        {record && <Blocks record={record} />}
      </div>
      {record && <DecisionBar record={record} />}
    </aside>
  );
}

function Blocks({ record }: { record: RecordDetail }) {
  const measured = record.geo !== null;
  const map = stageShows.value === "photos" && <LazyMap record={record} />;
  return (
    <>
      <FlagsBlock record={record} />
      {measured && map}
      <AnswersBlock record={record} />
      {!measured && map}
      <TimeBlock record={record} />
      <VersionsBlock record={record} />
      <HistoryBlock record={record} />
      <Proofs key={`${record.id}-${record.revision}`} record={record} />
    </>
  );
}
