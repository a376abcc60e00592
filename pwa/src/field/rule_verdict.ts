import type { Catalogue, Item } from "../core/catalogue";
import type { RecordPosition } from "../core/entries";
import { type Place, type SchoolVerdict, schoolRule, type Walkable } from "../core/geo";
import { once } from "./once";

/** What a distance is judged on. */
export interface Ground {
  catalogue: Catalogue;
  places: Place[];
  /** The streets around schools nearby, by place, as far as they were read. */
  streets?: ReadonlyMap<string, Walkable>;
}

const NO_STREETS: NonNullable<Ground["streets"]> = new Map();

const withStreets = once((places: Place[], streets: typeof NO_STREETS) =>
  streets.size === 0
    ? places
    : places.map((place) => (streets.has(place.id) ? { ...place, walks: streets.get(place.id) } : place)),
);

const judged = once(
  (catalogue: Catalogue, rule: string, at: RecordPosition, places: Place[]): SchoolVerdict | null =>
    schoolRule(catalogue, rule, at.nudged ?? at, at.acc_m, places),
);

/** The distance rule of the item at a position, or null where there is none. */
export function ruleVerdict(
  item: Item | null,
  position: RecordPosition | null,
  { catalogue, places, streets }: Ground,
): SchoolVerdict | null {
  if (!item?.geo_rule || !position) return null;
  return judged(catalogue, item.geo_rule, position, withStreets(places, streets ?? NO_STREETS));
}
