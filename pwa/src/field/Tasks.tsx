import { ClipboardCheck } from "lucide-preact";
import type { Task } from "../core/today";
import { ty } from "../text/field_today";
import { Empty, TopBar } from "../ui";
import { href } from "./router";
import { TaskCard } from "./TaskCard";
import { tasksNow, useMinutes } from "./task_words";
import { Watching } from "./Watching";

/** Long lists are shown in steps: nobody walks to more places in one go. */
const SHOWN = 60;

/** What the desk wrote with each list, once. */
function Notes({ tasks }: { tasks: readonly Task[] }) {
  const lists = new Map(tasks.map((task) => [task.list.id, task.list]));
  const noted = [...lists.values()].filter((list) => list.note);
  return noted.map((list) => (
    <p key={list.id} class="card pre">
      <b>{list.title}</b> {list.note}
    </p>
  ));
}

/** Everything that is asked today, what is done at the end. */
export function Tasks() {
  useMinutes();
  const all = tasksNow.value;
  return (
    <main class="screen">
      <Watching />
      <TopBar title={ty("today.tasks")} back={href({ name: "home" })} />
      <div class="scroll stack">
        {all.length === 0 && (
          <Empty icon={ClipboardCheck} what={ty("today.none")} then={ty("today.none_then")} />
        )}
        <Notes tasks={all} />
        {all.slice(0, SHOWN).map((task) => (
          <TaskCard key={task.id} task={task} />
        ))}
      </div>
    </main>
  );
}
