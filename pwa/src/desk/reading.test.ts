import { describe, expect, it } from "vitest";
import { changedFields, merged } from "./facts_history";
import { bytes, shortHash, shortTime } from "./format";
import { readNote, seenFrom } from "./ledger_note";
import { recordOf } from "./record_wire";
import { filtersOf, hrefOf, parseRoute, queryOf } from "./route";
import { bracketOf } from "./time_model";

describe("addresses", () => {
  it("keep record and filters together", () => {
    const href = hrefOf("queue", "r 1", { unit: "u1", q: "" });
    expect(href).toBe("#/queue/r%201?unit=u1");
    expect(parseRoute(href)).toEqual({ room: "queue", id: "r 1", query: { unit: "u1" } });
  });

  it("fall back to what waits for review", () => {
    expect(filtersOf({ state: "nonsense" }).state).toBe("submitted");
    expect(queryOf(filtersOf({}))["state"]).toBe("");
    expect(parseRoute("#/elsewhere").room).toBe("queue");
    expect(parseRoute("#/setup?token=abc").query["token"]).toBe("abc");
  });
});

describe("a record as it came", () => {
  it("survives a body that holds anything", () => {
    const record = recordOf({
      id: "r",
      position: "north",
      geo: { verdict: "near", distance_m: "far" },
      flags: [],
    });
    expect(record).toMatchObject({
      position: null,
      geo: null,
      photos: [],
      answers: [],
      may: { accept: false },
    });
  });

  it("keeps position and distance that are numbers", () => {
    const geo = {
      rule: "r",
      place: "p",
      method: "boundary_line",
      distance_m: 160,
      error_m: 8,
      verdict: "inside",
    };
    const record = recordOf({ position: { lat: 1, lon: 2, acc_m: 8, nudged: { lat: 3, lon: 4 } }, geo });
    expect(record.position).toMatchObject({ lat: 1, acc_m: 8, age_ms: 0, nudged: { lat: 3, lon: 4 } });
    expect(record.geo).toEqual(geo);
  });
});

describe("the time bracket", () => {
  const received_at = "2026-11-22T08:00:00.000Z";
  const not_before = "2026-11-22T06:00:00.000Z";

  it("holds a claim between its bounds", () => {
    const bracket = bracketOf({ claimed_at: "2026-11-22T07:00:00.000Z", not_before, received_at });
    expect(bracket).toMatchObject({ inside: true, width_ms: 7_200_000 });
    expect(bracket?.claimed).toBeCloseTo(0.5);
  });

  it("tells a claim from 1970 and one from 2099", () => {
    expect(bracketOf({ claimed_at: "1970-01-01T00:00:00.000Z", not_before, received_at })?.inside).toBe(
      false,
    );
    expect(bracketOf({ claimed_at: "2099-01-01T00:00:00.000Z", not_before: null, received_at })?.inside).toBe(
      false,
    );
  });

  it("is absent without a readable claim", () => {
    expect(bracketOf({ claimed_at: null, not_before, received_at })).toBeNull();
    expect(bracketOf({ claimed_at: "soon", not_before, received_at })).toBeNull();
  });
});

describe("history", () => {
  const step = (type: string) => ({ type, at: "2026-11-22T08:00:00.000Z", actor_name: null, detail: {} });
  const version = (n: number, answers: Record<string, unknown>) => ({
    n,
    entry_hash: `h${n}`,
    wall_at: null,
    received_at: "",
    answers,
    shots: [],
    withdrawn: null,
  });

  it("puts pictures that arrived in a row on one line", () => {
    const lines = merged([step("submitted"), step("stored"), step("stored"), step("accept"), step("stored")]);
    expect(lines.map(({ step: { type }, times }) => `${type}×${times}`)).toEqual([
      "submitted×1",
      "stored×2",
      "accept×1",
      "stored×1",
    ]);
  });

  it("names the answers that a correction changed", () => {
    expect(changedFields(version(1, { a: 1, b: ["x"] }), version(2, { a: 1, b: ["y"], c: true }))).toEqual([
      "b",
      "c",
    ]);
  });
});

describe("figures and notes", () => {
  it("shorten without lying", () => {
    expect(bytes(999)).toBe("999 B");
    expect(bytes(400_000)).toBe("400 kB");
    expect(shortHash("ab")).toBe("ab");
    expect(shortTime("not a time")).toBe("not a time");
  });

  it("show the clock of the phone, wherever the desk stands", () => {
    const now = new Date("2026-11-22T01:00:00.000Z");
    expect(shortTime("2026-11-21T20:30:00.000Z", 480, now)).toBe("04:30");
    expect(shortTime("2026-11-21T20:30:00.000Z", -300, now)).toBe("15:30");
    expect(shortTime("2026-11-20T20:30:00.000Z", 480, now)).toBe("11-21 04:30");
    expect(shortTime("2025-12-31T20:30:00.000Z", 480, now)).toBe("01-01 04:30");
    expect(shortTime("2025-12-31T12:30:00.000Z", 480, now)).toBe("2025-12-31");
  });

  it("read a checkpoint for showing and survive a damaged memory", () => {
    expect(readNote("o\n12\nroot=\n\n— o sig\n")).toMatchObject({ size: 12, root: "root=" });
    expect(seenFrom("{broken")).toMatchObject({ size: 0, at: null });
    expect(seenFrom(JSON.stringify({ size: 3, root: "aa", note: "n", at: "t" }))).toMatchObject({
      size: 3,
      at: "t",
    });
  });
});
