import { type CommonKey, tc } from "./common";
import { commonZh } from "./common.zh";
import { deskZh } from "./desk.zh";
import { detailsZh } from "./desk_details.zh";
import { flagsZh } from "./desk_flags.zh";
import { roomsZh } from "./desk_rooms.zh";
import { translator } from "./lang";

/** All Chinese of the desk. */
export const chineseOfDesk = { ...deskZh, ...roomsZh, ...flagsZh, ...detailsZh };

export type DeskWord = keyof typeof chineseOfDesk;
export { lang, setLang } from "./lang";
/** Translator of the desk's own words. */
export const t = translator<DeskWord>(chineseOfDesk, async () => (await import("./desk_english")).english);
export { tc };

/** The words of a code such as `state.accepted`, from the desk's or the common table; an unknown code shows itself, none is empty. */
export function codeWords(prefix: string, code: string | null): string {
  if (code === null) return "";
  const key = `${prefix}.${code}`;
  if (key in chineseOfDesk) return t(key as DeskWord);
  return key in commonZh ? tc(key as CommonKey) : code;
}

/** Why a flag was raised and what to do about it; null for a flag this build does not know. */
export function flagWords(code: string): { why: string; todo: string } | null {
  if (!(`why.${code}` in chineseOfDesk)) return null;
  return { why: codeWords("why", code), todo: codeWords("todo", code) };
}
