// The queue as a pure value: what is listed, what is selected, what was decided in this sitting. No fetch, no DOM, no clock.

import type { Decision, QueuePage, QueueRow, RecordState } from "./types";

export interface Filters {
  state: RecordState;
  unit: string;
  item: string;
  flag: string;
  q: string;
}

/** `sending` while the server has not answered; `saved` once it has; both keep the row in its place in the list. */
export interface Verdict {
  decision: Decision;
  phase: "sending" | "saved";
}

export interface QueueState {
  filters: Filters;
  rows: readonly QueueRow[];
  cursor: string | null;
  phase: "idle" | "loading" | "more" | "failed";
  selected: string | null;
  verdicts: Readonly<Record<string, Verdict>>;
  /** Ids decided in this sitting, oldest first: Z takes them back from the end. */
  decided: readonly string[];
  /** Milliseconds at which each decision of this sitting was made. */
  decided_at: readonly number[];
}

export type QueueAction =
  | { type: "filter"; filters: Filters }
  | { type: "loading" }
  | { type: "page"; page: QueuePage; first: boolean }
  | { type: "failed" }
  | { type: "select"; id: string | null }
  | { type: "move"; by: 1 | -1 }
  | { type: "deciding"; id: string; decision: Decision; at: number }
  | { type: "saved"; id: string; row: Partial<QueueRow> }
  | { type: "refused"; id: string }
  | { type: "undone"; id: string; row: Partial<QueueRow> };

export const NO_FILTERS: Filters = { state: "submitted", unit: "", item: "", flag: "", q: "" };

export function emptyQueue(filters: Filters = NO_FILTERS): QueueState {
  return {
    filters,
    rows: [],
    cursor: null,
    phase: "idle",
    selected: null,
    verdicts: {},
    decided: [],
    decided_at: [],
  };
}

const STATE_AFTER: Record<Decision, RecordState> = {
  accept: "accepted",
  return: "returned",
  reject: "rejected",
};

export function stateAfter(decision: Decision): RecordState {
  return STATE_AFTER[decision];
}

/** The row `by` steps from the selected one; with nothing selected, the first. */
export function neighbour(state: QueueState, by: number): QueueRow | null {
  const at = state.rows.findIndex((row) => row.id === state.selected);
  if (at < 0) return state.rows[0] ?? null;
  return state.rows[at + by] ?? null;
}

/** The next row still waiting for a decision: downwards first, then from the top. */
export function nextUndecided(state: QueueState, from: string): QueueRow | null {
  const at = state.rows.findIndex((row) => row.id === from);
  const open = (row: QueueRow): boolean =>
    row.id !== from && state.verdicts[row.id] === undefined && row.state === "submitted";
  return state.rows.slice(at + 1).find(open) ?? state.rows.slice(0, Math.max(at, 0)).find(open) ?? null;
}

/** Rows whose pictures are worth fetching before they are asked for. */
export function rowsToPrefetch(state: QueueState, ahead: number): QueueRow[] {
  const at = state.rows.findIndex((row) => row.id === state.selected);
  return state.rows
    .slice(at + 1)
    .filter((row) => state.verdicts[row.id] === undefined)
    .slice(0, ahead);
}

/** More rows are wanted when the selection is within ten rows of the end. */
export function wantsMore(state: QueueState): boolean {
  if (state.cursor === null || state.phase !== "idle") return false;
  const at = state.rows.findIndex((row) => row.id === state.selected);
  return at >= state.rows.length - 10;
}

function withoutVerdict(
  state: QueueState,
  id: string,
): Pick<QueueState, "verdicts" | "decided" | "decided_at"> {
  const { [id]: _gone, ...verdicts } = state.verdicts;
  const at = state.decided.lastIndexOf(id);
  const keep = (_: unknown, index: number): boolean => index !== at;
  return { verdicts, decided: state.decided.filter(keep), decided_at: state.decided_at.filter(keep) };
}

function patched(rows: readonly QueueRow[], id: string, row: Partial<QueueRow>): QueueRow[] {
  return rows.map((old) => (old.id === id ? { ...old, ...row } : old));
}

function merged(state: QueueState, page: QueuePage, first: boolean): QueueState {
  const known = new Set(first ? [] : state.rows.map((row) => row.id));
  const rows = first ? page.rows : [...state.rows, ...page.rows.filter((row) => !known.has(row.id))];
  return { ...state, rows, cursor: page.cursor, phase: "idle" };
}

function decideOn(state: QueueState, id: string, decision: Decision, at: number): QueueState {
  const next = nextUndecided(state, id);
  return {
    ...state,
    verdicts: { ...state.verdicts, [id]: { decision, phase: "sending" } },
    decided: [...state.decided, id],
    decided_at: [...state.decided_at, at],
    selected: next?.id ?? id,
  };
}

function saved(state: QueueState, id: string, row: Partial<QueueRow>): QueueState {
  const verdict = state.verdicts[id];
  const verdicts = verdict
    ? { ...state.verdicts, [id]: { ...verdict, phase: "saved" as const } }
    : state.verdicts;
  return { ...state, verdicts, rows: patched(state.rows, id, row) };
}

/** One step of the queue; every branch returns a new value and touches nothing else. */
export function reduceQueue(state: QueueState, action: QueueAction): QueueState {
  switch (action.type) {
    case "filter":
      return { ...state, filters: action.filters, rows: [], cursor: null, verdicts: {}, phase: "loading" };
    case "loading":
      return { ...state, phase: state.rows.length === 0 ? "loading" : "more" };
    case "page":
      return merged(state, action.page, action.first);
    case "failed":
      return { ...state, phase: "failed" };
    case "select":
      return { ...state, selected: action.id };
    case "move":
      return { ...state, selected: neighbour(state, action.by)?.id ?? state.selected };
    default:
      return reduceVerdict(state, action);
  }
}

type VerdictAction = Extract<QueueAction, { type: "deciding" | "saved" | "refused" | "undone" }>;

function reduceVerdict(state: QueueState, action: VerdictAction): QueueState {
  switch (action.type) {
    case "deciding":
      return decideOn(state, action.id, action.decision, action.at);
    case "saved":
      return saved(state, action.id, action.row);
    case "refused":
      return { ...state, ...withoutVerdict(state, action.id) };
    case "undone":
      return {
        ...state,
        ...withoutVerdict(state, action.id),
        rows: patched(state.rows, action.id, action.row),
        selected: action.id,
      };
  }
}

const PAUSE_MS = 5 * 60_000;

/** Mean seconds between decisions of this sitting, pauses over five minutes left out; null before the second one. */
export function pace_s(decided_at: readonly number[]): number | null {
  const gaps = decided_at
    .slice(1)
    .map((at, index) => at - (decided_at[index] ?? at))
    .filter((gap) => gap <= PAUSE_MS);
  if (gaps.length === 0) return null;
  return gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length / 1000;
}

/** Milliseconds of reviewing without a pause of five minutes, up to the newest decision. */
export function sittingLength_ms(decided_at: readonly number[]): number {
  let start = decided_at.at(-1) ?? 0;
  for (const at of [...decided_at].reverse()) {
    if (start - at > PAUSE_MS) break;
    start = at;
  }
  return (decided_at.at(-1) ?? 0) - start;
}
