// Task lists of the units of whoever sits here, the one that is open, and what a new one is made from.

import { computed, signal } from "@preact/signals";
import type { TaskAssignment, TaskListDetail, TaskListRow, TaskOfficer } from "../core/contract";
import { localMoment } from "../core/today";
import { call } from "./api";
import { route } from "./route";
import { user, watched } from "./session";

export type { TaskAssignment, TaskListDetail, TaskListRow, TaskOfficer };

export const lists = signal<readonly TaskListRow[]>([]);
export const listsPhase = signal<"loading" | "idle" | "failed">("loading");
export const listsError = signal<unknown>(null);
export const detail = signal<TaskListDetail | null>(null);
export const detailDay = signal(localMoment(new Date()).day);

export const openRow = computed(() => lists.value.find(({ id }) => id === route.value.id) ?? null);
export const mayAssign = computed(() => user.value?.roles.some((role) => /^(reviewer|office)$/.test(role)));

export const today = (): string => localMoment(new Date()).day;

export async function loadLists(): Promise<void> {
  listsPhase.value = "loading";
  try {
    lists.value = await watched(call<TaskListRow[]>("GET", `/tasks?day=${today()}`));
    listsPhase.value = "idle";
  } catch (error) {
    listsError.value = error;
    listsPhase.value = "failed";
  }
}

/** Reads the open list as it stands on the day that is looked at. */
export async function loadDetail(list: string, day: string): Promise<void> {
  const found = await watched(call<TaskListDetail>("GET", `/tasks/${encodeURIComponent(list)}?day=${day}`));
  if (route.value.id === list && detailDay.value === day) detail.value = found;
}

export const officersOf = (unit: string): Promise<TaskOfficer[]> =>
  watched(call<TaskOfficer[]>("GET", `/tasks/officers?unit=${encodeURIComponent(unit)}`));

export async function assign(wanted: TaskAssignment): Promise<string> {
  const { id } = await watched(call<{ id: string }>("POST", "/tasks", wanted));
  await loadLists();
  return id;
}

export async function takeBack(list: string): Promise<void> {
  await watched(call<void>("POST", `/tasks/${encodeURIComponent(list)}/cancel`, {}));
  await loadLists();
}

export const pinnedOf = async (unit: string): Promise<string[]> =>
  (await watched(call<{ items: string[] }>("GET", `/tasks/pinned/${encodeURIComponent(unit)}`))).items;

export const pin = (unit: string, items: string[]): Promise<void> =>
  watched(call<void>("PUT", `/tasks/pinned/${encodeURIComponent(unit)}`, { items }));
