// The desk's addresses: `#/queue/<record>?state=…`, `#/tasks/<list>`, `#/people/<person>`, `#/places/<place>`, `#/ledger`, `#/setup?token=…`.

import { signal } from "@preact/signals";
import { type Filters, NO_FILTERS } from "./queue_model";
import type { RecordState } from "./types";

export type Room = "queue" | "tasks" | "people" | "places" | "ledger" | "settings" | "setup";

export interface Route {
  room: Room;
  /** The record, person or place that is open. */
  id: string | null;
  query: Readonly<Record<string, string>>;
}

const ROOMS: readonly Room[] = ["queue", "tasks", "people", "places", "ledger", "settings", "setup"];
const STATES: readonly RecordState[] = ["submitted", "returned", "accepted", "rejected", "withdrawn"];

export function parseRoute(hash: string): Route {
  const [path = "", search = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  const [room = "", id = ""] = path.split("/");
  const known = ROOMS.find((name) => name === room) ?? "queue";
  return { room: known, id: id ? decode(id) : null, query: Object.fromEntries(new URLSearchParams(search)) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function hrefOf(room: Room, id: string | null = null, query: Record<string, string> = {}): string {
  const search = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== "")).toString();
  return `#/${room}${id ? `/${encodeURIComponent(id)}` : ""}${search ? `?${search}` : ""}`;
}

/** The queue's filters as an address holds them; anything unknown falls back to what waits for review. */
export function filtersOf(query: Readonly<Record<string, string>>): Filters {
  const { unit = "", item = "", flag = "", q = "" } = query;
  return { state: STATES.find((name) => name === query["state"]) ?? NO_FILTERS.state, unit, item, flag, q };
}

export function queryOf(filters: Filters): Record<string, string> {
  return { ...filters, state: filters.state === NO_FILTERS.state ? "" : filters.state };
}

export const route = signal<Route>(parseRoute(""));

export function startRoute(): void {
  const follow = (): void => {
    route.value = parseRoute(location.hash);
  };
  addEventListener("hashchange", follow);
  follow();
}

/** Changes the address without a step in the browser's history: J and K must not fill the back button. */
export function replaceRoute(href: string): void {
  history.replaceState(null, "", href);
  route.value = parseRoute(href);
}
