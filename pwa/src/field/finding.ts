import { type Catalogue, type Item, phoneItems } from "../core/catalogue";
import { distanceToPlace, type Place, type Position } from "../core/geo";
import { index, type Named, searcher } from "../core/search";
import { once } from "./once";

const SHOWN = 40;

/** Makes the search among these places; called ahead of the first letter it saves that letter the making. */
export const placeSearch = once((places: Place[]) => searcher(index(places, placeNamed)));

const itemSearch = once((catalogue: Catalogue) =>
  searcher(index(phoneItems(catalogue), (item) => itemNamed(catalogue, item))),
);

export const placeNamed = ({ name, initials, pinyin }: Place): Named => ({
  names: [name],
  initials,
  pinyin: pinyin ?? null,
});

/** What an item is found by: both names, its code, pinyin and initials. */
export function itemNamed(catalogue: Catalogue, item: Item): Named {
  const [initials = "", ...pinyin] = (catalogue.spelling?.[item.code] ?? "").split(" ");
  return { names: [item.name.zh, item.name.en, item.code], initials, pinyin: pinyin.join(" ") || null };
}

export interface Found {
  place: Place;
  distance_m: number | null;
}

/** An order by distance that takes ten thousand places at once: the shown ones are measured in earnest. */
function roughly(at: Position): (place: Place) => number {
  const narrow = Math.cos((at.lat / 1e7) * (Math.PI / 180));
  return (place) => ((place.lon - at.lon) * narrow) ** 2 + (place.lat - at.lat) ** 2;
}

const measured = (place: Place, at: Position | null): Found => ({
  place,
  distance_m: at && distanceToPlace(at, place),
});

const asListed = (_: unknown, n: number): number => n;

/** Places that fit what was typed, the best fit and then the nearest first; without a position as they are listed. */
export function foundPlaces(all: Place[], at: Position | null, typed: string, limit = SHOWN): Found[] {
  const found = placeSearch(all)(typed, at ? roughly(at) : asListed, limit);
  return found.map((place) => measured(place, at));
}

/** A few places, the nearest first; without a position as they are listed. */
export function fewPlaces(few: readonly Place[], at: Position | null): Found[] {
  const found = few.map((place) => measured(place, at));
  return found.sort((a, b) => (a.distance_m ?? 0) - (b.distance_m ?? 0)).slice(0, SHOWN);
}

/** Items that fit what was typed, of equal fit in the order of the edition. */
export function foundItems(catalogue: Catalogue, typed: string, limit = SHOWN): Item[] {
  return itemSearch(catalogue)(typed, asListed, limit);
}
