import { computed, effect, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { itemOf } from "../core/catalogue";
import type { Span } from "../core/tasks";
import { localMoment, type Task, tasksOfDay, turnOf } from "../core/today";
import { myRecords } from "../device/records";
import { catalogue, places } from "../device/reference";
import { marksOf, taskLists } from "../device/tasks";
import { ty } from "../text/field_today";
import { words } from "../text/lang";
import type { Tone } from "../ui";
import { fix } from "./where";

const moment = signal(localMoment(new Date()));

const placesById = computed(() => new Map(places.value.map((place) => [place.id, place])));
export const marks = computed(() => marksOf(myRecords.value));

/** Today's tasks in the order in which one would do them. */
export const tasksNow = computed(() =>
  taskLists.value.length === 0
    ? []
    : tasksOfDay(taskLists.value, placesById.value, marks.value, { ...moment.value, at: fix.value }),
);

function msUntil(minute: number): number {
  const now = new Date();
  return new Date(now).setHours(0, minute, 0, 0) - now.getTime();
}

/** Keeps "32 minutes left" true while the screen is looked at: one timer, for the next minute that changes a word. */
export function useMinutes(): void {
  useEffect(() => {
    const look = () => {
      if (!document.hidden) moment.value = localMoment(new Date());
    };
    look();
    const stop = effect(() => {
      if (taskLists.value.length === 0) return;
      const timer = setTimeout(look, msUntil(turnOf(tasksNow.value, moment.value.minute)));
      return () => clearTimeout(timer);
    });
    document.addEventListener("visibilitychange", look);
    return () => {
      stop();
      document.removeEventListener("visibilitychange", look);
    };
  }, []);
}

const two = (n: number): string => String(n).padStart(2, "0");
const hm = (minute: number): string => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;

export const hours = ([begin, end]: Span): string => `${hm(begin)}–${hm(end)}`;

function left(minutes: number): string {
  const h = Math.floor(minutes / 60);
  return h === 0 ? ty("today.left", { n: minutes }) : ty("today.left_h", { h, n: minutes % 60 });
}

/** Where the clock of a task stands, in words. */
export function clockWords(task: Task): string {
  if (task.phase === "open") return left(task.span[1] - moment.value.minute);
  if (task.phase === "later") return ty("today.later", { at: hm(task.span[0]) });
  if (task.phase === "over") return ty("today.over");
  if (task.phase === "done") return ty("today.done");
  return task.list.each_day ? ty("today.any") : ty("today.until", { day: task.list.last_day.slice(5) });
}

/** So near the end that one should go there first, in minutes. */
const SOON = 15;

export function toneOf(task: Task): Tone {
  if (task.phase === "done") return "ok";
  if (task.phase === "over") return "bad";
  const isSoon = task.phase === "open" && task.span[1] - moment.value.minute <= SOON;
  return isSoon ? "warn" : task.phase === "open" ? "info" : "plain";
}

export const placeName = (task: Task): string =>
  task.place?.name ?? ty("today.unknown_place", { id: task.place_id });

export function nameOfItem(code: string): string {
  const item = catalogue.value && itemOf(catalogue.value, code);
  return item ? words(item.name) : code;
}

/** What it is about: the title of the list, else its one item, and how far it has come. */
export function aboutTask({ list, done }: Task): string {
  const n = list.items.length;
  const count =
    done.length > 0 && done.length < n ? ty("today.part", { n, d: done.length }) : ty("today.items", { n });
  const [only] = list.items;
  if (n === 1 && only) return list.title ? `${list.title} · ${nameOfItem(only)}` : nameOfItem(only);
  return list.title ? `${list.title} · ${count}` : count;
}
