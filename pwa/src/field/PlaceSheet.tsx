import { SearchX } from "lucide-preact";
import { useState } from "preact/hooks";
import { nearestPlaces, type Place, type Position } from "../core/geo";
import { places } from "../device/reference";
import { tr } from "../text/field_record";
import { Empty, ListRow, Sheet, TextInput } from "../ui";
import { metres } from "./moments";

const SHOWN = 40;

type Found = { place: Place; distance_m: number | null };

/** Places by distance, or by name while there is no position; words or initials narrow them. */
export function foundPlaces(all: Place[], at: Position | null, typed: string, limit = SHOWN): Found[] {
  const wanted = typed.trim().toLowerCase();
  const fits = (place: Place) =>
    place.name.toLowerCase().includes(wanted) || place.initials.toLowerCase().includes(wanted);
  if (at) return nearestPlaces(all, at, fits, limit);
  return all
    .filter(fits)
    .sort((a, b) => a.name.localeCompare(b.name, "zh"))
    .slice(0, limit)
    .map((place) => ({ place, distance_m: null }));
}

type PlaceSheetProps = {
  open: boolean;
  at: Position | null;
  onClose: () => void;
  onPick: (place: Place) => void;
};

export function PlaceSheet({ open, at, onClose, onPick }: PlaceSheetProps) {
  const [typed, setTyped] = useState("");
  const found = open ? foundPlaces(places.value, at, typed) : [];
  return (
    <Sheet open={open} title={tr("place.choose")} onClose={onClose}>
      <TextInput
        label={tr("place.search")}
        placeholder={tr("place.search")}
        type="search"
        value={typed}
        onInput={setTyped}
      />
      {found.length === 0 && <Empty icon={SearchX} what={tr("place.none")} then={tr("place.none_then")} />}
      <ul class="list">
        {found.map(({ place, distance_m }) => (
          <li key={place.id}>
            <ListRow
              title={place.name}
              trail={distance_m === null ? null : <span class="num">{metres(distance_m)}</span>}
              onClick={() => {
                onPick(place);
                onClose();
              }}
            />
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
