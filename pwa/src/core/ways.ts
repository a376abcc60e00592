/** Shortest ways from several corners at once, by Dijkstra. */
import type { Metres } from "./planar.ts";

/** The way from a corner to the nearest gate, and how far that gate is off its street, in metres. */
export interface Way {
  way: number;
  leg: number;
}

export interface Corner extends Way {
  at: Metres;
  /** The next corner on the way; of a gate's own, the gate itself, beside the street. */
  next: Corner | null;
  beside: { corner: Corner; length: number }[];
}

export interface Reached extends Way {
  corner: Corner;
  next: Corner;
}

export const corner = (at: Metres): Corner => ({ at, next: null, beside: [], way: Infinity, leg: 0 });

export function lengthOf(a: Metres, b: Metres): number {
  // Not hypot: the square root is rounded the same way in every language.
  const [dx, dy] = [a[0] - b[0], a[1] - b[1]];
  return Math.sqrt(dx * dx + dy * dy);
}

/** Of two ways the shorter; of equal ones that to the gate nearer to its street. */
export const isBefore = (a: Way, b: Way): boolean => a.way < b.way || (a.way === b.way && a.leg < b.leg);

/** A binary heap: the corner with the shortest way comes first. */
class Waiting {
  private readonly rows: Reached[] = [];

  put(row: Reached): void {
    const { rows } = this;
    let at = rows.push(row) - 1;
    for (let up = (at - 1) >> 1; at > 0 && isBefore(row, rows[up] as Reached); up = (at - 1) >> 1) {
      rows[at] = rows[up] as Reached;
      at = up;
    }
    rows[at] = row;
  }

  take(): Reached | undefined {
    const { rows } = this;
    const [first] = rows;
    const row = rows.pop();
    if (!row || row === first) return row;
    let at = 0;
    for (
      let next = this.lesser(0);
      next > 0 && isBefore(rows[next] as Reached, row);
      next = this.lesser(at)
    ) {
      rows[at] = rows[next] as Reached;
      at = next;
    }
    rows[at] = row;
    return first;
  }

  /** The lesser of the two below, 0 where there is none. */
  private lesser(at: number): number {
    const [left, right] = [this.rows[2 * at + 1], this.rows[2 * at + 2]];
    if (!left) return 0;
    return right && isBefore(right, left) ? 2 * at + 2 : 2 * at + 1;
  }
}

/** Writes into every corner that can be reached its way to the nearest of the `gates`. */
export function findWays(gates: Reached[]): void {
  const waiting = new Waiting();
  for (const gate of gates) waiting.put(gate);
  for (let next = waiting.take(); next; next = waiting.take()) {
    if (next.way < next.corner.way) reach(next, waiting);
  }
}

function reach({ corner: here, next, way, leg }: Reached, waiting: Waiting): void {
  Object.assign(here, { way, leg, next });
  for (const { corner: other, length } of here.beside) {
    if (way + length < other.way) waiting.put({ corner: other, next: here, way: way + length, leg });
  }
}
