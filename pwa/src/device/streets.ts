/** The streets around the schools nearby, read from what the feed kept; loaded only where a distance is judged. */
import { distanceM, type Place, type Position, type Walkable } from "../core/geo.ts";
import { isWalks, streetsAround } from "../core/walks.ts";
import { getPlain } from "./db.ts";
import { places, streets } from "./reference.ts";
import { vault } from "./vault.ts";

/** Farther away no way is known: it would be longer than what any school's streets hold. */
const NEAR_M = 700;

const isNear = (place: Place, at: Position): boolean =>
  place.gates.some((gate) => distanceM(gate, at) <= NEAR_M);

/** What was read for one state of the city's data. A place without streets is known too. */
let read: { of: Place[]; kid: string; found: Map<string, Walkable | null> } | null = null;

async function streetsOf(kid: string, { id, gates }: Place): Promise<Walkable | null> {
  const said = await getPlain(kid, `walks:${id}`);
  return isWalks(said) ? streetsAround(said, gates) : null;
}

/** Reads the streets of schools near a position into the signal; true where that brought news. */
export async function bringStreets(at: Position): Promise<boolean> {
  const kid = vault.value?.kid;
  if (!kid) return false;
  if (read?.of !== places.value || read.kid !== kid) read = { of: places.value, kid, found: new Map() };
  const now = read;
  const wanted = now.of.filter((place) => !now.found.has(place.id) && isNear(place, at));
  for (const place of wanted) now.found.set(place.id, await streetsOf(kid, place));
  const known = new Map([...now.found].flatMap(([id, way]) => (way ? [[id, way] as const] : [])));
  if (now !== read || (wanted.length === 0 && known.size === streets.value.size)) return false;
  const before = streets.value;
  streets.value = known;
  return known.size > 0 || before.size > 0;
}
