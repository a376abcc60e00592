import { type CommonKey, tc } from "./common";
import { commonZh } from "./common.zh";
import { fieldZh } from "./field.zh";
import { translator } from "./lang";

export type { CommonKey } from "./common.zh";
export { type Lang, lang, setLang, words } from "./lang";
export { tc };

export type FieldKey = keyof typeof fieldZh;
/** Translator of the everyday phone screens. */
export const t = translator<FieldKey>(fieldZh, async () => (await import("./field.en")).fieldEn);

export function isFieldKey(key: string): key is FieldKey {
  return key in fieldZh;
}

/** The words of a code such as `level.daily`; an unknown code shows itself. */
export function codeWords(prefix: string, code: string): string {
  const key = `${prefix}.${code}`;
  return key in commonZh ? tc(key as CommonKey) : code;
}
