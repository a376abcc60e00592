import { signal } from "@preact/signals";
import type { Catalogue } from "../core/catalogue.ts";
import type { Place } from "./types.ts";

/** Offline copies of the city's data, kept by sync; filled by `loadReference`. */
export const catalogue = signal<Catalogue | null>(null);
export const places = signal<Place[]>([]);
export const cityName = signal<{ zh: string; en: string } | null>(null);
export const isDemo = signal<boolean>(false);

/** Reads the stored copies into the signals; call at start. */
export async function loadReference(): Promise<void> {}
