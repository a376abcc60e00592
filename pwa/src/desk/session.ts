// Who sits at this desk: the city, the signed-in user, and whether the server can be reached.

import { computed, effect, signal } from "@preact/signals";
import { lang, tc } from "../text/desk";
import { ApiProblem, api, setApiLanguage, setOnExpired } from "./api";
import { remember, remembered } from "./storage";
import type { About, User } from "./types";

const KNOCK_MS = 4000;

export type Phase = "starting" | "unreachable" | "signed_out" | "expired" | "signed_in";

export const about = signal<About | null>(null);
export const user = signal<User | null>(null);
export const phase = signal<Phase>("starting");
export const reachable = signal(true);

const DESK_ROLES = ["reviewer", "office", "auditor", "admin"];

export const opensDesk = (roles: readonly string[]): boolean =>
  roles.some((role) => DESK_ROLES.includes(role));
const holds = (...roles: string[]): boolean =>
  roles.some((role) => user.value?.roles.includes(role) ?? false);

/** Rooms of the desk that the signed-in roles open; the server decides again on every call. */
export const mayReview = computed(() => opensDesk(user.value?.roles ?? []));
export const mayRecord = computed(() => holds("officer", "observer"));
export const maySeePeople = computed(() => holds("office", "auditor", "admin"));
export const mayManage = computed(() => holds("office", "admin"));

/** Cities' names are in both languages; empty until the server has answered. */
export const cityName = computed(() => about.value?.name[lang.value] ?? "");

/** The name beside the product's own: empty where the city was given none of its own. */
export const cityBeside = computed(() => (cityName.value === tc("app.name") ? "" : cityName.value));

/** True in a demo, as the server said it or, before it has answered, as it said it last. */
export const isDemo = computed(() => about.value?.demo ?? remembered("demo") === "yes");

/** Remembers whether the last call reached the server; rethrows for the caller's own words. */
export async function watched<T>(call: Promise<T>): Promise<T> {
  try {
    const answer = await call;
    reachable.value = true;
    return answer;
  } catch (error) {
    reachable.value = !(error instanceof ApiProblem && error.code === "offline");
    throw error;
  }
}

/** Reads the city and the session once; called again by the retry button. */
export async function start(): Promise<void> {
  effect(() => setApiLanguage(lang.value));
  setOnExpired(() => {
    if (phase.value === "signed_in") phase.value = "expired";
  });
  effect(() => {
    if (!reachable.value && phase.value === "signed_in") setTimeout(() => void knock(), KNOCK_MS);
  });
  addEventListener("online", () => void knock());
  await connect();
}

/** Asks whether the server is back; each miss asks again. */
async function knock(): Promise<void> {
  if (reachable.value || phase.value !== "signed_in") return;
  try {
    await watched(api.session());
  } catch {
    if (!reachable.value) setTimeout(() => void knock(), KNOCK_MS);
  }
}

export async function connect(): Promise<void> {
  try {
    about.value = await watched(api.about());
    remember("demo", about.value.demo ? "yes" : "no");
    user.value = (await watched(api.session())).user;
    phase.value = "signed_in";
  } catch (error) {
    const answered = error instanceof ApiProblem && (error.status === 401 || error.status === 403);
    phase.value = answered ? "signed_out" : "unreachable";
  }
}

/** Signs in and leaves the address alone, so that an expired session returns to the same record. */
export async function signIn(username: string, password: string): Promise<void> {
  const before = user.value?.id;
  user.value = (await watched(api.signIn(username, password))).user;
  // Another person at the same desk must not see what the first one had open.
  if (before && before !== user.value.id) location.reload();
  phase.value = "signed_in";
}

export async function signOut(): Promise<void> {
  await watched(api.signOut());
  location.hash = "#/queue";
  location.reload();
}
