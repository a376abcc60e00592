// The catalogue's distance rules, fetched once when a map first needs them; without them a map only lacks its belt.

import { signal } from "@preact/signals";
import { api } from "./api";
import { radiusIn } from "./map_model";
import { about } from "./session";

const document = signal<unknown>(null);
let asked = false;

async function fetchOnce(): Promise<void> {
  const edition = about.value?.edition;
  if (asked || !edition) return;
  asked = true;
  try {
    document.value = await api.catalogue(edition);
  } catch {
    asked = false;
  }
}

/** Radius of a distance rule in metres; null while it is not known. */
export function radiusOf(rule: string | null): number | null {
  if (rule === null) return null;
  if (document.value === null) void fetchOnce();
  return radiusIn(document.value, rule);
}
