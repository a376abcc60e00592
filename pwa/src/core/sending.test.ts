import { describe, expect, it } from "vitest";
import { nextStep } from "./outbox";
import { holdsOriginals } from "./sending";
import { blob, entry, head, outbox, sentEntry } from "./testing/outbox_rows";

describe("when originals travel", () => {
  it.each([
    ["now", "mobile", false],
    ["wifi", "wifi", false],
    ["wifi", "mobile", true],
    ["wifi", "unknown", true],
    ["manual", "wifi", true],
  ] as const)("by the rule %s on a %s line: they wait is %s", (rule, line, waits) => {
    expect(holdsOriginals(rule, line, false)).toBe(waits);
    expect(holdsOriginals(rule, line, true)).toBe(false);
  });
});

describe("what an outbox does meanwhile", () => {
  const blobs = [
    blob("original", { bytes: 10 }),
    blob("preview", { role: "preview", bytes: 500 }),
    blob("blurred", { role: "derived", bytes: 900 }),
  ];

  it("sends entries, previews and derived pictures while originals wait, and then rests", () => {
    const held = outbox([sentEntry], blobs, head(1));
    const channel = { ...held.channel, holds: true };
    expect(nextStep({ ...held, channel }, 0)).toMatchObject({ do: "upload", sha256: "preview" });
    expect(nextStep({ ...held, blobs: blobs.slice(2), channel }, 0)).toMatchObject({ sha256: "blurred" });
    const only = { ...held, blobs: blobs.slice(0, 1), channel: { ...channel, checked: true } };
    expect(nextStep(only, 0)).toEqual({ do: "done" });
    expect(nextStep({ ...only, channel: { ...only.channel, holds: false } }, 0)).toMatchObject({
      do: "upload",
    });
  });

  it("sends nothing while it is paused", () => {
    const state = outbox([entry(1)], blobs, null);
    expect(nextStep({ ...state, channel: { ...state.channel, paused: true } }, 0)).toEqual({ do: "done" });
  });
});
