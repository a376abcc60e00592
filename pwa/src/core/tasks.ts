/**
 * What a task list asks for on a day, and which records answer it; server/domain/tasks.py is its twin.
 * Shared cases: schemas/cases/tasks.json. Days are YYYY-MM-DD, times are minutes of the day.
 */
import type { TaskList } from "./contract.ts";

export type { TaskList } from "./contract.ts";

/** A record as far as tasks are concerned, by the clock where it was made. */
export interface Mark {
  item: string;
  place: string | null;
  task: string | null;
  day: string;
  minute: number;
}

/** First and last minute. */
export type Span = readonly [number, number];

export const WHOLE_DAY: Span = [0, 24 * 60];

const minute = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));

export function spansOf(list: TaskList): Span[] {
  const spans = list.window.times.map((span): Span => [minute(span), minute(span.slice(6))]);
  return spans.length > 0 ? spans : [WHOLE_DAY];
}

/** Does the list ask for anything on this day? */
export function isDueOn(list: TaskList, day: string): boolean {
  if (day < list.first_day || day > list.last_day) return false;
  return list.window.days === "all" || new Date(`${day}T00:00Z`).getUTCDay() % 6 !== 0;
}

export const taskName = (list: TaskList, n: number): string => `${list.id}.${n}`;

function answers(list: TaskList, n: number, mark: Mark, day: string): boolean {
  const [first, last] = list.each_day ? [day, day] : [list.first_day, list.last_day];
  if (mark.day < first || mark.day > last) return false;
  // Who set out from the task has done it, be it late or a few steps from the place on file.
  if (mark.task?.startsWith(`${list.id}.`)) return mark.task === taskName(list, n);
  const inTime = spansOf(list).some(([begin, end]) => begin <= mark.minute && mark.minute <= end);
  return mark.place === list.places[n] && inTime;
}

/** The items of task `n` that records answer: on `day`, or where once is enough in all days. */
export function doneItems(list: TaskList, n: number, marks: readonly Mark[], day: string): string[] {
  const found = new Set(marks.filter((mark) => answers(list, n, mark, day)).map((mark) => mark.item));
  return list.items.filter((item) => found.has(item));
}
