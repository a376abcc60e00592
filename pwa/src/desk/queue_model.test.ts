import { describe, expect, it } from "vitest";
import {
  emptyQueue,
  neighbour,
  nextUndecided,
  pace_s,
  type QueueState,
  reduceQueue,
  rowsToPrefetch,
  sittingLength_ms,
  wantsMore,
} from "./queue_model";
import type { QueueRow } from "./types";

function row(id: string, state: QueueRow["state"] = "submitted"): QueueRow {
  return {
    id,
    item: "DOG-01",
    item_name: "遛犬不牵绳",
    severity: 2,
    state,
    result: "finding",
    officer_name: "李",
    unit: { id: "u1", name: "东城所" },
    place_name: null,
    address: "",
    wall_at: null,
    offset: null,
    received_at: "2026-11-22T00:00:00.000Z",
    flags: [],
    thumb: null,
    originals: { stored: 1, expected: 1 },
    revision: 1,
  };
}

function listed(ids: string, selected: string | null = null): QueueState {
  const page = { rows: [...ids].map((id) => row(id)), cursor: null };
  return { ...reduceQueue(emptyQueue(), { type: "page", page, first: true }), selected };
}

describe("moving", () => {
  it("stays on the last row at the end", () => {
    expect(reduceQueue(listed("abc", "c"), { type: "move", by: 1 }).selected).toBe("c");
    expect(reduceQueue(listed("abc", "b"), { type: "move", by: 1 }).selected).toBe("c");
    expect(reduceQueue(listed("abc", "b"), { type: "move", by: -1 }).selected).toBe("a");
  });

  it("starts at the first row when nothing is selected", () => {
    expect(neighbour(listed("abc"), 1)?.id).toBe("a");
    expect(neighbour(emptyQueue(), 1)).toBeNull();
  });
});

describe("deciding", () => {
  const deciding = (state: QueueState, id: string) =>
    reduceQueue(state, { type: "deciding", id, decision: "accept", at: 1000 });

  it("goes on to the next undecided row at once and keeps the row in place", () => {
    const after = deciding(listed("abc", "a"), "a");
    expect(after.selected).toBe("b");
    expect(after.rows.map(({ id }) => id)).toEqual(["a", "b", "c"]);
    expect(after.verdicts["a"]).toEqual({ decision: "accept", phase: "sending" });
  });

  it("turns back to what was skipped above", () => {
    const after = deciding(deciding(listed("abc", "b"), "b"), "c");
    expect(after.selected).toBe("a");
  });

  it("stays where it is when nothing is left", () => {
    const after = deciding(listed("a", "a"), "a");
    expect(after.selected).toBe("a");
    expect(nextUndecided(after, "a")).toBeNull();
  });

  it("gives a refused row back undecided", () => {
    const after = reduceQueue(deciding(listed("abc", "a"), "a"), { type: "refused", id: "a" });
    expect(after.verdicts["a"]).toBeUndefined();
    expect(after.decided).toEqual([]);
    expect(after.decided_at).toEqual([]);
  });

  it("returns to an undone record", () => {
    const saved = reduceQueue(deciding(listed("abc", "a"), "a"), {
      type: "saved",
      id: "a",
      row: { state: "accepted", revision: 2 },
    });
    expect(saved.verdicts["a"]?.phase).toBe("saved");
    const undone = reduceQueue(saved, { type: "undone", id: "a", row: { state: "submitted", revision: 3 } });
    expect(undone.selected).toBe("a");
    expect(undone.rows[0]).toMatchObject({ state: "submitted", revision: 3 });
    expect(undone.verdicts["a"]).toBeUndefined();
  });

  it("does not prefetch what was already decided", () => {
    const state = { ...deciding(listed("abcd", "b"), "b"), selected: "a" };
    expect(rowsToPrefetch(state, 2).map(({ id }) => id)).toEqual(["c", "d"]);
  });
});

describe("paging", () => {
  it("never lists a row twice", () => {
    const page = { rows: [row("c"), row("d")], cursor: "x" };
    const after = reduceQueue(listed("abc"), { type: "page", page, first: false });
    expect(after.rows.map(({ id }) => id)).toEqual(["a", "b", "c", "d"]);
  });

  it("wants more near the end, and only while there is more", () => {
    const near: QueueState = { ...listed("abc", "a"), cursor: "x" };
    expect(wantsMore(near)).toBe(true);
    expect(wantsMore({ ...near, phase: "more" })).toBe(false);
    expect(wantsMore({ ...near, cursor: null })).toBe(false);
  });

  it("forgets the old list when the filters change", () => {
    const filters = { ...emptyQueue().filters, unit: "u2" };
    const after = reduceQueue(listed("abc", "a"), { type: "filter", filters });
    expect(after).toMatchObject({ rows: [], cursor: null, phase: "loading", filters });
  });
});

describe("pace", () => {
  it("leaves pauses over five minutes out", () => {
    expect(pace_s([])).toBeNull();
    expect(pace_s([0])).toBeNull();
    expect(pace_s([0, 8000, 18_000])).toBe(9);
    expect(pace_s([0, 8000, 8000 + 600_000])).toBe(8);
  });

  it("counts a sitting only back to the last pause", () => {
    expect(sittingLength_ms([])).toBe(0);
    expect(sittingLength_ms([0, 600_000, 660_000, 700_000])).toBe(100_000);
  });
});
