import { describe, expect, it } from "vitest";
import { NoContact, Problem } from "../device/http";
import type { Draft } from "../device/types";
import { untouched } from "./open_drafts";
import { problemWords } from "./problem_words";

describe("a failure in words", () => {
  it("takes our own words for what we know", () => {
    expect(problemWords(new NoContact("captive_portal")).what).toBe("网络需要先登录");
    expect(problemWords({ code: "inconsistent" })).toEqual(problemWords({ code: "alarm" }));
  });

  it("takes the server's words for its problems", () => {
    const problem = new Problem(403, { code: "wrong_password", title: "密码不对", detail: "请再试" });
    expect(problemWords(problem)).toEqual({ what: "密码不对", next: "请再试" });
  });

  it("names the code of what nobody foresaw", () => {
    expect(problemWords(new TypeError("x")).next).toContain("TypeError");
    expect(problemWords(undefined).next).toContain("?");
  });
});

describe("a draft", () => {
  const blank = { shots: [], note: "", step: "", replaces: null } as unknown as Draft;
  it("is untouched only while nothing was taken, written or begun", () => {
    expect(untouched(blank)).toBe(true);
    expect(untouched({ ...blank, note: "x" })).toBe(false);
    expect(untouched({ ...blank, step: "form" })).toBe(false);
    expect(untouched({ ...blank, replaces: "hash" })).toBe(false);
  });
});
