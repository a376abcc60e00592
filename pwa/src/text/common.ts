import { commonEn } from "./common.en";
import { commonZh } from "./common.zh";
import { translator } from "./lang";

export type { CommonKey } from "./common.zh";
export { type Label, type Lang, lang, type Params, setLang, words } from "./lang";
/** Translator of the words shared by phone and desk. */
export const tc = translator(commonZh, commonEn);
/** The words of a code from the server under a known prefix; an unknown code shows itself. */
export function codeWords(prefix: "flag" | "reason" | "state" | "verdict", code: string): string {
  const key = `${prefix}.${code}`;
  return key in commonZh ? tc(key as keyof typeof commonZh) : code;
}
