// Devices with what they hold unsent, narrowed as the people beside them are.

import { computed, signal } from "@preact/signals";
import { api } from "./api";
import { peopleFilter } from "./people_store";
import { watched } from "./session";
import type { Phone } from "./types";

export const phones = signal<readonly Phone[]>([]);
/** What there is to show of the list that was asked for; a later look that fails takes nothing away. */
export const phonesPhase = signal<"loading" | "idle" | "failed">("loading");
/** Why the last look failed, or null. */
export const phonesError = signal<unknown>(null);
export const byKid = computed(() => new Map(phones.value.map((phone) => [phone.kid, phone])));

/** What a phone keeps back, as far as it is known: where nobody could be asked, "nothing" must not be said. */
export function holdingOf(kid: string): "something" | "nothing" | "unknown" {
  const phone = byKid.value.get(kid);
  if (phone?.holds) return "something";
  return phone && phonesError.value === null ? "nothing" : "unknown";
}

const LOOK_EVERY_MS = 60_000;

let generation = 0;
/** The filter that the phones on the screen were asked for with. */
let shownFor: typeof peopleFilter.value | null = null;

function show(found: readonly Phone[], asked: typeof shownFor): void {
  phones.value = found;
  shownFor = asked;
  phonesError.value = null;
  phonesPhase.value = "idle";
}

function fail(error: unknown, asked: typeof shownFor): void {
  phonesError.value = error;
  if (asked === shownFor) return;
  // Rows of another filter would be read as those of this one.
  phones.value = [];
  phonesPhase.value = "failed";
}

export async function loadPhones(): Promise<void> {
  const mine = ++generation;
  const asked = peopleFilter.value;
  if (asked !== shownFor) phonesPhase.value = "loading";
  try {
    const found = await watched(api.phones(asked.unit, asked.q));
    if (mine === generation) show(found, asked);
  } catch (error) {
    if (mine === generation) fail(error, asked);
  }
}

/** Keeps the list fresh while the page is visible; returns the way to stop. */
export function pollPhones(): () => void {
  const look = (): void => {
    if (!document.hidden) void loadPhones();
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  document.addEventListener("visibilitychange", look);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", look);
  };
}
