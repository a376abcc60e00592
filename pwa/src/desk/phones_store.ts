// Devices with what they hold unsent, narrowed as the people beside them are.

import { computed, signal } from "@preact/signals";
import { api } from "./api";
import { peopleFilter } from "./people_store";
import { watched } from "./session";
import type { Phone } from "./types";

export const phones = signal<readonly Phone[]>([]);
export const phonesPhase = signal<"loading" | "idle" | "failed">("loading");
export const phonesError = signal<unknown>(null);
export const byKid = computed(() => new Map(phones.value.map((phone) => [phone.kid, phone])));

let generation = 0;

export async function loadPhones(): Promise<void> {
  const mine = ++generation;
  const { unit, q } = peopleFilter.value;
  phonesPhase.value = "loading";
  try {
    const found = await watched(api.phones(unit, q));
    if (mine !== generation) return;
    phones.value = found;
    phonesPhase.value = "idle";
  } catch (error) {
    if (mine !== generation) return;
    phonesError.value = error;
    phonesPhase.value = "failed";
  }
}
