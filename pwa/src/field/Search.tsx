import { MapPin, SearchX, Star } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import { type Catalogue, type Item, itemOf } from "../core/catalogue";
import { favourites, toggleFavourite } from "../device/favourites";
import { myRecords } from "../device/records";
import { catalogue, places } from "../device/reference";
import { ty } from "../text/field_today";
import { words } from "../text/lang";
import { Button, Empty, Icon, ListRow, TextInput, TopBar } from "../ui";
import { beforehand, begin, beginTrouble } from "./beforehand";
import { type Found, fewPlaces, foundItems, foundPlaces, placeSearch } from "./finding";
import { groupIcon } from "./items";
import { metres } from "./moments";
import { go, href } from "./router";
import { Trouble } from "./Trouble";
import { Watching } from "./Watching";
import { fix } from "./where";
import "./today.css";

const RECENT = 6;
const ITEMS = 5;
/** More rows than a screen or two only make each letter slower. */
const PLACES = 12;
/** So many fill the screen; the rows below it follow behind the paint of these. */
const AT_ONCE = 8;

function Starred({ mark, name }: { mark: string; name: string }) {
  const [error, setError] = useState<unknown>(null);
  const isOn = favourites.value.includes(mark);
  const label = ty(isOn ? "search.unstar" : "search.star", { name });
  return (
    <span class={isOn ? "star on" : "star"}>
      <Button
        kind="quiet"
        icon={Star}
        label={label}
        onClick={() => void toggleFavourite(mark).catch(setError)}
      />
      <Trouble error={error} />
    </span>
  );
}

function ItemRow({ item }: { item: Item }) {
  return (
    <li class="row starred">
      <ListRow
        lead={<Icon of={groupIcon(item.group)} />}
        title={words(item.name)}
        sub={<span class="num">{item.code}</span>}
        onClick={() => void begin(item.code)}
      />
      <Starred mark={`item:${item.code}`} name={words(item.name)} />
    </li>
  );
}

function PlaceRow({ place, distance_m }: Found) {
  const choose = () => {
    beforehand.value = { place: place.id, name: place.name, address: "" };
    go({ name: "home" });
  };
  return (
    <li class="row starred">
      <ListRow
        lead={<Icon of={MapPin} />}
        title={place.name}
        sub={words(catalogue.value?.place_categories[place.category])}
        trail={distance_m === null ? null : <span class="num">{metres(distance_m)}</span>}
        onClick={choose}
      />
      <Starred mark={`place:${place.id}`} name={place.name} />
    </li>
  );
}

type RowsProps = { title: string; items?: readonly Item[]; found?: readonly Found[] };

function Rows({ title, items = [], found = [] }: RowsProps) {
  if (items.length + found.length === 0) return null;
  return (
    <section>
      <h2 class="section">{title}</h2>
      <ul class="list">
        {items.map((item) => (
          <ItemRow key={item.code} item={item} />
        ))}
        {found.map((one) => (
          <PlaceRow key={one.place.id} {...one} />
        ))}
      </ul>
    </section>
  );
}

const known = (all: Catalogue, codes: readonly string[]): Item[] =>
  [...new Set(codes)].flatMap((code) => itemOf(all, code) ?? []);

/** Before anything is typed: what has a star, and what was recorded last. */
function AtHand({ all }: { all: Catalogue }) {
  const marks = favourites.value.map((mark) => mark.split(":", 2));
  const items = known(
    all,
    marks.flatMap(([kind, code]) => (kind === "item" && code ? [code] : [])),
  );
  const starred = new Set(favourites.value);
  const found = fewPlaces(
    places.value.filter((place) => starred.has(`place:${place.id}`)),
    fix.value,
  );
  const recent = known(
    all,
    myRecords.value.map((card) => card.item),
  );
  return (
    <>
      <p class="small quiet">{ty("search.start_hint")}</p>
      <Rows title={ty("search.starred")} items={items} found={found} />
      <Rows title={ty("search.recent")} items={recent.slice(0, RECENT)} />
    </>
  );
}

/** Has the screen been painted once since these words were typed? */
function usePainted(typed: string): boolean {
  const [painted, setPainted] = useState("");
  useEffect(() => setPainted(typed), [typed]);
  return painted === typed;
}

function Results({ all, typed }: { all: Catalogue; typed: string }) {
  const items = foundItems(all, typed, ITEMS);
  const room = usePainted(typed) ? PLACES : AT_ONCE - items.length;
  const found = foundPlaces(places.value, fix.value, typed, room);
  if (items.length + found.length === 0)
    return <Empty icon={SearchX} what={ty("search.none")} then={ty("search.none_then")} />;
  return (
    <>
      <Rows title={ty("search.items")} items={items} />
      <Rows title={ty("search.places")} found={found} />
    </>
  );
}

/** Makes the search as soon as the screen stands, so that the first letter does not wait for it. */
function useReadySearch() {
  const all = places.value;
  useEffect(() => {
    const timer = setTimeout(() => placeSearch(all), 0);
    return () => clearTimeout(timer);
  }, [all]);
}

/** One box for items and places. */
export function Search() {
  const [typed, setTyped] = useState("");
  useReadySearch();
  const all = catalogue.value;
  return (
    <main class="screen">
      <Watching />
      <TopBar title={ty("search.title")} back={href({ name: "home" })} />
      <div class="scroll stack">
        <Trouble error={beginTrouble.value} />
        <TextInput
          label={ty("search.hint")}
          placeholder={ty("search.hint")}
          type="search"
          value={typed}
          onInput={setTyped}
        />
        {all && (typed.trim() ? <Results all={all} typed={typed} /> : <AtHand all={all} />)}
      </div>
    </main>
  );
}
