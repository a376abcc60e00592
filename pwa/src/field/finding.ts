import { type Catalogue, type Item, phoneItems } from "../core/catalogue";
import { distanceToPlace, type Place, type Position } from "../core/geo";
import { index, search } from "../core/search";
import { once } from "./once";

const SHOWN = 40;

const placeIndex = once((places: Place[]) =>
  index(places, ({ name, initials, pinyin }) => ({ names: [name], initials, pinyin: pinyin ?? null })),
);

const itemIndex = once((catalogue: Catalogue) =>
  index(phoneItems(catalogue), (item) => {
    const [initials = "", ...pinyin] = (catalogue.spelling?.[item.code] ?? "").split(" ");
    return { names: [item.name.zh, item.name.en, item.code], initials, pinyin: pinyin.join(" ") || null };
  }),
);

export interface Found {
  place: Place;
  distance_m: number | null;
}

/** An order by distance that takes ten thousand places at once: the shown ones are measured in earnest. */
function roughly(at: Position): (place: Place) => number {
  const narrow = Math.cos((at.lat / 1e7) * (Math.PI / 180));
  return (place) => ((place.lon - at.lon) * narrow) ** 2 + (place.lat - at.lat) ** 2;
}

/** Places that fit what was typed, the best fit and then the nearest first. */
export function foundPlaces(all: Place[], at: Position | null, typed: string, limit = SHOWN): Found[] {
  const order = new Map(at ? [] : all.map((place, i) => [place, i]));
  const cost = at ? roughly(at) : (place: Place) => order.get(place) ?? 0;
  const found = search(placeIndex(all), typed, cost, limit);
  return found.map((place) => ({ place, distance_m: at && distanceToPlace(at, place) }));
}

/** Items that fit what was typed, of equal fit in the order of the edition. */
export function foundItems(catalogue: Catalogue, typed: string, limit = SHOWN): Item[] {
  const order = new Map(catalogue.items.map((item, i) => [item, i]));
  return search(itemIndex(catalogue), typed, (item) => order.get(item) ?? 0, limit);
}
