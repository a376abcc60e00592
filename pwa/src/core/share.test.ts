import { describe, expect, it } from "vitest";
import cases from "../../../schemas/cases/verify_code.json" with { type: "json" };
import type { Item } from "./catalogue.ts";
import { mayShare, toShare, verifyCode } from "./share.ts";

const item = (privacy: Item["privacy"]): Item => ({ privacy }) as Item;
const shot = (sha256: string, slot: string | null = null, how?: string, mime = "image/jpeg") => ({
  ...{ sha256, mime, slot },
  ...(how ? { derived: { how } } : {}),
});
const names = (shots: { sha256: string }[]) => shots.map(({ sha256 }) => sha256);

describe("sharing", () => {
  it("is off for restricted items, covert visits and unknown items", () => {
    expect(mayShare(item("normal"), "open")).toBe(true);
    expect(mayShare(item("personal"), "open")).toBe(true);
    expect([mayShare(item("restricted"), "open"), mayShare(item("normal"), "covert")]).toEqual([
      false,
      false,
    ]);
    expect(mayShare(null, "open")).toBe(false);
  });

  it("takes before and after together, else the first picture", () => {
    const shots = [shot("a"), shot("b", "before"), shot("c", "after")];
    expect(names(toShare(shots, item("normal")))).toEqual(["b", "c"]);
    expect(names(toShare(shots.slice(0, 2), item("normal")))).toEqual(["a"]);
  });

  it("never shows a person who was not hidden, nor a recording", () => {
    const shots = [shot("a"), shot("b", null, "mark"), shot("c", null, "redact+mark")];
    expect(names(toShare(shots, item("personal")))).toEqual(["c"]);
    expect(toShare([shot("v", null, undefined, "video/mp4")], item("normal"))).toEqual([]);
    expect(toShare(shots.slice(0, 2), item("personal"))).toEqual([]);
  });
});

describe("the verify code", () => {
  it.each(cases)("is the one the server prints: $code", ({ sha256, code }) => {
    expect(verifyCode(sha256)).toBe(code);
  });
});
