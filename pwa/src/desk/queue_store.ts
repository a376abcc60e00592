// The queue on screen: the pure model held in a signal, fed by the server, followed by the address bar.

import { computed, signal } from "@preact/signals";
import { api } from "./api";
import {
  emptyQueue,
  type Filters,
  type QueueAction,
  type QueueState,
  reduceQueue,
  wantsMore,
} from "./queue_model";
import { hrefOf, queryOf, replaceRoute, route } from "./route";
import { watched } from "./session";
import type { QueueCounts, QueueRow, RecordState } from "./types";

const PAGE = 50;
const POLL_MS = 30_000;

export const queue = signal<QueueState>(emptyQueue());
export const counts = signal<QueueCounts | null>(null);
export const queueError = signal<unknown>(null);

export const selectedRow = computed<QueueRow | null>(() => {
  const { rows, selected } = queue.value;
  return rows.find((row) => row.id === selected) ?? null;
});

/** Rows that arrived behind the end of a list that was read to its end. */
export const arrived = computed(() => {
  const { rows, cursor, filters, phase } = queue.value;
  if (cursor !== null || phase !== "idle" || filters.q !== "" || !counts.value) return 0;
  const open = rows.filter((row) => row.state === filters.state).length;
  return Math.max(counts.value.states[filters.state] - open, 0);
});

let generation = 0;

export function dispatch(action: QueueAction): void {
  queue.value = reduceQueue(queue.value, action);
}

/** Puts the selection into the address, so that a reload or a new sign-in comes back to it; near the end, fetches on. */
export function followSelection(): void {
  const { selected, filters } = queue.value;
  // A page that arrives late must not call back a reviewer who has gone to another room.
  if (route.value.room === "queue") replaceRoute(hrefOf("queue", selected, queryOf(filters)));
  if (wantsMore(queue.value)) void loadMore();
}

export function select(id: string | null): void {
  dispatch({ type: "select", id });
  followSelection();
}

async function load(first: boolean): Promise<void> {
  const mine = ++generation;
  const { filters, cursor } = queue.value;
  dispatch({ type: "loading" });
  queueError.value = null;
  try {
    const page = await watched(api.queue({ ...filters, limit: PAGE, cursor: first ? null : cursor }));
    if (mine !== generation) return;
    dispatch({ type: "page", page, first });
  } catch (error) {
    if (mine !== generation) return;
    queueError.value = error;
    dispatch({ type: "failed" });
  }
}

export async function loadFirst(): Promise<void> {
  await Promise.all([load(true), loadCounts()]);
}

export async function loadMore(): Promise<void> {
  const { cursor, phase } = queue.value;
  if (cursor !== null && (phase === "idle" || phase === "failed")) await load(false);
}

export async function loadCounts(): Promise<void> {
  const { state, unit, item, flag } = queue.value.filters;
  try {
    counts.value = await watched(api.counts({ state, unit, item, flag }));
  } catch {
    // The list tells of the failure; old counts are better than none.
  }
}

export async function setFilters(filters: Filters): Promise<void> {
  dispatch({ type: "filter", filters });
  dispatch({ type: "select", id: null });
  followSelection();
  await loadFirst();
}

/** Moves one record between two states in the counts at once; the next poll brings the server's own. */
export function recount(from: RecordState, to: RecordState): void {
  if (!counts.value || from === to) return;
  const states = { ...counts.value.states };
  states[from] = Math.max(states[from] - 1, 0);
  states[to] += 1;
  counts.value = { ...counts.value, states };
}

/** Keeps the counts fresh while the page is visible; returns the way to stop. */
export function pollCounts(): () => void {
  const tick = (): void => {
    if (document.visibilityState === "visible") void loadCounts();
  };
  const timer = setInterval(tick, POLL_MS);
  document.addEventListener("visibilitychange", tick);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", tick);
  };
}
