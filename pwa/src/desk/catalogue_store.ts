// The newest edition's document, fetched once when a screen first needs a word or a rule of it; without it codes show themselves.

import { signal } from "@preact/signals";
import { checkSlot } from "../core/checklist";
import { words } from "../text/common";
import { api } from "./api";
import { about } from "./session";
import type { Catalogue, Geo, Place } from "./types";

const document = signal<Catalogue | null>(null);
let asked = false;

async function fetchOnce(edition: string): Promise<void> {
  asked = true;
  try {
    document.value = await api.catalogue(edition);
  } catch {
    asked = false;
  }
}

function catalogue(): Catalogue | null {
  const edition = about.value?.edition;
  if (!asked && edition) void fetchOnce(edition);
  return document.value;
}

/** The words of a place's category. */
export function categoryWords(code: string): string {
  return words(catalogue()?.place_categories[code]) || code;
}

/** The name of an item; its code where the edition does not know it. */
export function itemWords(code: string): string {
  return words(catalogue()?.items.find((item) => item.code === code)?.name) || code;
}

/** Items that officers record on a phone: {code, label}. */
export function phoneItemsHere(): { code: string; label: string }[] {
  const items = catalogue()?.items.filter((item) => !item.desk_only) ?? [];
  return items.map(({ code, name }) => ({ code, label: words(name) }));
}

/** Kinds of places: {code, label}. */
export function categories(): { code: string; label: string }[] {
  const known = catalogue()?.place_categories ?? {};
  return Object.entries(known).map(([code, label]) => ({ code, label: words(label) }));
}

/** The named hours of the edition. */
export function windows(): { code: string; label: string; times: string[] }[] {
  const known = catalogue()?.windows ?? {};
  return Object.entries(known).map(([code, one]) => ({ code, label: words(one), times: one.times }));
}

/** The name of some hours; empty for none. */
export function windowWords(code: string | null): string {
  return code === null ? "" : words(catalogue()?.windows[code]) || code;
}

/** A register notes something down: it has no result. */
export function isRegister(item: string): boolean {
  return catalogue()?.items.find(({ code }) => code === item)?.kind === "register";
}

/** What an item asks and counts, in its order, with words: {code, label}. */
export function questionsOf(item: string): { code: string; label: string }[] {
  const known = catalogue()?.items.find(({ code }) => code === item);
  if (!known) return [];
  const asked = [...known.fields, ...(known.checks ?? []), ...(known.counters ?? [])];
  return asked.map((part) => ({ code: part.code, label: words(part) || part.code }));
}

/** The words of a question of an item, or of one that every item has; the code where nobody knows it. */
export function questionWords(item: string, code: string): string {
  const own = questionsOf(item).find((part) => part.code === code);
  const common = catalogue()?.common_fields.find((field) => field.code === code);
  return own?.label ?? (words(common) || code);
}

/** What a required photo was to show. */
export function slotWords(slot: string | null, item: string): string {
  if (slot === null) return "";
  const point = questionsOf(item).find(({ code }) => checkSlot(code) === slot);
  return point?.label ?? (words(catalogue()?.shot_types[slot]) || slot);
}

/** The words of a choice of a named list; its code where nobody knows it. */
export function choiceWords(list: string, code: string): string {
  return words(catalogue()?.choice_lists[list]?.[code]) || code;
}

/** Radius of a distance rule in metres, which may depend on the place's category; null while it is not known. */
export function radiusOf(geo: Geo | null, place: Place | undefined): number | null {
  const known = geo ? catalogue() : null;
  const rule = known?.geo_rules[geo?.rule ?? ""];
  if (!known || !rule) return null;
  const parameter = rule.radius_by_category?.[place?.category ?? ""] ?? rule.radius_param;
  const { value } = known.local_parameters[parameter] ?? {};
  return typeof value === "number" ? value : null;
}
