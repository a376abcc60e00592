/** The task lists of the officer's unit as the change feed brought them, and the records that may answer them. */
import { effect, signal } from "@preact/signals";
import type { Mark, TaskList } from "../core/tasks.ts";
import { localMoment } from "../core/today.ts";
import { read } from "./db.ts";
import { places } from "./reference.ts";
import type { RecordCard } from "./types.ts";
import { vault } from "./vault.ts";

export const taskLists = signal<TaskList[]>([]);

async function readLists(kid: string): Promise<TaskList[]> {
  const range = IDBKeyRange.bound([kid, "task:"], [kid, "task;"], false, true);
  const rows = await read((db) => db.getAll("plain", range));
  return rows.map((row) => row.value as TaskList);
}

effect(() => {
  // Every contact that brought news reads the places again, and with them the lists.
  void places.value;
  const of = vault.value;
  if (!of) {
    taskLists.value = [];
    return;
  }
  void readLists(of.kid).then((found) => {
    if (vault.value === of) taskLists.value = found;
  });
});

/** What the officer recorded, as tasks see it; what was rejected or withdrawn answers nothing. */
export function marksOf(cards: readonly RecordCard[]): Mark[] {
  return cards
    .filter((card) => card.state !== "rejected" && card.state !== "withdrawn")
    .map((card) => ({
      ...{ item: card.item, place: card.place, task: card.task },
      ...localMoment(new Date(card.wall_at)),
    }));
}
