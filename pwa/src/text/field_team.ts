import { teamZh } from "./field_team.zh";
import { translator } from "./lang";

/** Translator of marking, sharing and countersigning; it loads later. */
export const tw = translator<keyof typeof teamZh>(
  teamZh,
  async () => (await import("./field_team.en")).teamEn,
);
