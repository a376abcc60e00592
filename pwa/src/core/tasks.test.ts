/** The shared cases of task lists; tests/schemas/test_task_cases.py runs the same file. */
import { describe, expect, test } from "vitest";
import cases from "../../../schemas/cases/tasks.json" with { type: "json" };
import { doneItems, isDueOn, type TaskList } from "./tasks.ts";

const lists = cases.lists as Record<string, TaskList>;
const list = (name: string): TaskList => lists[name] as TaskList;

describe("shared cases of task lists", () => {
  test.each(cases.due)("$name", ({ list: name, day, due }) => {
    expect(isDueOn(list(name), day)).toBe(due);
  });

  test.each(cases.done)("$name", ({ list: name, n, marks, day, done }) => {
    expect(doneItems(list(name), n, marks, day)).toEqual(done);
  });
});
