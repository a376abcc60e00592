import { signal } from "@preact/signals";

/** Every screen behind the lock, and what its address carries. */
export type Route =
  | { name: "home" }
  | { name: "items"; group: string }
  | { name: "capture"; draft: string }
  | { name: "form"; draft: string }
  | { name: "tally"; draft: string }
  | { name: "saved"; record: string }
  | { name: "records"; state: string }
  | { name: "record"; record: string }
  | { name: "tasks" }
  | { name: "search" }
  | { name: "map" }
  | { name: "me" }
  | { name: "storage" }
  | { name: "pin" }
  | { name: "again" }
  | { name: "problem" }
  | { name: "install" }
  | { name: "help" }
  | { name: "about" };

type Name = Route["name"];

const PATTERNS: Record<Name, string> = {
  home: "/",
  items: "/items/:group",
  capture: "/capture/:draft",
  form: "/form/:draft",
  tally: "/tally/:draft",
  saved: "/saved/:record",
  records: "/records/:state",
  record: "/record/:record",
  tasks: "/tasks",
  search: "/search",
  map: "/map",
  me: "/me",
  storage: "/storage",
  pin: "/pin",
  again: "/again",
  problem: "/problem",
  install: "/install",
  help: "/help",
  about: "/about",
};

function match(pattern: string, path: string): Record<string, string> | null {
  const [wanted, given] = [pattern.split("/"), path.split("/")];
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    const here = given[i] ?? "";
    if (part.startsWith(":") && here) params[part.slice(1)] = decode(here);
    else if (part !== here) return null;
  }
  return params;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Reads an address such as `#/form/01ab`; anything unknown is home. */
export function parseHash(hash: string): Route {
  const path = hash.replace(/^#/, "").replace(/\?.*$/, "") || "/";
  for (const [name, pattern] of Object.entries(PATTERNS)) {
    const params = match(pattern, path);
    if (params) return { name, ...params } as Route;
  }
  return { name: "home" };
}

/** The address of a route; the inverse of `parseHash`. */
export function href(route: Route): string {
  const params = route as unknown as Record<string, string>;
  return `#${PATTERNS[route.name].replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(params[key] ?? ""))}`;
}

/** The code in an enrolment link `#/enrol?code=XXXX-XXXX`, or empty. */
export function enrolCode(hash: string): string {
  const query = /^#\/enrol\?(.*)$/.exec(hash)?.[1];
  return query ? (new URLSearchParams(query).get("code") ?? "") : "";
}

export const route = signal<Route>({ name: "home" });

/** Follows the address bar; returns the code of an enrolment link when the app was opened by one. */
export function startRouter(): string {
  const follow = () => {
    route.value = parseHash(location.hash);
  };
  window.addEventListener("hashchange", follow);
  const code = enrolCode(location.hash);
  follow();
  return code;
}

export function go(to: Route): void {
  location.hash = href(to);
}

/** Goes on without leaving the present screen in the history. */
export function replace(to: Route): void {
  history.replaceState(null, "", href(to));
  route.value = to;
}
