import { upkeepZh } from "./desk_upkeep.zh";
import { translator } from "./lang";

/** Translator of the room of settings; it loads with the room. */
export const tu = translator<keyof typeof upkeepZh>(
  upkeepZh,
  async () => (await import("./desk_upkeep.en")).upkeepEn,
);
