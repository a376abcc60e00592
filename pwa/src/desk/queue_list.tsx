import { Check, CornerUpLeft, Flag, Inbox, RefreshCw, X } from "lucide-preact";
import { useEffect, useRef } from "preact/hooks";
import { codeWords, t } from "../text/desk";
import { Button, Empty, Icon, type IconNode, Progress } from "../ui";
import { Severity } from "./facts_head";
import { shortTime } from "./format";
import { ListFailed } from "./list_failed";
import { NO_FILTERS, stateAfter, type Verdict } from "./queue_model";
import { arrived, counts, loadFirst, loadMore, queue, queueError, select, setFilters } from "./queue_store";
import { mayManage } from "./session";
import { Thumb } from "./thumb";
import type { Decision, QueueRow, RecordState } from "./types";

const DECIDED: Record<Decision, { icon: IconNode; tone: string }> = {
  accept: { icon: Check, tone: "ok" },
  return: { icon: CornerUpLeft, tone: "warn" },
  reject: { icon: X, tone: "bad" },
};

/** The records, oldest first; reading near the end fetches the next page. */
export function QueueList() {
  const { rows, selected, verdicts, filters } = queue.value;
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: "nearest" });
  }, [selected]);
  return (
    <nav class="queue-scroll" aria-label={t("queue.list")} onScroll={(event) => nearEnd(event.currentTarget)}>
      <ul ref={list} class="rows">
        {rows.map((row) => (
          <Row
            key={row.id}
            row={row}
            current={row.id === selected}
            verdict={verdicts[row.id]}
            listed={filters.state}
          />
        ))}
      </ul>
      <ListEnd />
    </nav>
  );
}

function nearEnd(box: HTMLElement): void {
  if (box.scrollHeight - box.scrollTop - box.clientHeight < 600) void loadMore();
}

interface RowProps {
  row: QueueRow;
  current: boolean;
  verdict: Verdict | undefined;
  /** The state this list shows. */
  listed: RecordState;
}

/** Reads no signal that moves with the selection, so that J redraws two rows and not a thousand. */
function Row({ row, current, verdict, listed }: RowProps) {
  const moved = row.state !== listed;
  return (
    <li>
      <button
        type="button"
        class={`qrow${verdict || moved ? " decided" : ""}`}
        aria-current={current}
        onClick={() => select(row.id)}
      >
        <span class="thumb">
          <Thumb record={row.id} sha256={row.thumb} lazy />
        </span>
        <span class="qmain">
          <span class="qline">
            <b>{row.item_name}</b>
            <Severity level={row.severity} />
          </span>
          <span class="qline qplace">
            <span class="cut">{row.place_name || row.address || t("facts.no_place")}</span>
            <time class="num">{shortTime(row.wall_at, row.offset)}</time>
          </span>
          <span class="qline qmeta">
            {verdict && <VerdictMark verdict={verdict} />}
            {!verdict && moved && <b class="moved">{codeWords("state", row.state)}</b>}
            {!verdict && !moved && <RowFlags row={row} />}
            <span class="cut qwho">{row.unit.name}</span>
          </span>
        </span>
      </button>
    </li>
  );
}

function RowFlags({ row }: { row: QueueRow }) {
  const [first, ...rest] = row.flags;
  const { stored, expected } = row.originals;
  if (!first) {
    if (stored >= expected) return <span class="cut">{row.officer_name}</span>;
    return <span class="num late">{t("queue.originals", { stored, expected })}</span>;
  }
  return (
    <span class="qflag">
      <Icon of={Flag} />
      <span class="cut">{codeWords("flag", first)}</span>
      {rest.length > 0 && <span class="num">+{rest.length}</span>}
    </span>
  );
}

function VerdictMark({ verdict }: { verdict: Verdict }) {
  const { icon, tone } = DECIDED[verdict.decision];
  const words =
    verdict.phase === "sending" ? t("state.sending") : codeWords("state", stateAfter(verdict.decision));
  return (
    <span class={`mark-${tone}`}>
      <Icon of={icon} />
      {words}
    </span>
  );
}

const readAgain = (): void => void (queue.value.rows.length === 0 ? loadFirst() : loadMore());

function ListEnd() {
  const { rows, phase, cursor } = queue.value;
  if (phase === "failed") return <ListFailed error={queueError.value} again={readAgain} />;
  if (phase === "loading") return <Progress words={t("app.loading")} />;
  if (rows.length === 0) return phase === "idle" ? <EmptyList /> : null;
  if (cursor !== null) return <p class="list-end">{t("queue.more")}</p>;
  if (arrived.value > 0) {
    return (
      <div class="list-end">
        <Button icon={RefreshCw} onClick={() => void loadFirst()}>
          {t("queue.new", { n: arrived.value })}
        </Button>
      </div>
    );
  }
  return <p class="list-end">{t("queue.end", { n: rows.length })}</p>;
}

function EmptyList() {
  const { filters } = queue.value;
  const narrowed = filters.unit || filters.item || filters.flag || filters.q;
  if (narrowed) {
    return (
      <Empty icon={Inbox} what={t("queue.empty_filtered")} then={t("queue.empty_filtered_do")}>
        <Button onClick={() => void setFilters({ ...NO_FILTERS, state: filters.state })}>
          {t("queue.clear")}
        </Button>
      </Empty>
    );
  }
  if (Object.values(counts.value?.states ?? { unknown: 1 }).every((n) => n === 0)) {
    const next = mayManage.value ? t("queue.none_yet_manage") : t("queue.none_yet_do");
    return <Empty icon={Inbox} what={t("queue.none_yet")} then={next} />;
  }
  if (filters.state === "submitted") {
    return <Empty icon={Inbox} what={t("queue.empty")} then={t("queue.empty_do")} />;
  }
  return <Empty icon={Inbox} what={t("queue.empty_state")} then="" />;
}
