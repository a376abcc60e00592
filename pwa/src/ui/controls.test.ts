import { describe, expect, it } from "vitest";
import { afterTap } from "./Choice";
import { afterKey } from "./PinPad";
import { clamp, stepped, typed } from "./Stepper";

describe("controls", () => {
  it("choose one, several, or take a choice back", () => {
    expect(afterTap(["a"], "b", false, false)).toEqual(["b"]);
    expect(afterTap(["a"], "a", false, false)).toEqual(["a"]);
    expect(afterTap(["a"], "a", false, true)).toEqual([]);
    expect(afterTap(["a"], "b", true, false)).toEqual(["a", "b"]);
    expect(afterTap(["a", "b"], "a", true, false)).toEqual(["b"]);
  });

  it("keep a number within its limits", () => {
    expect(clamp(12, 0, 10)).toBe(10);
    expect(typed(" 7 ", 0, 5)).toBe(5);
    expect(typed("2.5", 0)).toBe(2.5);
    expect(typed("2.4", 0, 9, true)).toBe(2);
    expect(typed("")).toBeNull();
    expect([stepped(null, 1, 0), stepped(null, -1, 0), stepped(null, 1, 5)]).toEqual([1, 0, 5]);
    expect([stepped(4, 1, 0, 4), stepped(0, -1, 0), stepped(2, -1)]).toEqual([4, 0, 1]);
    expect(typed("x")).toBeNull();
  });

  it("take six digits and no more", () => {
    expect(afterKey("12345", "6")).toBe("123456");
    expect(afterKey("123456", "7")).toBe("123456");
    expect(afterKey("12", "Backspace")).toBe("1");
    expect(afterKey("12", "a")).toBe("12");
  });
});
