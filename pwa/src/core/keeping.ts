/** What of the delivered pictures stays on the phone: pure, so that the rule can be tried without one. */

const DAY_MS = 86_400_000;
/** A restored backup may ask for a picture again: 14 days and two backup intervals are never undercut. */
export const LEAST_DAYS = 14;
/** Where the city says nothing. */
export const USUAL_DAYS = 30;
/** How long a decided record and its previews can be looked up without a network. */
export const RECORD_DAYS = 90;

export interface Kept {
  bytes: number;
  role: string;
  state: string;
  /** When its receipt was verified (ISO), by the server's clock. */
  receipt_at: string | null;
  freed?: 1;
}

export interface Keeping {
  /** ms since 1970, by the server's clock: the phone's own may be wrong by years. */
  now: number;
  /** Days that the city wants originals kept after their receipt. */
  days: number;
  /** Bytes that delivered pictures may take; beyond it the oldest go as soon as they may. */
  budget: number;
}

const before = (now: number, days: number): string => new Date(now - days * DAY_MS).toISOString();

/** The rows whose bytes may go now, oldest receipt first. What has no verified receipt is never among them. */
export function toFree<T extends Kept>(rows: readonly T[], { now, days, budget }: Keeping): T[] {
  const due = before(now, Math.max(LEAST_DAYS, days));
  const may = before(now, LEAST_DAYS);
  const old = before(now, RECORD_DAYS);
  const here = rows.filter((row) => row.state === "sent" && row.receipt_at !== null && !row.freed);
  here.sort((a, b) => String(a.receipt_at).localeCompare(String(b.receipt_at)));
  let held = here.reduce((sum, row) => sum + row.bytes, 0);
  return here.filter((row) => {
    const at = String(row.receipt_at);
    const isDue = at < (row.role === "preview" ? old : due);
    const isOver = row.role !== "preview" && at < may && held > budget;
    if (isDue || isOver) held -= row.bytes;
    return isDue || isOver;
  });
}

/** When a record was begun, in ms since 1970: its id (UUID v7) begins with it. */
export const begunAt = (id: string): number => Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16);

/** May a record that the desk has dealt with leave this phone? */
export const isPast = (id: string, now: number): boolean => begunAt(id) < now - RECORD_DAYS * DAY_MS;
