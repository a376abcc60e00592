import { translator } from "./lang";
import { resultsZh } from "./results.zh";

/** Translator of what checklists and tallies come to; it loads with the first of them. */
export const tq = translator<keyof typeof resultsZh>(
  resultsZh,
  async () => (await import("./results.en")).resultsEn,
);
