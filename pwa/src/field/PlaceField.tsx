import { Ellipsis } from "lucide-preact";
import { useState } from "preact/hooks";
import { nearestPlaces, type Place, type Position } from "../core/geo";
import type { Draft } from "../device/types";
import { tc } from "../text/field";
import { tr } from "../text/field_record";
import { Button, Choice, Field, TextInput } from "../ui";
import { change } from "./draft";
import type { World } from "./form_model";
import { metres } from "./moments";
import { once } from "./once";
import { PlaceSheet } from "./PlaceSheet";
import { fixError } from "./where";

type PlaceFieldProps = { now: Draft; around: World; pointed: string | undefined };

/** A place farther away than this is not where the officer stands. */
const NEAR_M = 1000;
const closest = once((places: Place[], at: Position) => nearestPlaces(places, at, undefined, 2));

/** The nearest places as buttons, the chosen one first when it is not among them. */
function offered(now: Draft, around: World, at: Position | null) {
  const near = at ? closest(around.places, at).filter((one) => one.distance_m < NEAR_M) : [];
  const options = near.map(({ place, distance_m }) => ({
    value: place.id,
    label: `${place.name} ${metres(distance_m)}`,
  }));
  const known = options.some((option) => option.value === now.place);
  if (now.place && !known) options.unshift({ value: now.place, label: now.place_name || now.place });
  return options;
}

/** Where: the place, offered by distance. */
export function PlaceField({ now, around, pointed }: PlaceFieldProps) {
  const [open, setOpen] = useState(false);
  const at = now.position && (now.position.nudged ?? now.position);
  return (
    <Field label={tr("place.label")} aside={tc("optional")} pointed={pointed} id="f-place">
      <div class="places">
        <Choice
          label={tr("place.label")}
          options={offered(now, around, at)}
          value={now.place ? [now.place] : []}
          clearable
          onChange={([place]) => void change({ place: place ?? null })}
        />
        <Button icon={Ellipsis} onClick={() => setOpen(true)}>
          {tr("place.other")}
        </Button>
      </div>
      <PlaceSheet
        open={open}
        at={at}
        onClose={() => setOpen(false)}
        onPick={(place) => void change({ place: place.id })}
      />
    </Field>
  );
}

/** Words for where it is, filled in offline; they are asked late because they are seldom changed. */
export function AddressField({ now, pointed }: Pick<PlaceFieldProps, "now" | "pointed">) {
  return (
    <Field label={tr("place.address")} pointed={pointed}>
      <TextInput
        label={tr("place.address")}
        lines
        placeholder={tr("place.address_hint")}
        value={now.address}
        onInput={(address) => void change({ address })}
      />
      <p class="small quiet num">{positionWords(now)}</p>
    </Field>
  );
}

function positionWords(now: Draft): string {
  const { position } = now;
  const trouble = fixError.value;
  if (!position && trouble) return tr("place.no_fix", { why: tr(`fix.${trouble}`) });
  if (!position) return tr("place.no_position");
  const place = `${(position.lat / 1e7).toFixed(5)}, ${(position.lon / 1e7).toFixed(5)}`;
  return tr("place.position", { at: place, acc: Math.round(position.acc_m) });
}
