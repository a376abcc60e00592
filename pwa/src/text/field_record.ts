import { recordZh } from "./field_record.zh";
import { translator } from "./lang";

/** Translator of the screens around one record, which load when the first one is begun. */
export const tr = translator<keyof typeof recordZh>(
  recordZh,
  async () => (await import("./field_record.en")).recordEn,
);
