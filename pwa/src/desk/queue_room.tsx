import { useSignalEffect } from "@preact/signals";
import { ChevronLeft, ImageIcon } from "lucide-preact";
import { useEffect } from "preact/hooks";
import { t } from "../text/desk";
import { Button, Empty } from "../ui";
import { choosing, dismissConfirmed } from "./deciding";
import { Facts } from "./facts";
import { KeySheet } from "./key_sheet";
import { useLanguageChange } from "./language";
import { QueueFilters } from "./queue_filters";
import { QueueFooter } from "./queue_footer";
import { QueueList } from "./queue_list";
import { rowsToPrefetch } from "./queue_model";
import { dispatch, loadFirst, pollCounts, queue, select } from "./queue_store";
import { forgetRecords, held, prefetch, wantRecord } from "./record_store";
import { listenToKeys } from "./review_commands";
import { filtersOf, route } from "./route";
import { phase, reachable } from "./session";
import { Stage } from "./stage";
import { resetStage } from "./stage_store";

const AHEAD = 2;
const ORIGINALS_MS = 10_000;
/** Below this width one pane is shown at a time. */
export const ONE_PANE = "(max-width: 760px)";

/** Takes the address as the starting point: its filters, and the record that was open. */
async function enter(): Promise<void> {
  const { id, query } = route.value;
  dispatch({ type: "filter", filters: filtersOf(query) });
  dispatch({ type: "select", id });
  await loadFirst();
  const first = queue.value.rows[0];
  if (!queue.value.selected && first && !matchMedia(ONE_PANE).matches) select(first.id);
}

/** Back from an expired session or a lost network: what failed meanwhile is read again. */
function useReturn(): void {
  useSignalEffect(() => {
    if (!reachable.value || phase.value !== "signed_in") return;
    const { phase: listing, selected } = queue.peek();
    if (listing === "failed") void loadFirst();
    if (selected && held.peek()[selected]?.error) void wantRecord(selected, true);
  });
}

/** In the other language everything is read afresh; what is selected and decided stays. */
function rereadAll(): void {
  const { selected } = queue.peek();
  forgetRecords();
  void loadFirst();
  if (selected) void wantRecord(selected, true);
}

/** A record that waits for its originals is looked at again, so that Accept opens by itself. */
function watchOriginals(): () => void {
  const look = (): void => {
    const { selected } = queue.peek();
    const record = selected ? held.peek()[selected]?.record : null;
    if (record?.may.why_not === "evidence_pending") void wantRecord(record.id, true);
  };
  const timer = setInterval(look, ORIGINALS_MS);
  return () => clearInterval(timer);
}

function useSelection(): void {
  useSignalEffect(() => {
    const { selected } = queue.value;
    if (!selected || phase.value !== "signed_in") return;
    void wantRecord(selected).then(() => prefetch(rowsToPrefetch(queue.peek(), AHEAD)));
  });
  const { selected } = queue.value;
  useEffect(() => {
    resetStage();
    dismissConfirmed(selected);
    choosing.value = null;
  }, [selected]);
}

/** The review room: list, pictures, facts. */
export function QueueRoom() {
  useEffect(() => {
    void enter();
    const stops = [listenToKeys(), pollCounts(), watchOriginals()];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
  useSelection();
  useReturn();
  useLanguageChange(rereadAll);
  const { selected } = queue.value;
  return (
    <main class={`queue-room${selected ? " open" : ""}`}>
      <section class="pane pane-list">
        <QueueFilters />
        <QueueList />
      </section>
      {selected ? <OpenRecord id={selected} /> : <NothingOpen />}
      <QueueFooter />
      <KeySheet />
    </main>
  );
}

function OpenRecord({ id }: { id: string }) {
  return (
    <>
      <section class="pane pane-stage">
        <div class="back-row">
          <Button kind="quiet" icon={ChevronLeft} onClick={() => select(null)}>
            {t("app.back")}
          </Button>
        </div>
        <Stage id={id} />
      </section>
      <Facts id={id} />
    </>
  );
}

function NothingOpen() {
  return (
    <section class="pane pane-nothing">
      {queue.value.rows.length > 0 && <Empty icon={ImageIcon} what={t("queue.pick")} then="" />}
    </section>
  );
}
