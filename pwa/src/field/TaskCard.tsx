import { Check, Circle } from "lucide-preact";
import { useState } from "preact/hooks";
import type { Task } from "../core/today";
import { ty } from "../text/field_today";
import { Button, Icon, ListRow, Sheet, StatusPill } from "../ui";
import { beforehand, begin } from "./beforehand";
import { metres } from "./moments";
import { aboutTask, clockWords, hours, nameOfItem, placeName, toneOf } from "./task_words";
import "./today.css";

/** Begins a record that names the task, at its place. */
function beginTask(task: Task, item: string): void {
  beforehand.value = { place: task.place_id, name: task.place?.name ?? "", address: "", task: task.id };
  void begin(item);
}

function Which({ task, open, onClose }: { task: Task; open: boolean; onClose: () => void }) {
  return (
    <Sheet open={open} title={ty("today.choose")} onClose={onClose}>
      <ul class="list">
        {task.list.items.map((code) => {
          const isDone = task.done.includes(code);
          return (
            <li key={code}>
              <ListRow
                lead={<Icon of={isDone ? Check : Circle} />}
                title={nameOfItem(code)}
                sub={isDone ? ty("today.done") : ""}
                onClick={() => beginTask(task, code)}
              />
            </li>
          );
        })}
      </ul>
    </Sheet>
  );
}

/** One task: when, where, what, how far, and the one thing to do. */
export function TaskCard({ task }: { task: Task }) {
  const [open, setOpen] = useState(false);
  const waiting = task.list.items.filter((code) => !task.done.includes(code));
  const [only] = waiting;
  const start = () => (waiting.length === 1 && only ? beginTask(task, only) : setOpen(true));
  const isTimed = task.list.window.times.length > 0;
  return (
    <div class="card task">
      <div class="row">
        {isTimed && <span class="strong num">{hours(task.span)}</span>}
        <StatusPill tone={toneOf(task)}>{clockWords(task)}</StatusPill>
      </div>
      <div class="row">
        <span class="grow">
          <b class="title">{placeName(task)}</b>
          <span class="small quiet">
            {aboutTask(task)}
            {task.distance_m !== null && <span class="num"> · {metres(task.distance_m)}</span>}
          </span>
        </span>
        {task.phase !== "done" && (
          <Button label={ty("today.start_at", { place: placeName(task) })} onClick={start}>
            {ty(task.done.length > 0 ? "today.go_on" : "today.start")}
          </Button>
        )}
      </div>
      <Which task={task} open={open} onClose={() => setOpen(false)} />
    </div>
  );
}
