import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commonEn } from "./common.en";
import { commonZh } from "./common.zh";
import { deskEn } from "./desk.en";
import { deskZh } from "./desk.zh";
import { detailsEn } from "./desk_details.en";
import { detailsZh } from "./desk_details.zh";
import { flagsEn } from "./desk_flags.en";
import { flagsZh } from "./desk_flags.zh";
import { roomsEn } from "./desk_rooms.en";
import { roomsZh } from "./desk_rooms.zh";
import { tasksEn } from "./desk_tasks.en";
import { tasksZh } from "./desk_tasks.zh";
import { upkeepEn as deskUpkeepEn } from "./desk_upkeep.en";
import { upkeepZh as deskUpkeepZh } from "./desk_upkeep.zh";
import { fieldEn } from "./field.en";
import { fieldZh } from "./field.zh";
import { captureEn } from "./field_capture.en";
import { captureZh } from "./field_capture.zh";
import { comfortEn } from "./field_comfort.en";
import { comfortZh } from "./field_comfort.zh";
import { moreEn } from "./field_more.en";
import { moreZh } from "./field_more.zh";
import { problemsEn } from "./field_problems.en";
import { problemsZh } from "./field_problems.zh";
import { recordEn } from "./field_record.en";
import { recordZh } from "./field_record.zh";
import { rescueEn } from "./field_rescue.en";
import { rescueZh } from "./field_rescue.zh";
import { teamEn } from "./field_team.en";
import { teamZh } from "./field_team.zh";
import { todayEn } from "./field_today.en";
import { todayZh } from "./field_today.zh";
import { upkeepEn } from "./field_upkeep.en";
import { upkeepZh } from "./field_upkeep.zh";
import { fill } from "./lang";
import { resultsEn } from "./results.en";
import { resultsZh } from "./results.zh";

const SRC = new URL("..", import.meta.url).pathname;
const PAIRS = {
  common: [commonZh, commonEn],
  field: [fieldZh, fieldEn],
  more: [moreZh, moreEn],
  record: [recordZh, recordEn],
  capture: [captureZh, captureEn],
  comfort: [comfortZh, comfortEn],
  rescue: [rescueZh, rescueEn],
  team: [teamZh, teamEn],
  desk_upkeep: [deskUpkeepZh, deskUpkeepEn],
  upkeep: [upkeepZh, upkeepEn],
  problems: [problemsZh, problemsEn],
  results: [resultsZh, resultsEn],
  today: [todayZh, todayEn],
  tasks: [tasksZh, tasksEn],
  desk: [deskZh, deskEn],
  rooms: [roomsZh, roomsEn],
  flags: [flagsZh, flagsEn],
  details: [detailsZh, detailsEn],
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
    const idle = [fieldZh, moreZh, recordZh, captureZh, rescueZh, problemsZh, resultsZh, todayZh, upkeepZh]
      .flatMap(Object.keys)
      .filter((key) => !keys.has(key) && !shapes.some((shape) => shape.test(key)));
    expect(idle).toEqual([]);
  });

  it("of the desk are all shown somewhere", () => {
    const { keys, shapes } = used(sources("desk") + sources("ui"));
    const told = /^(history|proofs\.kind|odd|why|todo|detail\.right_\w+)/;
    const idle = [deskZh, roomsZh, detailsZh, tasksZh, deskUpkeepZh]
      .flatMap(Object.keys)
      .filter((key) => !keys.has(key) && !told.test(key) && !shapes.some((shape) => shape.test(key)));
    expect(idle).toEqual([]);
  });

  it("are never written into a screen", () => {
    const lines = (sources("field") + sources("ui") + sources("desk")).split("\n");
    const code = lines.filter((line) => !/^\s*(\*|\/\/|\/\*)/.test(line) && !line.includes("/**"));
    expect(code.filter((line) => /[\u3000-\u303f\u4e00-\u9fff]/.test(line))).toEqual([]);
    const text = /<(?!kbd)(\w+)[^<>]*>[^<>{}]*[A-Za-z]{2}[^<>{}]*<\/\1>/;
    const attribute = /\b(label|title|alt|placeholder|what|then|words|hint)="[^"]*[a-z]{2}/;
    expect(code.filter((line) => text.test(line) || attribute.test(line))).toEqual([]);
  });

  it("keep a mark that has no value, so that it is seen", () => {
    expect(fill("{n} of {m}", { n: 1 })).toBe("1 of {m}");
  });
});
