/** Offline copies of the city's data: catalogue, places, names. Sync fills them, screens read signals. */
import { effect, signal } from "@preact/signals";
import { type Catalogue, type Scalar, withLocalParameters } from "../core/catalogue.ts";
import type { Walkable } from "../core/geo.ts";
import { getPlain, read, SHARED } from "./db.ts";
import type { About, Place } from "./types.ts";
import { vault } from "./vault.ts";

/** The edition in force, with the city's own numbers in it; null until the first contact after enrolment. */
export const catalogue = signal<Catalogue | null>(null);
export const places = signal<Place[]>([]);
/** The streets around schools nearby, by place; filled by streets.ts while a distance is judged. */
export const streets = signal<ReadonlyMap<string, Walkable>>(new Map());
export const cityName = signal<{ zh: string; en: string } | null>(null);
/** What the city says of itself, for the page 关于. */
export interface CityFacts {
  organiser?: string;
  filing_no?: string;
  complaint?: string;
  /** Items that stand first on the phones of this unit, at most eight. */
  pinned_items?: string[];
}
export const cityFacts = signal<CityFacts>({});
export const isDemo = signal<boolean>(false);

interface CitySettings extends CityFacts {
  name?: string | { zh: string; en: string };
  local_parameters?: Record<string, Scalar>;
}

const named = (name: CitySettings["name"]): { zh: string; en: string } | null =>
  typeof name === "string" ? { zh: name, en: name } : (name ?? null);

const readSettings = (kid: string): Promise<CitySettings | null> => getPlain(kid, "settings:city");

async function readEdition(kid: string, edition: string): Promise<Catalogue | null> {
  const found = await getPlain<Catalogue>(kid, `catalogue:${edition}`);
  const values = (await readSettings(kid))?.local_parameters;
  return found && values ? withLocalParameters(found, values) : found;
}

async function readCatalogue(kid: string): Promise<Catalogue | null> {
  const current = await getPlain<{ edition: string }>(kid, "edition");
  return current ? readEdition(kid, current.edition) : null;
}

/** The catalogue as it was at `edition`, with the city's own numbers in it; null where it was never here. */
export async function catalogueOf(edition: string): Promise<Catalogue | null> {
  const kid = vault.value?.kid;
  return kid ? readEdition(kid, edition) : null;
}

async function readPlaces(kid: string): Promise<Place[]> {
  const range = IDBKeyRange.bound([kid, "place:"], [kid, "place;"], false, true);
  const rows = await read((db) => db.getAll("plain", range));
  return rows.map((row) => row.value as Place);
}

/** Reads the stored copies into the signals; called at start, at every unlock and after the feed brought news. */
export async function loadReference(): Promise<void> {
  const about = await getPlain<About>(SHARED, "about");
  isDemo.value = about?.demo ?? false;
  const kid = vault.value?.kid;
  const settings = kid ? await readSettings(kid) : null;
  cityFacts.value = settings ?? {};
  cityName.value = named(settings?.name) ?? about?.name ?? null;
  if (!kid) return;
  catalogue.value = await readCatalogue(kid);
  places.value = await readPlaces(kid);
}

effect(() => {
  if (vault.value) void loadReference();
});
