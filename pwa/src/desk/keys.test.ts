import { describe, expect, it } from "vitest";
import { commandOf, type KeyPress } from "./keys";

function press(key: string, more: Partial<KeyPress> = {}): KeyPress {
  return {
    key,
    ctrl: false,
    alt: false,
    meta: false,
    typing: false,
    choosing: false,
    dialog: false,
    ...more,
  };
}

describe("keys of the review room", () => {
  it.each([
    ["j", { do: "move", by: 1 }],
    ["K", { do: "move", by: -1 }],
    ["a", { do: "accept" }],
    ["r", { do: "return" }],
    ["x", { do: "reject" }],
    ["z", { do: "undo" }],
    ["?", { do: "help" }],
    ["ArrowRight", { do: "photo", by: 1 }],
    ["Escape", { do: "close" }],
  ])("reads %s", (key, command) => {
    expect(commandOf(press(key))).toEqual(command);
  });

  it("leaves text fields alone but hears Escape there", () => {
    expect(commandOf(press("a", { typing: true }))).toBeNull();
    expect(commandOf(press("1", { typing: true, choosing: true }))).toBeNull();
    expect(commandOf(press("Escape", { typing: true }))).toEqual({ do: "close" });
    expect(commandOf(press("Enter", { typing: true, choosing: true, ctrl: true }))).toEqual({
      do: "confirm",
    });
  });

  it("decides nothing while a reason is being chosen", () => {
    expect(commandOf(press("a", { choosing: true }))).toBeNull();
    expect(commandOf(press("3", { choosing: true }))).toEqual({ do: "digit", n: 3 });
    expect(commandOf(press("Enter", { choosing: true }))).toEqual({ do: "confirm" });
  });

  it("leaves the browser's own shortcuts and open dialogs alone", () => {
    expect(commandOf(press("a", { ctrl: true }))).toBeNull();
    expect(commandOf(press("r", { meta: true }))).toBeNull();
    expect(commandOf(press("a", { dialog: true }))).toBeNull();
    expect(commandOf(press("Tab"))).toBeNull();
  });
});
