import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { uuidv7 } from "./ids";
import { begunAt, isPast, type Kept, LEAST_DAYS, toFree } from "./keeping";

const NOW = Date.parse("2026-11-22T08:00:00Z");
const DAY = 86_400_000;
const row = (days: number, more: Partial<Kept> = {}): Kept => ({
  ...{ bytes: 400_000, role: "picture", state: "sent" },
  receipt_at: new Date(NOW - days * DAY).toISOString(),
  ...more,
});
const keeping = { now: NOW, days: 30, budget: 1e9 };

describe("what of the delivered pictures goes", () => {
  it("keeps an original for the city's days, and frees it afterwards", () => {
    const rows = [row(29), row(31)];
    expect(toFree(rows, keeping)).toEqual([rows[1]]);
    expect(toFree(rows, { ...keeping, days: 60 })).toEqual([]);
  });

  it("frees the oldest first where the officer's budget is full, and none younger than 14 days", () => {
    const rows = [row(20), row(10), row(25), row(16)];
    expect(toFree(rows, { ...keeping, budget: 1_000_000 })).toEqual([rows[2], rows[0]]);
    expect(toFree(rows, { ...keeping, budget: 0 })).toEqual([rows[2], rows[0], rows[3]]);
  });

  it("keeps previews as long as their records can be looked up", () => {
    const rows = [row(80, { role: "preview" }), row(95, { role: "preview" })];
    expect(toFree(rows, { ...keeping, budget: 0 })).toEqual([rows[1]]);
  });

  it("never frees what has no verified receipt, nor anything before 14 days, whatever is asked", () => {
    const any = fc.record({
      bytes: fc.nat(5_000_000),
      role: fc.constantFrom("picture", "preview", "derived"),
      state: fc.constantFrom("queued", "stored", "sent", "refused", "lost"),
      receipt_at: fc.option(
        fc.integer({ min: -10, max: 200 }).map((days) => new Date(NOW - days * DAY).toISOString()),
      ),
    });
    const asked = fc.record({
      now: fc.constant(NOW),
      days: fc.integer({ min: -5, max: 90 }),
      budget: fc.nat(1e8),
    });
    fc.assert(
      fc.property(fc.array(any), asked, (rows, wish) => {
        const edge = new Date(NOW - LEAST_DAYS * DAY).toISOString();
        for (const freed of toFree(rows, wish)) {
          expect(freed.state).toBe("sent");
          expect(freed.receipt_at !== null && freed.receipt_at < edge).toBe(true);
        }
      }),
    );
  });
});

describe("the age of a record", () => {
  it("is read from its id", () => {
    const id = uuidv7(NOW - 91 * DAY, new Uint8Array(10));
    expect(begunAt(id)).toBe(NOW - 91 * DAY);
    expect(isPast(id, NOW)).toBe(true);
    expect(isPast(uuidv7(NOW - 89 * DAY, new Uint8Array(10)), NOW)).toBe(false);
  });
});
