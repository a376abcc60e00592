// People and their devices, and the two things an administrator does here: issue a code, revoke a device.

import { computed, signal } from "@preact/signals";
import { api } from "./api";
import { route } from "./route";
import { watched } from "./session";
import type { EnrolCode, Person, Unit } from "./types";

export const units = signal<readonly Unit[]>([]);
export const people = signal<readonly Person[]>([]);
export const peopleFilter = signal({ unit: "", q: "" });
export const peoplePhase = signal<"loading" | "idle" | "failed">("loading");
export const peopleError = signal<unknown>(null);
/** The code on show, with the person it was made for. */
export const issued = signal<{ person: Person; code: EnrolCode } | null>(null);

export const openPerson = computed(() => people.value.find(({ id }) => id === route.value.id) ?? null);

let generation = 0;

export async function loadPeople(): Promise<void> {
  const mine = ++generation;
  const { unit, q } = peopleFilter.value;
  peoplePhase.value = "loading";
  try {
    const found = await watched(api.people(unit, q));
    if (mine !== generation) return;
    people.value = found;
    peoplePhase.value = "idle";
  } catch (error) {
    if (mine !== generation) return;
    peopleError.value = error;
    peoplePhase.value = "failed";
  }
}

export async function loadUnits(): Promise<void> {
  try {
    units.value = await watched(api.units());
  } catch {
    // Without the tree the list still shows everybody; only narrowing by unit is missing.
  }
}

export function narrow(part: { unit?: string; q?: string }): void {
  peopleFilter.value = { ...peopleFilter.value, ...part };
  void loadPeople();
}

export async function issueCode(person: Person): Promise<void> {
  issued.value = { person, code: await watched(api.enrolCode(person.id)) };
}

export async function revokeDevice(kid: string, reason: string): Promise<void> {
  await watched(api.revoke(kid, reason));
  await loadPeople();
}
