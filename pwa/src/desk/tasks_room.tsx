import "./styles/tasks.css";
import { ChevronLeft, ClipboardList, Pin, Plus } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../text/desk";
import { tt } from "../text/desk_tasks";
import { Button, Empty, Progress, StatusPill } from "../ui";
import { dotted } from "./format";
import { useLanguageChange } from "./language";
import { ListFailed } from "./list_failed";
import { PinsForm } from "./pins_form";
import { hrefOf, route } from "./route";
import { TaskDetail } from "./task_detail";
import { TaskForm } from "./task_form";
import {
  lists,
  listsError,
  listsPhase,
  loadLists,
  mayAssign,
  openRow,
  type TaskListRow,
  today,
} from "./tasks_store";

/** What is being made beside the list, or nothing. */
type Making = "list" | "pins" | null;

/** What the officers of the units are asked to look at, and how far they have come. */
export function TasksRoom() {
  const [making, setMaking] = useState<Making>(null);
  useEffect(() => void loadLists(), []);
  useLanguageChange(() => void loadLists());
  return (
    <main class={`two-panes${route.value.id || making ? " open" : ""}`}>
      <section class="pane pane-list">
        {mayAssign.value && (
          <div class="filters">
            <Button kind="primary" icon={Plus} onClick={() => setMaking("list")}>
              {tt("do.new")}
            </Button>
            <Button icon={Pin} onClick={() => setMaking("pins")}>
              {tt("pins.open")}
            </Button>
          </div>
        )}
        <div class="queue-scroll">
          <TaskLists onOpen={() => setMaking(null)} />
        </div>
      </section>
      <section class="pane pane-detail">
        <div class="back-row">
          <Button kind="quiet" icon={ChevronLeft} href={hrefOf("tasks")} onClick={() => setMaking(null)}>
            {t("app.back")}
          </Button>
        </div>
        <Beside making={making} onMade={() => setMaking(null)} />
      </section>
    </main>
  );
}

function Beside({ making, onMade }: { making: Making; onMade: () => void }) {
  if (making === "pins") return <PinsForm onDone={onMade} />;
  if (making) return <TaskForm onMade={onMade} />;
  if (openRow.value) return <TaskDetail key={openRow.value.id} row={openRow.value} />;
  return lists.value.length > 0 ? <Empty icon={ClipboardList} what={tt("list.pick")} then="" /> : null;
}

function TaskLists({ onOpen }: { onOpen: () => void }) {
  if (listsPhase.value === "failed") {
    return <ListFailed error={listsError.value} again={() => void loadLists()} />;
  }
  if (lists.value.length === 0) {
    if (listsPhase.value === "loading") return <Progress words={t("app.loading")} />;
    return <Empty icon={ClipboardList} what={tt("list.none")} then={tt("list.none_then")} />;
  }
  return (
    <ul class="rows">
      {lists.value.map((row) => (
        <li key={row.id}>
          <a
            class="prow"
            href={hrefOf("tasks", row.id)}
            aria-current={route.value.id === row.id}
            onClick={onOpen}
          >
            <b class="cut">{row.title || tt("list.untitled")}</b>
            <span class="quiet cut">{dotted(row.unit.name, sizeOf(row), daysOf(row))}</span>
            <Standing row={row} />
          </a>
        </li>
      ))}
    </ul>
  );
}

const sizeOf = (row: TaskListRow): string => tt("list.size", { p: row.places.length, i: row.items.length });

const daysOf = ({ first_day, last_day }: TaskListRow): string =>
  first_day === last_day ? first_day.slice(5) : `${first_day.slice(5)} – ${last_day.slice(5)}`;

/** Where a list stands today, in a word and a colour. */
export function Standing({ row }: { row: TaskListRow }) {
  if (row.cancelled_at) return <StatusPill tone="plain">{tt("list.cancelled")}</StatusPill>;
  if (row.last_day < today()) return <StatusPill tone="plain">{tt("list.over")}</StatusPill>;
  if (!row.progress) return <StatusPill tone="plain">{tt("list.waiting")}</StatusPill>;
  if (!row.progress.due) return <StatusPill tone="plain">{tt("list.not_today")}</StatusPill>;
  const n = row.places.length;
  const { done } = row.progress;
  return <StatusPill tone={done === n ? "ok" : "info"}>{tt("list.today", { d: done, n })}</StatusPill>;
}
