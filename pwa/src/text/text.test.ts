import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fill } from "./lang";

type Table = Record<string, string>;

const SRC = new URL("..", import.meta.url).pathname;
const FILES = import.meta.glob<Record<string, Table>>("./*.{zh,en}.ts", { eager: true });
const HAN = /[\u3400-\u9fff]/;
/** Written alike in both languages: names of languages, and signs between words. */
const ALIKE = new Set(["lang.zh", "lang.en", "lang.other", "list.and", "detail.sentences", "keep.held_wifi"]);

/** The only table of a text file. */
function tableOf(path: string): Table {
  const tables = Object.values(FILES[path] ?? {});
  expect(tables, path).toHaveLength(1);
  return tables[0] ?? {};
}

/** Every part of the app that has words, by the name of its files. */
const PARTS = [...new Set(Object.keys(FILES).map((path) => path.replace(/^\.\/|\.(zh|en)\.ts$/g, "")))];

const zhOf = (part: string): Table => tableOf(`./${part}.zh.ts`);
const enOf = (part: string): Table => tableOf(`./${part}.en.ts`);

function sources(...folders: string[]): string {
  return folders
    .flatMap((folder) =>
      readdirSync(join(SRC, folder), { recursive: true, encoding: "utf8" })
        .filter((name) => /\.tsx?$/.test(name) && !name.includes(".test."))
        .map((name) => readFileSync(join(SRC, folder, name), "utf8")),
    )
    .join("\n");
}

/** Quoted keys, and the fixed beginnings of keys that are put together from a code. */
function used(code: string): { keys: Set<string>; shapes: RegExp[] } {
  const keys = new Set([...code.matchAll(/"([a-z_]+(?:\.[\w.]+)?)"/g)].map((found) => found[1] ?? ""));
  const shapes = [...code.matchAll(/`([a-z_]+\.[^`]*\$\{[^`]*)`/g)].map(
    (found) => new RegExp(`^${(found[1] ?? "").replaceAll(".", "\\.").replace(/\$\{[^}]*\}/g, "\\w+")}$`),
  );
  const prefixes = [...code.matchAll(/codeWords\(\s*"([a-z]+)"/g)].map(
    (found) => new RegExp(`^${found[1]}\\.`),
  );
  return { keys, shapes: [...shapes, ...prefixes] };
}

/** The words of these parts that no screen of these folders shows. */
function idle(parts: string[], folders: string[], told = /^$/): string[] {
  const { keys, shapes } = used(sources(...folders));
  return parts
    .flatMap((part) => Object.keys(zhOf(part)))
    .filter((key) => !keys.has(key) && !told.test(key) && !shapes.some((shape) => shape.test(key)));
}

function marks(text: string): string[] {
  return [...text.matchAll(/\{\w+\}/g)].map(String).sort();
}

/** Each label inside the city's catalogue as phones get it, with the way to it; laws have their own names. */
function labels(value: unknown, path = ""): [path: string, zh: string, en: unknown][] {
  if (typeof value !== "object" || value === null || path === "/legal") return [];
  const { zh, en } = value as { zh?: unknown; en?: unknown };
  const inside = Object.entries(value).flatMap(([key, one]) => labels(one, `${path}/${key}`));
  return typeof zh === "string" ? [[path, zh, en], ...inside] : inside;
}

describe("words", () => {
  it.each(PARTS)("of %s have the same keys and marks in both languages", (part) => {
    const [zh, en] = [zhOf(part), enOf(part)];
    expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
    for (const [key, text] of Object.entries(zh)) {
      expect(text.trim(), key).not.toBe("");
      expect(en[key]?.trim(), key).not.toBe("");
      expect(marks(en[key] ?? ""), key).toEqual(marks(text));
    }
  });

  it.each(PARTS)("of %s are translated: none is Chinese in English, or English in Chinese", (part) => {
    const said = (table: Table, isForeign: (text: string) => boolean) =>
      Object.entries(table).filter(([key, text]) => !ALIKE.has(key) && isForeign(text));
    expect(said(enOf(part), (text) => HAN.test(text))).toEqual([]);
    expect(
      said(zhOf(part), (text) => /[a-z]{2}/i.test(text.replace(/\{\w+\}/g, "")) && !HAN.test(text)),
    ).toEqual([]);
  });

  it("of the phone are all shown somewhere", () => {
    const parts = PARTS.filter((part) => part.startsWith("field") || part === "results");
    expect(parts.length).toBeGreaterThan(8);
    expect(idle(parts, ["field", "ui"])).toEqual([]);
  });

  it("of the desk are all shown somewhere", () => {
    const parts = PARTS.filter((part) => part.startsWith("desk") && part !== "desk_flags");
    expect(parts.length).toBeGreaterThan(3);
    expect(idle(parts, ["desk", "ui"], /^(history|proofs\.kind|odd|why|todo|detail\.right_\w+)/)).toEqual([]);
  });

  it("of the city's catalogue are there in both languages", () => {
    const edition = readFileSync(new URL("../../../schemas/cases/edition.json", import.meta.url), "utf8");
    const found = labels(JSON.parse(edition));
    expect(found.length).toBeGreaterThan(400);
    const foreign = found.filter(([, , en]) => typeof en !== "string" || !en.trim() || HAN.test(en));
    expect(foreign).toEqual([]);
    expect(found.filter(([, zh]) => !zh.trim() || (/[a-z]{3}/.test(zh) && !HAN.test(zh)))).toEqual([]);
  });

  it("keep a mark that has no value, so that it is seen", () => {
    expect(fill("{n} of {m}", { n: 1 })).toBe("1 of {m}");
  });
});

describe("the note after an update", () => {
  const notes = import.meta.glob<{ news: Record<"zh" | "en", readonly string[]> }>("./news/*.ts", {
    eager: true,
  });

  it("belongs to the version that is built, and says the same in both languages, briefly", async () => {
    const { NEWEST } = await import("./news");
    const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
    expect(NEWEST).toBe(version);
    expect(Object.keys(notes)).toContain(`./news/${NEWEST}.ts`);
    for (const { news } of Object.values(notes)) {
      expect(news.zh.length).toBeLessThanOrEqual(4);
      expect(news.en).toHaveLength(news.zh.length);
      expect(news.zh.filter((line) => !HAN.test(line))).toEqual([]);
      expect(news.en.filter((line) => HAN.test(line))).toEqual([]);
    }
  });
});
