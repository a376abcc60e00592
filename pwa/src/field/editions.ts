import { effect, signal } from "@preact/signals";
import type { Catalogue } from "../core/catalogue";
import { catalogue, catalogueOf } from "../device/reference";

/** Every edition that was in force or asked for since the app was opened. */
const known = signal<Readonly<Record<string, Catalogue>>>({});

function keep(found: Catalogue): void {
  known.value = { ...known.peek(), [found.meta.edition]: found };
}

effect(() => {
  if (catalogue.value) keep(catalogue.value);
});

/** The catalogue of `edition`; the one in force for null, and where the edition was never on this phone. */
export function catalogueFor(edition: string | null): Catalogue | null {
  return (edition && known.value[edition]) || catalogue.value;
}

/** Reads an edition that is no longer in force, so that `catalogueFor` has it. */
export async function bringEdition(edition: string | null): Promise<void> {
  const found = edition && !known.peek()[edition] ? await catalogueOf(edition) : null;
  if (found) keep(found);
}

/** The catalogue of exactly this edition, where this phone has it. */
export const editionHere = (edition: string): Catalogue | null => known.value[edition] ?? null;
