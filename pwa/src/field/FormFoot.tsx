import { useSignal } from "@preact/signals";
import { Camera, CircleAlert } from "lucide-preact";
import type { Draft } from "../device/types";
import { tc, words } from "../text/field";
import { tr } from "../text/field_record";
import { tq } from "../text/results";
import { Button, Icon } from "../ui";
import { answer, change, save } from "./draft";
import { draftItem, isUntold, lastQuestion, type Wanting, type World } from "./form_model";
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

function showFirst({ item, photos, points, fields }: Wanting): void {
  if (item) show("f-item");
  else if (points[0]) show(`f-${points[0]}`);
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
      {wants.points.length > 0 && (
        <button type="button" class="chip" onClick={() => show(`f-${wants.points[0]}`)}>
          {tq("check.open", { n: wants.points.length })}
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

const isOpen = ({ item, photos, points, fields }: Wanting): boolean =>
  item || photos > 0 || points.length > 0 || fields.length > 0;

type SaveProps = FootProps & { busy: boolean; onSave: (first?: Promise<void>) => void };

/** One yes-or-no question is left: answering it saves. */
function AnswerAndSave({ code, onSave }: SaveProps & { code: string }) {
  return (
    <div class="row">
      {[true, false].map((said) => (
        <Button key={String(said)} kind="primary" block onClick={() => onSave(answer(code, said))}>
          {tq(said ? "save.yes" : "save.no")}
        </Button>
      ))}
    </div>
  );
}

function Save(props: SaveProps) {
  const { now, around, wants, pressed, busy, onPress, onSave } = props;
  const open = isOpen(wants);
  const press = () => {
    if (!open || (pressed && !wants.item)) return onSave();
    onPress();
    showFirst(wants);
  };
  const last = lastQuestion(now, around, wants);
  if (last && !busy) return <AnswerAndSave {...props} code={last} />;
  return (
    <>
      {isUntold(now, around) && (
        <Button block disabled={busy} onClick={() => onSave(change({ result: "all_clear" }))}>
          {tq("save.all_clear", { result: tc("result.all_clear") })}
        </Button>
      )}
      <Button kind="primary" block busy={busy && tr("form.saving")} onClick={press}>
        {tr(open && pressed && !wants.item ? "form.save_anyway" : "form.save")}
      </Button>
    </>
  );
}

/** Saving is never refused for a missing answer: it is asked for once, then left to the officer. */
export function Foot(props: FootProps) {
  const { wants, pressed } = props;
  const trouble = useSignal<unknown>(null);
  const busy = useSignal(false);
  const open = isOpen(wants);
  const store = async (first?: Promise<void>) => {
    busy.value = true;
    await first;
    await save().catch((error: unknown) => {
      trouble.value = error;
    });
    busy.value = false;
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
      <Save {...props} busy={busy.value} onSave={(first) => void store(first)} />
    </div>
  );
}
