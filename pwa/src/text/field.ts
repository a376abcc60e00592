import { type CommonKey, tc } from "./common";
import { commonZh } from "./common.zh";
import { fieldEn } from "./field.en";
import { fieldZh } from "./field.zh";
import { moreEn } from "./field_more.en";
import { moreZh } from "./field_more.zh";
import { translator } from "./lang";

export type { CommonKey } from "./common.zh";
export { type Lang, lang, setLang, words } from "./lang";
export { tc };

const zh = { ...fieldZh, ...moreZh };
const en = { ...fieldEn, ...moreEn };

export type FieldKey = keyof typeof zh;
/** Translator of the phone's own words. */
export const t = translator<FieldKey>(zh, en);

export function isFieldKey(key: string): key is FieldKey {
  return key in zh;
}

/** The words of a code such as `level.daily`; an unknown code shows itself. */
export function codeWords(prefix: string, code: string): string {
  const key = `${prefix}.${code}`;
  return key in commonZh ? tc(key as CommonKey) : code;
}
