import { describe, expect, test } from "vitest";
import { EMPTY } from "./journal.ts";
import { nextStep } from "./outbox.ts";
import { apply, backOff, type OutboxEvent } from "./outbox_events.ts";
import { blob, entry, hashOf, head, outbox, refused, result, sentEntry } from "./testing/outbox_rows.ts";

describe("the order of sending", () => {
  test("the server's head comes first, then entries in batches of at most 50", () => {
    const entries = Array.from({ length: 60 }, (_, i) => entry(i + 1));
    expect(nextStep(outbox(entries, [], null), 0)).toEqual({ do: "head" });
    const step = nextStep(outbox(entries), 0);
    expect(step.do === "journal" && [step.seqs.length, step.seqs[0]]).toEqual([50, 1]);
  });

  test("a batch stays below half a megabyte, but one large entry always goes", () => {
    const large = [
      entry(1, { bytes: 65_536 }),
      ...Array.from({ length: 20 }, (_, i) => entry(i + 2, { bytes: 65_536 })),
    ];
    const step = nextStep(outbox(large), 0);
    expect(step.do === "journal" && step.seqs.length).toBe(8);
  });

  test("previews before pictures, small before large", () => {
    const blobs = [
      blob("large", { bytes: 900 }),
      blob("small", { bytes: 100 }),
      blob("preview-large", { role: "preview", bytes: 500 }),
      blob("preview", { role: "preview", bytes: 50 }),
    ];
    const order: string[] = [];
    let state = outbox([sentEntry], blobs, head(1));
    for (let step = nextStep(state, 0); step.do === "upload"; step = nextStep(state, 0)) {
      order.push(step.sha256);
      state = apply(state, { type: "stored", sha256: step.sha256 });
    }
    expect(order).toEqual(["preview", "preview-large", "small", "large"]);
    expect(nextStep(state, 0)).toMatchObject({ do: "receipts" });
  });

  test("a picture waits for the entry that announces it", () => {
    const early = outbox([entry(1)], [blob("a", { seq: 1 })]);
    expect(nextStep(early, 0)).toMatchObject({ do: "journal" });
  });

  test("the ledger is asked once even when nothing is to be sent", () => {
    const quiet = outbox([], [], head(0));
    expect(nextStep(quiet, 0)).toEqual({ do: "receipts", blobs: [] });
    expect(nextStep(apply(quiet, { type: "checked" }), 0)).toEqual({ do: "done" });
  });
});

describe("what the server says", () => {
  test("a lost answer is made good: the head shows what was admitted, the receipt is asked again", () => {
    const state = apply(outbox([entry(1), entry(2), entry(3)], [], null), {
      type: "head",
      have: head(2),
      ours: true,
    });
    expect(state.entries.map((row) => row.state)).toEqual(["admitted", "admitted", "queued"]);
    const done = apply(state, {
      type: "journal",
      results: [result(3, "admitted")],
      have: head(3),
      ours: true,
    });
    expect(nextStep(done, 0)).toEqual({ do: "journal", seqs: [3], missing: [] });
  });

  test("a head that is not ours makes the phone offer its whole chain", () => {
    const state = apply(outbox([entry(1)], [], null), { type: "head", have: head(7), ours: false });
    expect(nextStep(state, 0)).toMatchObject({ do: "journal", seqs: [1] });
  });

  test("a lasting refusal stops that entry only and declares it missing", () => {
    const results = [result(1, "admitted"), refused(2, "entry_too_large", true), refused(3, "gap", false)];
    const state = apply(outbox([entry(1), entry(2), entry(3)]), {
      type: "journal",
      results,
      have: head(1),
      ours: true,
    });
    expect(state.entries.map((row) => row.state)).toEqual(["admitted", "refused", "queued"]);
    expect(nextStep(state, 0)).toEqual({
      do: "journal",
      seqs: [3],
      missing: [{ seq: 2, hash: hashOf(2) }],
    });
  });

  test("a passing refusal changes nothing", () => {
    const results = [refused(1, "busy", false)];
    const state = apply(outbox([entry(1)]), { type: "journal", results, have: EMPTY, ours: true });
    expect(state.entries[0]?.state).toBe("queued");
  });

  test("what a refused or unreadable entry announced is refused with it", () => {
    const blobs = [blob("a", { seq: 1 }), blob("b", { seq: 2 }), blob("c", { seq: 3 })];
    const results = [result(1, "admitted"), refused(2, "bad_entry", true)];
    const told: OutboxEvent = { type: "journal", results, have: head(1), ours: true };
    const events: OutboxEvent[] = [told, { type: "entry_unreadable", seq: 3 }];
    const state = events.reduce(apply, outbox([entry(1), entry(2), entry(3)], blobs, head(0)));
    expect(state.blobs.map(({ state: now, problem }) => [now, problem])).toEqual([
      ["queued", null],
      ["refused", "bad_entry"],
      ["refused", "unreadable"],
    ]);
  });

  test("what the server has an entry for still goes when the phone can no longer read that entry", () => {
    const admitted = outbox([entry(1, { state: "admitted" })], [blob("a", { seq: 1 })], head(1));
    const state = apply(admitted, { type: "entry_unreadable", seq: 1 });
    expect(nextStep(state, 0)).toMatchObject({ do: "upload", sha256: "a" });
  });

  test("a picture refused for good leaves the others alone", () => {
    const start = outbox([sentEntry], [blob("a"), blob("b", { bytes: 2000 })], head(1));
    const event = {
      type: "blob_failed",
      sha256: "a",
      code: "evidence_too_large",
      permanent: true,
      not_before: 0,
    };
    const state = apply(start, event as OutboxEvent);
    expect(state.blobs[0]).toMatchObject({ state: "refused", problem: "evidence_too_large" });
    expect(nextStep(state, 0)).toMatchObject({ do: "upload", sha256: "b" });
  });

  test("a blob the server does not know as stored is offered again", () => {
    const start = outbox([sentEntry], [blob("a", { state: "stored" })], head(1));
    const state = apply(start, { type: "blob_receipts", asked: ["a"], indexes: {}, now: 0 });
    expect(state.blobs[0]).toMatchObject({ state: "queued", attempts: 1, receipt_index: null });
    expect(nextStep(state, 0).do).not.toBe("upload");
    expect(nextStep(state, 10_000)).toMatchObject({ do: "upload", sha256: "a" });
  });

  test("a clock that is put back does not make a pause longer than any can be", () => {
    const now = Date.UTC(2026, 10, 22);
    const failed = apply(outbox([entry(1)]), { type: "failed", not_before: now + 60_000 });
    expect(nextStep(failed, now)).toEqual({ do: "wait", until: now + 60_000 });
    expect(nextStep(failed, now - 86_400_000)).toMatchObject({ do: "journal" });
    const put_off = { type: "blob_failed", sha256: "a", code: "busy", permanent: false } as const;
    const waiting = apply(outbox([sentEntry], [blob("a")], head(1)), { ...put_off, not_before: now });
    expect(nextStep(waiting, now - 86_400_000)).toMatchObject({ do: "upload", sha256: "a" });
  });

  test("an alarm stops everything until a restart", () => {
    const state = apply(outbox([entry(1)]), { type: "alarm", code: "shrunk" });
    expect(nextStep(state, 0)).toEqual({ do: "stop", alarm: "shrunk" });
    expect(nextStep(apply(state, { type: "restarted", size: 0 }), 0)).toEqual({ do: "head" });
  });

  test("a restart withdraws 'sent' at and beyond the restored size, and no more", () => {
    const entries = [
      entry(1, { state: "sent", receipt_index: 4 }),
      entry(2, { state: "sent", receipt_index: 5 }),
    ];
    const blobs = [
      blob("a", { state: "sent", receipt_index: 4 }),
      blob("b", { state: "sent", receipt_index: 9 }),
      blob("c", { state: "stored" }),
    ];
    const state = apply(outbox(entries, blobs, head(2)), { type: "restarted", size: 5 });
    expect(state.entries.map((row) => row.state)).toEqual(["sent", "queued"]);
    expect(state.blobs.map((row) => row.state)).toEqual(["sent", "queued", "queued"]);
    expect(state.channel.cursor).toBeNull();
  });
});

test("back-off grows, is spread, and stays below eight minutes", () => {
  expect(backOff(1, 0.5)).toBe(2000);
  expect(backOff(3, 0)).toBe(4000);
  expect(backOff(50, 0.999)).toBeLessThanOrEqual(450_000);
});
