import { SearchX } from "lucide-preact";
import { useState } from "preact/hooks";
import type { Place, Position } from "../core/geo";
import { places } from "../device/reference";
import { tr } from "../text/field_record";
import { Empty, ListRow, Sheet, TextInput } from "../ui";
import { foundPlaces } from "./finding";
import { metres } from "./moments";

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
