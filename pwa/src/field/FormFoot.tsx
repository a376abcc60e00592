import { useSignal } from "@preact/signals";
import { Camera, CircleAlert } from "lucide-preact";
import type { Draft } from "../device/types";
import { words } from "../text/field";
import { tr } from "../text/field_record";
import { Button, Icon } from "../ui";
import { save } from "./draft";
import { draftItem, type Wanting, type World } from "./form_model";
import { go } from "./router";
import { Trouble } from "./Trouble";

type FootProps = {
  now: Draft;
  around: World;
  wants: Wanting;
  pressed: boolean;
  onPress: () => void;
  onChooseItem: () => void;
};

/** The part of the form with this id, and the focus on its first button: a text field would raise the keyboard. */
function show(id: string): void {
  const part = document.getElementById(id);
  part?.scrollIntoView({ block: "center" });
  part?.querySelector("button")?.focus({ preventScroll: true });
}

function showFirst({ item, photos, fields }: Wanting): void {
  if (item) show("f-item");
  else if (photos > 0) show("f-photos");
  else if (fields[0]) show(`f-${fields[0]}`);
}

/** What is still wanted, by name, where the thumb is; a tap leads there. */
function Wants({ now, around, wants, onChooseItem }: FootProps) {
  const known = new Map(draftItem(now, around)?.fields.map((field) => [field.code, words(field)]));
  return (
    <div class="row wants">
      <span class="strong small">{tr("form.still")}</span>
      {wants.item && (
        <button type="button" class="chip" onClick={onChooseItem}>
          {tr("form.choose_item")}
        </button>
      )}
      {wants.photos > 0 && (
        <button type="button" class="chip" onClick={() => go({ name: "capture", draft: now.id })}>
          <Icon of={Camera} />
          {tr("form.want_photos", { n: wants.photos })}
        </button>
      )}
      {wants.fields.map((code) => (
        <button key={code} type="button" class="chip" onClick={() => show(`f-${code}`)}>
          {known.get(code) ?? code}
        </button>
      ))}
    </div>
  );
}

/** Saving is never refused for a missing answer: it is asked for once, then left to the officer. */
export function Foot(props: FootProps) {
  const { wants, pressed, onPress } = props;
  const trouble = useSignal<unknown>(null);
  const busy = useSignal(false);
  const open = wants.item || wants.photos > 0 || wants.fields.length > 0;
  const store = async () => {
    busy.value = true;
    await save().catch((error: unknown) => {
      trouble.value = error;
    });
    busy.value = false;
  };
  const press = () => {
    if (!open || (pressed && !wants.item)) return void store();
    onPress();
    showFirst(wants);
  };
  return (
    <div class="foot column">
      <Trouble error={trouble.value} />
      {open && <Wants {...props} />}
      {open && pressed && (
        <p class="need" role="status">
          <Icon of={CircleAlert} />
          {tr(wants.item ? "form.still_item" : "form.still_then")}
        </p>
      )}
      <Button kind="primary" block busy={busy.value && tr("form.saving")} onClick={press}>
        {tr(open && pressed && !wants.item ? "form.save_anyway" : "form.save")}
      </Button>
    </div>
  );
}
