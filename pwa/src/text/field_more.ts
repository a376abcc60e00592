import { moreZh } from "./field_more.zh";
import { translator } from "./lang";

/** Translator of the first run, the officer's own page and help, which load later. */
export const tm = translator<keyof typeof moreZh>(
  moreZh,
  async () => (await import("./field_more.en")).moreEn,
);
