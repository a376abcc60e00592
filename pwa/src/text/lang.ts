import { signal } from "@preact/signals";

export type Lang = "zh" | "en";
export type Params = Record<string, string | number>;
/** A label of the catalogue or of a view: both languages, English may be absent. */
export type Label = { zh: string; en?: string | undefined };

const STORED = "xunzheng.lang";

function remembered(): Lang {
  try {
    return localStorage.getItem(STORED) === "en" ? "en" : "zh";
  } catch {
    return "zh";
  }
}

/** The language of the screens. Chinese unless the officer chose otherwise. */
export const lang = signal<Lang>(remembered());

export function setLang(next: Lang): void {
  lang.value = next;
  document.documentElement.lang = next === "zh" ? "zh-CN" : "en";
  try {
    localStorage.setItem(STORED, next);
  } catch {
    // Private modes refuse storage; the choice then lasts for this page only.
  }
}

/** Replaces `{name}` marks; an unknown mark stays visible so that a test or an eye finds it. */
export function fill(text: string, params?: Params): string {
  if (!params) return text;
  return text.replace(/\{(\w+)\}/g, (mark, name: string) => String(params[name] ?? mark));
}

type Table<K extends string> = Record<K, string>;

/** The English table, fetched when it is first wanted; Chinese stands in until it is there. */
function whenWanted<K extends string>(load: () => Promise<Table<K>>): () => Table<K> | null {
  const table = signal<Table<K> | null>(null);
  let asked = false;
  return () => {
    if (!asked) {
      asked = true;
      load().then(
        (found) => {
          table.value = found;
        },
        () => {
          asked = false;
        },
      );
    }
    return table.value;
  };
}

/** Builds a typed translator; both tables must hold exactly the same keys. English may come later. */
export function translator<K extends string>(zh: Table<K>, en: Table<K> | (() => Promise<Table<K>>)) {
  const english = typeof en === "function" ? whenWanted(en) : () => en;
  return (key: K, params?: Params): string => {
    const table = lang.value === "en" ? english() : null;
    return fill((table ?? zh)[key], params);
  };
}

/** The words of a label in the current language; English falls back to Chinese. */
export function words(label: Label | null | undefined): string {
  if (!label) return "";
  return lang.value === "en" ? label.en || label.zh : label.zh;
}
