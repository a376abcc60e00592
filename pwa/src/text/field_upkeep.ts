import { upkeepZh } from "./field_upkeep.zh";
import { translator } from "./lang";

/** Translator of what an officer looks after: storage, sending, the unlock code, records, reports; it loads later. */
export const tk = translator<keyof typeof upkeepZh>(
  upkeepZh,
  async () => (await import("./field_upkeep.en")).upkeepEn,
);
