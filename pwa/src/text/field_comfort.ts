import { comfortZh } from "./field_comfort.zh";
import { translator } from "./lang";

/** Translator of the home screen's guidance, the note after an update, and what other apps hand over. */
export const tn = translator<keyof typeof comfortZh>(
  comfortZh,
  async () => (await import("./field_comfort.en")).comfortEn,
);
