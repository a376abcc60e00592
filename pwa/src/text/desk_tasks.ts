import { tasksZh } from "./desk_tasks.zh";
import { translator } from "./lang";

/** Translator of the room of tasks; it loads with the room. */
export const tt = translator<keyof typeof tasksZh>(
  tasksZh,
  async () => (await import("./desk_tasks.en")).tasksEn,
);
