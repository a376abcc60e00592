import type { Catalogue } from "../core/catalogue";
import type { Place } from "../core/geo";
import { fits, type Indexed, index } from "../core/search";
import type { RecordCard } from "../device/types";
import { itemNamed, placeNamed } from "./finding";
import { once } from "./once";

type Cards = readonly RecordCard[];
type NamesOf = (card: RecordCard) => Indexed<unknown>[];

/** Item and place of each card, ready to be spelt; made once for all that is typed. */
const namesOf = once((cards: Cards, catalogue: Catalogue | null, places: readonly Place[]): NamesOf => {
  const used = new Set(cards.flatMap(({ item, place }) => [item, place]));
  const items = (catalogue?.items ?? []).filter(({ code }) => used.has(code));
  const itemNames = index(items, (item) => itemNamed(catalogue as Catalogue, item));
  const placeNames = index(
    places.filter(({ id }) => used.has(id)),
    placeNamed,
  );
  const known = new Map<string | null, Indexed<unknown>>();
  for (const one of itemNames) known.set(`item:${one.of.code}`, one);
  for (const one of placeNames) known.set(`place:${one.of.id}`, one);
  return ({ item, place }) => [known.get(`item:${item}`) ?? [], known.get(`place:${place}`) ?? []].flat();
});

/** What a card says in words of its own. */
const textOf = ({ item, place_name, address, note }: RecordCard): string =>
  [item, place_name, address, note].join("\n").toLowerCase();

/**
 * The cards that hold every word of `query`, in the names of their item or place, also spelt by pinyin or initials,
 * or in their address or note; all of them for an empty one.
 */
export function matching(
  cards: Cards,
  query: string,
  known: { catalogue: Catalogue | null; places: readonly Place[] },
): Cards {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  const names = namesOf(cards, known.catalogue, known.places);
  return cards.filter((card) => {
    const text = textOf(card);
    return wanted.every((word) => text.includes(word) || names(card).some((name) => fits(name, word)));
  });
}
