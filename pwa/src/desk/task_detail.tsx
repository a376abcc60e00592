import { useEffect, useState } from "preact/hooks";
import { t, tc } from "../text/desk";
import { tt } from "../text/desk_tasks";
import { Button, Dialog, Progress, StatusPill } from "../ui";
import { itemWords, windowWords } from "./catalogue_store";
import { Fact } from "./facts_head";
import { dotted } from "./format";
import { ListFailed } from "./list_failed";
import {
  detail,
  detailDay,
  loadDetail,
  mayAssign,
  type TaskListDetail,
  type TaskListRow,
  takeBack,
} from "./tasks_store";

/** One list: what was asked of whom, and every place with what was done there. */
export function TaskDetail({ row }: { row: TaskListRow }) {
  const [error, setError] = useState<unknown>(null);
  const day = detailDay.value;
  const load = () => {
    setError(null);
    loadDetail(row.id, day).catch(setError);
  };
  useEffect(load, [row.id, day]);
  const shown = detail.value?.id === row.id ? detail.value : null;
  return (
    <div class="detail">
      <header class="detail-head">
        <h1 class="grow">{row.title || tt("list.untitled")}</h1>
        {mayAssign.value && !row.cancelled_at && <TakeBack row={row} onError={setError} />}
      </header>
      <Facts row={row} />
      {error !== null && <ListFailed error={error} again={load} />}
      {shown ? <Places shown={shown} /> : error === null && <Progress words={t("app.loading")} />}
    </div>
  );
}

function Facts({ row }: { row: TaskListRow }) {
  const days = dotted(`${row.first_day} – ${row.last_day}`, tt(row.each_day ? "form.each_day" : "form.once"));
  const hours = dotted(windowWords(row.window.code), row.window.times.join(" "));
  return (
    <dl class="facts-list wide">
      <Fact label={tt("detail.when")}>{dotted(days, hours || tt("form.any_time"))}</Fact>
      <Fact label={tt("detail.who")}>
        {dotted(row.unit.name, row.officer_names.join(tc("list.and")) || tt("list.all"))}
      </Fact>
      <Fact label={tt("detail.items")}>{row.items.map(itemWords).join(tc("list.and"))}</Fact>
      {row.note && <Fact label={tt("form.note")}>{row.note}</Fact>}
    </dl>
  );
}

function Places({ shown }: { shown: TaskListDetail }) {
  const n = shown.items.length;
  return (
    <>
      <label class="row">
        {tt("detail.day")}
        <input
          class="input"
          type="date"
          value={detailDay.value}
          min={shown.first_day}
          max={shown.last_day}
          onChange={(event) => {
            if (event.currentTarget.value) detailDay.value = event.currentTarget.value;
          }}
        />
      </label>
      <ul class="rows">
        {shown.tasks.map((task) => (
          <li key={task.place} class="prow">
            <b class="cut">{task.place_name}</b>
            <span class="quiet cut">{task.done.map(itemWords).join(tc("list.and"))}</span>
            <Mark done={task.done.length} n={n} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Mark({ done, n }: { done: number; n: number }) {
  if (done === n) return <StatusPill tone="ok">{tt("detail.done")}</StatusPill>;
  if (done > 0) return <StatusPill tone="warn">{tt("detail.part", { d: done, n })}</StatusPill>;
  return <StatusPill tone="plain">{tt("detail.todo")}</StatusPill>;
}

function TakeBack({ row, onError }: { row: TaskListRow; onError: (error: unknown) => void }) {
  const [asking, setAsking] = useState(false);
  const confirm = () => {
    setAsking(false);
    takeBack(row.id).catch(onError);
  };
  return (
    <>
      <Button kind="danger" onClick={() => setAsking(true)}>
        {tt("do.cancel")}
      </Button>
      <Dialog
        open={asking}
        title={tt("do.cancel_sure")}
        confirm={tt("do.cancel")}
        danger
        onClose={() => setAsking(false)}
        onConfirm={confirm}
      >
        <p>{tt("do.cancel_then")}</p>
      </Dialog>
    </>
  );
}
