/** What is to be done today, in the order in which one would do it, and how every place stands. */
import type { Place, Position } from "./geo.ts";
import { distanceToPlace } from "./geo.ts";
import {
  doneItems,
  isDueOn,
  type Mark,
  type Span,
  spansOf,
  type TaskList,
  taskName,
  WHOLE_DAY,
} from "./tasks.ts";

export interface Now {
  day: string;
  minute: number;
  at: Position | null;
}

/** `any`: no hours are set; `over`: the last hours of the day have passed. */
export type Phase = "open" | "any" | "later" | "over" | "done";

export interface Task {
  /** As a record names it. */
  id: string;
  list: TaskList;
  place: Place | null;
  place_id: string;
  done: string[];
  phase: Phase;
  /** The hours that count now, or come next. */
  span: Span;
  distance_m: number | null;
}

/** Days of all kinds of the phone's own clock. */
export function localMoment(at: Date): { day: string; minute: number } {
  const two = (n: number) => String(n).padStart(2, "0");
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return { day, minute: at.getHours() * 60 + at.getMinutes() };
}

function phaseOf(list: TaskList, minute: number): { phase: Phase; span: Span } {
  const spans = spansOf(list);
  const open = spans.find(([begin, end]) => begin <= minute && minute <= end);
  if (open) return { phase: list.window.times.length > 0 ? "open" : "any", span: open };
  const next = spans.filter(([begin]) => begin > minute).sort((a, b) => a[0] - b[0])[0];
  return next ? { phase: "later", span: next } : { phase: "over", span: spans.at(-1) ?? WHOLE_DAY };
}

/** Open hours by their end, then what has no hours by its last day, then what opens later, what is over, what is done. */
const ORDER: readonly Phase[] = ["open", "any", "later", "over", "done"];

function deadline(task: Task): string | number {
  if (task.phase === "any") return task.list.last_day;
  return task.phase === "later" ? task.span[0] : task.span[1];
}

function byUrgency(a: Task, b: Task): number {
  const phases = ORDER.indexOf(a.phase) - ORDER.indexOf(b.phase);
  if (phases !== 0) return phases;
  const [mine, other] = [deadline(a), deadline(b)];
  if (mine !== other) return mine < other ? -1 : 1;
  return (a.distance_m ?? Infinity) - (b.distance_m ?? Infinity) || (a.id < b.id ? -1 : 1);
}

/** The tasks of this day: by deadline, and of one deadline the nearest first. */
export function tasksOfDay(
  lists: readonly TaskList[],
  places: ReadonlyMap<string, Place>,
  marks: readonly Mark[],
  now: Now,
): Task[] {
  const due = lists.filter((list) => isDueOn(list, now.day));
  const found = due.flatMap((list) => {
    const { phase, span } = phaseOf(list, now.minute);
    // Only these can answer it; a long list would look through all of them for every place.
    const own = marks.filter((mark) => list.items.includes(mark.item));
    return list.places.map((place_id, n): Task => {
      const place = places.get(place_id) ?? null;
      const done = doneItems(list, n, own, now.day);
      const isDone = done.length === list.items.length;
      const distance_m = now.at && place ? distanceToPlace(now.at, place) : null;
      const standing = isDone ? "done" : phase;
      return { id: taskName(list, n), list, place, place_id, done, phase: standing, span, distance_m };
    });
  });
  return found.sort(byUrgency);
}

const MIDNIGHT = 24 * 60;

/** The next minute of the day at which words about these tasks change by themselves: midnight at the latest. */
export function turnOf(tasks: readonly Task[], minute: number): number {
  const turns = tasks.flatMap(({ phase, span }) =>
    phase === "open" ? minute + 1 : phase === "later" ? span[0] : [],
  );
  return Math.min(MIDNIGHT, ...turns);
}

/** `never`: nothing was ever recorded there on this phone, and nothing is asked today. */
export type PlaceState = "overdue" | "due" | "done" | "never";

const WEIGHT: Record<PlaceState, number> = { overdue: 3, due: 2, done: 1, never: 0 };
const STATE: Record<Phase, PlaceState> = {
  open: "due",
  any: "due",
  later: "due",
  over: "overdue",
  done: "done",
};

/** How places stand today; those that are not in it are `never`. The heaviest of several tasks counts. */
export function placeStates(tasks: readonly Task[], marks: readonly Mark[]): Map<string, PlaceState> {
  const states = new Map<string, PlaceState>();
  for (const { place } of marks) if (place) states.set(place, "done");
  const asked = new Map<string, PlaceState>();
  for (const task of tasks) {
    const state = STATE[task.phase];
    if (WEIGHT[state] > WEIGHT[asked.get(task.place_id) ?? "never"]) asked.set(task.place_id, state);
  }
  for (const [place, state] of asked) states.set(place, state);
  return states;
}
