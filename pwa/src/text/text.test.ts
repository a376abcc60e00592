import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commonEn } from "./common.en";
import { commonZh } from "./common.zh";
import { fieldEn } from "./field.en";
import { fieldZh } from "./field.zh";
import { moreEn } from "./field_more.en";
import { moreZh } from "./field_more.zh";
import { recordEn } from "./field_record.en";
import { recordZh } from "./field_record.zh";
import { rescueEn } from "./field_rescue.en";
import { rescueZh } from "./field_rescue.zh";
import { fill } from "./lang";

const SRC = new URL("..", import.meta.url).pathname;
const PAIRS = {
  common: [commonZh, commonEn],
  field: [fieldZh, fieldEn],
  more: [moreZh, moreEn],
  record: [recordZh, recordEn],
  rescue: [rescueZh, rescueEn],
} as const;

function sources(folder: string): string {
  return readdirSync(join(SRC, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes(".test."))
    .map((name) => readFileSync(join(SRC, folder, name), "utf8"))
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

function marks(text: string): string[] {
  return [...text.matchAll(/\{\w+\}/g)].map(String).sort();
}

describe("words", () => {
  for (const [name, [zh, en]] of Object.entries(PAIRS)) {
    it(`of ${name} have the same keys and marks in both languages`, () => {
      expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
      for (const [key, text] of Object.entries(zh)) {
        expect(text, key).not.toBe("");
        expect(marks((en as Record<string, string>)[key] ?? ""), key).toEqual(marks(text));
      }
    });
  }

  it("of the phone are all shown somewhere", () => {
    const { keys, shapes } = used(sources("field") + sources("ui"));
    const idle = [fieldZh, moreZh, recordZh, rescueZh]
      .flatMap(Object.keys)
      .filter((key) => !keys.has(key) && !shapes.some((shape) => shape.test(key)));
    expect(idle).toEqual([]);
  });

  it("are never written into a screen", () => {
    const screens = sources("field") + sources("ui");
    const lines = screens.split("\n").filter((line) => /[\u4e00-\u9fff]/.test(line));
    expect(lines.filter((line) => !/^\s*(\*|\/\/|\/\*)/.test(line) && !line.includes("/**"))).toEqual([]);
  });

  it("keep a mark that has no value, so that it is seen", () => {
    expect(fill("{n} of {m}", { n: 1 })).toBe("1 of {m}");
  });
});
