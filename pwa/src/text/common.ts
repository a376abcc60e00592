import { commonZh } from "./common.zh";
import { translator } from "./lang";

export type { CommonKey } from "./common.zh";
export { type Label, type Lang, lang, type Params, setLang, words } from "./lang";
/** Translator of the words shared by phone and desk. */
export const tc = translator(commonZh, async () => (await import("./common.en")).commonEn);
