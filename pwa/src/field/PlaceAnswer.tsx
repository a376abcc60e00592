import { MapPin } from "lucide-preact";
import { useState } from "preact/hooks";
import { places } from "../device/reference";
import { tr } from "../text/field_record";
import { Icon, ListRow } from "../ui";
import { draft } from "./draft";
import { PlaceSheet } from "./PlaceSheet";

type PlaceAnswerProps = { label: string; value: string; onAnswer: (id: string) => void };

/** A place as an answer, such as the school concerned. */
export function PlaceAnswer({ label, value, onAnswer }: PlaceAnswerProps) {
  const [open, setOpen] = useState(false);
  const chosen = places.value.find((place) => place.id === value);
  return (
    <div class="list">
      <ListRow
        lead={<Icon of={MapPin} label={label} />}
        title={chosen?.name ?? tr("place.pick")}
        onClick={() => setOpen(true)}
      />
      <PlaceSheet
        open={open}
        at={draft.value?.position ?? null}
        onClose={() => setOpen(false)}
        onPick={(place) => onAnswer(place.id)}
      />
    </div>
  );
}
