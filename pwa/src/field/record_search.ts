import { itemOf } from "../core/catalogue";
import type { Place } from "../core/geo";
import { catalogue } from "../device/reference";
import type { RecordCard } from "../device/types";

/** Everything a record can be found by: its item in both languages, its place by name and initials, address, note. */
function textOf(card: RecordCard, place: Place | undefined): string {
  const item = catalogue.value && itemOf(catalogue.value, card.item);
  const { item: code, place_name, address, note } = card;
  const parts = [code, item?.name.zh, item?.name.en, place_name, place?.name, place?.initials, address, note];
  return parts.filter(Boolean).join("\n").toLowerCase();
}

/** The cards that hold every word of `query`; all of them for an empty one. Places are looked up once. */
export function matching(
  cards: readonly RecordCard[],
  places: readonly Place[],
  query: string,
): readonly RecordCard[] {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return cards;
  const byId = new Map(places.map((place) => [place.id, place]));
  return cards.filter((card) => {
    const text = textOf(card, card.place === null ? undefined : byId.get(card.place));
    return wanted.every((word) => text.includes(word));
  });
}
