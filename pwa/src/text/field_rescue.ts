import { rescueZh } from "./field_rescue.zh";
import { translator } from "./lang";

/** Translator of what helps when something is in the way; it loads later. */
export const tx = translator<keyof typeof rescueZh>(
  rescueZh,
  async () => (await import("./field_rescue.en")).rescueEn,
);
