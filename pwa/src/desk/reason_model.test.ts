import { describe, expect, it } from "vitest";
import { decisionOf, missingIn, startChoosing, withDigit, withReason } from "./reason_model";

describe("reasons", () => {
  it("asks for a reason first, and for words with other", () => {
    const start = startChoosing("reject");
    expect(missingIn(start)).toBe("reason");
    const other = withDigit(start, 5);
    expect(other.reason).toBe("other");
    expect(missingIn(other)).toBe("words");
    expect(missingIn({ ...other, words: "  " })).toBe("words");
    expect(missingIn({ ...other, words: "重复" })).toBeNull();
  });

  it("ignores digits without a reason", () => {
    const start = startChoosing("reject");
    expect(withDigit(start, 9)).toBe(start);
  });

  it("guesses the field of a reason but never overrides a choice", () => {
    const guessed = withReason(startChoosing("return"), "blurry_photo");
    expect(guessed.field).toBe("photos");
    expect(withReason(guessed, "wrong_place").field).toBe("place");
    expect(withReason({ ...guessed, field: "dog_size" }, "wrong_place").field).toBe("dog_size");
  });

  it("sends only what was said, and a field only with a return", () => {
    const returned = { ...withReason(startChoosing("return"), "missing_photo"), words: " 补拍 " };
    expect(decisionOf(returned, 4)).toEqual({
      decision: "return",
      revision: 4,
      reason: "missing_photo",
      words: "补拍",
      field: "photos",
    });
    const rejected = { ...withReason(startChoosing("reject"), "duplicate"), field: "photos" };
    expect(decisionOf(rejected, 4)).toEqual({ decision: "reject", revision: 4, reason: "duplicate" });
  });
});
