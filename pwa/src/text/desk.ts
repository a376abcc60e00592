import { type CommonKey, tc } from "./common";
import { commonZh } from "./common.zh";
import { deskEn } from "./desk.en";
import { deskZh } from "./desk.zh";
import { flagsEn } from "./desk_flags.en";
import { type FlagWords, flagsZh } from "./desk_flags.zh";
import { roomsEn } from "./desk_rooms.en";
import { roomsZh } from "./desk_rooms.zh";
import { lang, translator } from "./lang";

const zh = { ...deskZh, ...roomsZh };
const en = { ...deskEn, ...roomsEn };

export type DeskWord = keyof typeof zh;
export { lang, setLang } from "./lang";
/** Translator of the desk's own words. */
export const t = translator<DeskWord>(zh, en);
export { tc };

/** The words of a code such as `state.accepted`, from the desk's or the common table; an unknown code shows itself, none is empty. */
export function codeWords(prefix: string, code: string | null): string {
  if (code === null) return "";
  const key = `${prefix}.${code}`;
  if (key in zh) return t(key as DeskWord);
  return key in commonZh ? tc(key as CommonKey) : code;
}

/** Why a flag was raised and what to do about it; null for a flag this build does not know. */
export function flagWords(code: string): FlagWords | null {
  return (lang.value === "en" ? flagsEn : flagsZh)[code] ?? null;
}
