import fc from "fast-check";
import { expect, test } from "vitest";
import type { Head } from "./journal.ts";
import { nextStep, type Outbox, type Step } from "./outbox.ts";
import { apply, type EntryResult, type OutboxEvent } from "./outbox_events.ts";
import { blob, entry, head, outbox, refused, result } from "./testing/outbox_rows.ts";

/** A server that forgets no entry, loses answers as it likes, and gives receipts by position. */
class Model {
  admitted = new Set<number>();
  stored = new Set<string>();
  index = 0;
  refuses: Set<number>;
  constructor(refuses: Set<number>) {
    this.refuses = refuses;
  }

  head(): Head {
    return head(Math.max(0, ...this.admitted));
  }

  journal(step: Step & { do: "journal" }): EntryResult[] {
    const missing = new Set(step.missing.map((one) => one.seq));
    return step.seqs.map((seq) => {
      if (this.admitted.has(seq)) return result(seq, "known");
      if (this.refuses.has(seq)) return refused(seq, "bad_entry", true);
      const follows = seq === 1 || this.admitted.has(seq - 1) || missing.has(seq - 1);
      if (!follows) return refused(seq, "gap", false);
      this.admitted.add(seq);
      return result(seq, "admitted");
    });
  }
}

function answer(model: Model, step: Step, state: Outbox): OutboxEvent[] {
  if (step.do === "head") return [{ type: "head", have: model.head(), ours: true }];
  if (step.do === "journal") {
    const results = model.journal(step);
    const last = results.filter((one) => one.state !== "refused").at(-1);
    const told: OutboxEvent = { type: "journal", results, have: model.head(), ours: true };
    return last ? [told, { type: "entry_receipt", seq: last.seq, index: model.index++ }] : [told];
  }
  if (step.do === "upload") {
    model.stored.add(step.sha256);
    return [{ type: "stored", sha256: step.sha256 }];
  }
  if (step.do !== "receipts") return [];
  const indexes = Object.fromEntries(
    step.blobs.filter((one) => model.stored.has(one)).map((one) => [one, 1]),
  );
  const known = state.blobs.filter((one) => step.blobs.includes(one.sha256)).length;
  expect(known).toBe(step.blobs.length);
  return [{ type: "blob_receipts", asked: step.blobs, indexes, now: 0 }, { type: "checked" }];
}

/** What the officer may believe must be true at every moment. */
function mustBeHonest(state: Outbox, model: Model): void {
  for (const row of state.entries) if (row.state === "sent") expect(model.admitted.has(row.seq)).toBe(true);
  for (const row of state.blobs) if (row.state === "sent") expect(model.stored.has(row.sha256)).toBe(true);
}

/** Performs steps until nothing is left; the turns named by `lost` lose their answer. */
function play(model: Model, start: Outbox, lost: boolean[]): Outbox {
  let [state, now] = [start, 0];
  for (let turn = 0; turn < 600; turn += 1) {
    const step = nextStep(state, now);
    if (step.do === "done") return state;
    if (step.do === "wait") now = step.until;
    const failed: OutboxEvent = { type: "failed", not_before: now + 1 };
    const events = answer(model, step, state);
    state = (lost[turn] ? [failed] : events).reduce(apply, state);
    mustBeHonest(state, model);
  }
  throw new Error("never done");
}

test("whatever answers are lost, all that can be sent is sent, and nothing is called sent before", () => {
  const plan = fc.record({
    entries: fc.integer({ min: 0, max: 120 }),
    refused: fc.array(fc.integer({ min: 1, max: 120 }), { maxLength: 4 }),
    blobs: fc.array(fc.record({ seq: fc.integer({ min: 1, max: 120 }), bytes: fc.nat(5_000_000) }), {
      maxLength: 30,
    }),
    lost: fc.array(fc.boolean(), { maxLength: 40 }),
  });
  fc.assert(
    fc.property(plan, ({ entries, refused: refuses, blobs, lost }) => {
      const model = new Model(new Set(refuses));
      const rows = Array.from({ length: entries }, (_, i) => entry(i + 1));
      const own = blobs
        .filter(({ seq }) => seq <= entries)
        .map(({ seq, bytes }, i) => blob(`b${i}`, { seq, bytes }));
      const state = play(model, outbox(rows, own, null), lost);
      const gone = new Set(refuses);
      expect(state.entries.filter((row) => row.state !== "sent").every((row) => gone.has(row.seq))).toBe(
        true,
      );
      expect(state.blobs.filter((row) => row.state !== "sent").every((row) => gone.has(row.seq))).toBe(true);
    }),
  );
});
