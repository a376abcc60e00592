import { Trash2 } from "lucide-preact";
import { useState } from "preact/hooks";
import { type AnswerContext, visibleCommonFields } from "../core/answers";
import type { Field as Asked, Item } from "../core/catalogue";
import { isPicture } from "../core/media";
import { dropDraft } from "../device/drafts";
import type { Draft } from "../device/types";
import { tc, words } from "../text/field";
import { tr } from "../text/field_record";
import { tw } from "../text/field_team";
import { Button, Dialog, Field, Message, TextInput } from "../ui";
import { answer, change, draft } from "./draft";
import type { World } from "./form_model";
import { go } from "./router";
import { Trouble } from "./Trouble";

/** Urgent items are reported by telephone before anything is filled in. */
export function CallFirst({ item, around }: { item: Item; around: World }) {
  const { escalate } = item;
  if (!escalate?.call_first) return null;
  const who = escalate.to
    .map((code) => words(around.catalogue.departments[code]) || code)
    .join(tc("list.and"));
  return (
    <Message
      tone="bad"
      what={tr("form.call_first")}
      then={tr("form.call_first_then", { n: escalate.within_minutes, who })}
    />
  );
}

/** Photos of persons are hidden before anybody sees them; it is said where they are looked at. */
export function HideFirst({ now, item }: { now: Draft; item: Item | null }) {
  const bare = now.shots.some((shot) => isPicture(shot) && !shot.derived);
  if (item?.privacy !== "personal" || !bare) return null;
  return <p class="small quiet">{tw("mark.personal")}</p>;
}

/** An inspection that binds takes two officers; it is said before the record is saved. */
export function TwoOfficers({ now }: { now: Draft }) {
  if (now.patrol.nature !== "administrative_inspection") return null;
  return <p class="small quiet">{tw("pair.needed")}</p>;
}

/** Common questions that have a place of their own in the form, or in the session. */
const ELSEWHERE = ["address", "note"];

function saidFor(now: Draft, code: string): string {
  if (code === "guidance") return now.guidance;
  return code === "source_no" ? (now.source_no ?? "") : String(now.answers[code] ?? "");
}

function store(code: string, typed: string): void {
  if (code === "guidance") void change({ guidance: typed });
  else if (code === "source_no") void change({ source_no: typed || null });
  else void answer(code, typed || null);
}

/** What every item may carry, such as the number of an assigned case or the second officer. */
export function CommonFields({
  now,
  around,
  context,
}: {
  now: Draft;
  around: World;
  context: AnswerContext;
}) {
  const asked: Asked[] = visibleCommonFields(around.catalogue, context).filter(
    (field) => !ELSEWHERE.includes(field.code),
  );
  return (
    <>
      {asked.map((field) => (
        <Field key={field.code} label={words(field)} aside={tc("optional")}>
          <TextInput
            label={words(field)}
            lines={field.code === "guidance"}
            value={saidFor(now, field.code)}
            onInput={(typed) => store(field.code, typed)}
          />
        </Field>
      ))}
    </>
  );
}

/** Gives a draft up, after asking; the journal keeps a note of it. */
export function DropDraft({ now }: { now: Draft }) {
  const [asking, setAsking] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const drop = async () => {
    setAsking(false);
    try {
      await dropDraft(now.id, "officer");
      draft.value = null;
      go({ name: "home" });
    } catch (problem) {
      setError(problem);
    }
  };
  return (
    <>
      <Trouble error={error} />
      <Button kind="quiet" icon={Trash2} onClick={() => setAsking(true)}>
        {tr("form.drop")}
      </Button>
      <Dialog
        open={asking}
        title={tr("form.drop_ask")}
        confirm={tr("form.drop")}
        danger
        onClose={() => setAsking(false)}
        onConfirm={() => void drop()}
      >
        <p>{tr("form.drop_then")}</p>
      </Dialog>
    </>
  );
}
