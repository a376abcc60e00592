import { describe, expect, it } from "vitest";
import type { Place } from "./geo.ts";
import type { TaskList } from "./tasks.ts";
import { localMoment, placeStates, tasksOfDay, turnOf } from "./today.ts";

const DAY = "2026-11-24";
const place = (id: string, lon: number): [string, Place] => [
  id,
  {
    id,
    name: id,
    lat: 300000000,
    lon,
    geometry: null,
    gates: [],
    unit: null,
    grid: null,
  } as unknown as Place,
];
const places = new Map([place("near", 1040000000), place("far", 1040100000)]);
const list = (id: string, times: string[], rest: Partial<TaskList> = {}): TaskList => ({
  ...{ id, title: id, note: "", items: ["A"], places: ["far", "near"], first_day: DAY, last_day: DAY },
  ...{ each_day: true, window: { code: null, days: "all", times }, ...rest },
});
const at = { lat: 300000000, lon: 1040000000 };
const mark = (item: string, where: string, minute: number) => ({
  ...{ item, place: where, task: null, day: DAY, minute },
});
const told = (lists: TaskList[], minute: number, marks: ReturnType<typeof mark>[] = []) =>
  tasksOfDay(lists, places, marks, { day: DAY, minute, at }).map((one) => `${one.id} ${one.phase}`);

describe("the tasks of a day", () => {
  it("come by the end of their hours, then by distance", () => {
    const lists = [list("peak", ["07:30-09:00"]), list("school", ["06:50-08:20"])];
    expect(told(lists, 468)).toEqual(["school.1 open", "school.0 open", "peak.1 open", "peak.0 open"]);
  });

  it("put what opens later behind what can be done at any time", () => {
    const lists = [list("evening", ["16:00-18:30"]), list("any", [])];
    expect(told(lists, 600)).toEqual(["any.1 any", "any.0 any", "evening.1 later", "evening.0 later"]);
  });

  it("take the next hours of several", () => {
    const [first] = tasksOfDay([list("s", ["06:50-08:20", "16:00-18:30"])], places, [], {
      day: DAY,
      minute: 600,
      at,
    });
    expect(first?.span).toEqual([960, 1110]);
  });

  it("go to the end when they are done, and say what was missed", () => {
    const lists = [list("school", ["06:50-08:20"])];
    expect(told(lists, 470, [mark("A", "near", 460)])).toEqual(["school.0 open", "school.1 done"]);
    expect(told(lists, 600, [mark("A", "near", 460)])).toEqual(["school.0 over", "school.1 done"]);
  });

  it("change their words each minute while hours are open, else when the next ones begin, else at midnight", () => {
    const turn = (lists: TaskList[], minute: number, marks: ReturnType<typeof mark>[] = []) =>
      turnOf(tasksOfDay(lists, places, marks, { day: DAY, minute, at }), minute);
    const school = list("school", ["06:50-08:20", "16:00-18:30"], { places: ["near"] });
    expect(turn([school], 470)).toBe(471);
    expect(turn([school], 600)).toBe(960);
    expect(turn([school], 470, [mark("A", "near", 460)])).toBe(1440);
    expect(turn([school], 1200)).toBe(1440);
    expect(turn([list("any", [])], 600)).toBe(1440);
    expect(turn([], 600)).toBe(1440);
  });

  it("count as done only with every item", () => {
    const lists = [list("both", [], { items: ["A", "B"], places: ["near"] })];
    expect(told(lists, 600, [mark("A", "near", 500)])).toEqual(["both.0 any"]);
    expect(told(lists, 600, [mark("A", "near", 500), mark("B", "near", 510)])).toEqual(["both.0 done"]);
  });

  it("keep a place that is not on this phone", () => {
    const [only] = tasksOfDay([list("x", [], { places: ["gone"] })], places, [], { day: DAY, minute: 1, at });
    expect([only?.place, only?.distance_m]).toEqual([null, null]);
  });
});

describe("places", () => {
  it("show the heaviest of their tasks, and what was ever recorded", () => {
    const lists = [
      list("missed", ["06:50-08:20"], { places: ["near"] }),
      list("any", [], { places: ["near", "far"] }),
    ];
    const marks = [mark("Z", "other", 10), { ...mark("Z", "old", 10), day: "2026-01-01" }];
    const tasks = tasksOfDay(lists, places, marks, { day: DAY, minute: 600, at });
    expect(Object.fromEntries(placeStates(tasks, marks))).toEqual({
      ...{ near: "overdue", far: "due", other: "done", old: "done" },
    });
  });
});

it("reads the phone's own day and minute", () => {
  expect(localMoment(new Date(2026, 10, 4, 7, 5))).toEqual({ day: "2026-11-04", minute: 425 });
});
