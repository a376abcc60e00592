import { todayZh } from "./field_today.zh";
import { translator } from "./lang";

/** Translator of today's tasks, of the search and of the map; it loads later. */
export const ty = translator<keyof typeof todayZh>(
  todayZh,
  async () => (await import("./field_today.en")).todayEn,
);
