import { type Signal, useSignal } from "@preact/signals";
import { Camera, FileQuestion } from "lucide-preact";
import { type AnswerContext, type Answers, visibleFields } from "../core/answers";
import type { Item } from "../core/catalogue";
import { isPicture } from "../core/media";
import type { Draft } from "../device/types";
import { codeWords, t, tc, words } from "../text/field";
import { tr } from "../text/field_record";
import { Choice, Empty, Field, Icon, ListRow, Message, TextInput, TopBar } from "../ui";
import { Counters } from "./Counters";
import { answer, change, draft, draftTrouble, standAt, world } from "./draft";
import { FieldControl } from "./FieldControl";
import { Foot } from "./FormFoot";
import { CallFirst, CommonFields, DropDraft, HideFirst, TwoOfficers } from "./FormMore";
import { contextOf, draftItem, type Wanting, type World, wanting } from "./form_model";
import { ItemSheet } from "./ItemSheet";
import { later } from "./Later";
import { PatrolChip } from "./PatrolChip";
import { Phrases } from "./Phrases";
import { AddressField, PlaceField } from "./PlaceField";
import { PositionCard } from "./PositionCard";
import { pointedAt } from "./review_words";
import { go } from "./router";
import { ShotStrip } from "./ShotStrip";
import { Trouble } from "./Trouble";
import { VerdictCard } from "./VerdictCard";
import { useEachFix } from "./where";

const Checklist = later(async () => (await import("./Checklist")).Checklist);
const TallyCard = later(async () => (await import("./TallyCard")).TallyCard);

type Part = { now: Draft; around: World; wants: Wanting; pressed: boolean; choosing: Signal<boolean> };

function Reviewed({ now }: { now: Draft }) {
  const { review } = now;
  if (!review) return null;
  const reason = review.reason ? codeWords("reason", review.reason) : "";
  return (
    <Message
      tone="warn"
      what={tr("form.returned", { name: review.reviewer_name, reason })}
      then={review.words ?? ""}
    />
  );
}

function ItemPart({ now, around, choosing }: Part) {
  const item = draftItem(now, around);
  const turn = (open: boolean) => () => {
    choosing.value = open;
  };
  return (
    <div class="list" id="f-item">
      <ListRow
        title={item ? words(item.name) : tr("form.choose_item")}
        sub={item ? item.code : tr(now.shots.length > 0 ? "form.choose_item_then" : "form.choose_item_first")}
        trail={item ? tr("form.change") : null}
        onClick={turn(true)}
      />
      <ItemSheet open={choosing.value} onClose={turn(false)} onPick={(code) => void change({ item: code })} />
    </div>
  );
}

function Photos({ now, around, wants, pressed }: Part) {
  const short = wants.photos > 0;
  return (
    <Field
      id="f-photos"
      label={tr("form.photos", { n: now.shots.filter(isPicture).length })}
      missing={pressed && short && tr("form.photos_missing", { n: wants.photos })}
      pointed={pointedAt(now, "photos")}
    >
      <div class="row top">
        <button type="button" class="photo add" onClick={() => go({ name: "capture", draft: now.id })}>
          <Icon of={Camera} />
          {tr(now.shots.length > 0 ? "form.more_photos" : "form.take")}
        </button>
        <ShotStrip shots={now.shots} />
      </div>
      <HideFirst now={now} item={draftItem(now, around)} />
    </Field>
  );
}

function Result({ now }: Part) {
  return (
    <Field label={tr("form.result")} pointed={pointedAt(now, "result")}>
      <Choice
        label={tr("form.result")}
        options={[
          { value: "finding", label: tc("result.finding") },
          { value: "all_clear", label: tc("result.all_clear") },
        ]}
        value={[now.result]}
        onChange={([result]) => result && void change({ result })}
      />
    </Field>
  );
}

type QuestionsProps = Part & { item: Item; context: AnswerContext };

function Questions({ now, around, wants, pressed, item, context }: QuestionsProps) {
  const answers = now.answers as Answers;
  const asked = visibleFields(item, answers, context).filter(
    (field) => !(item.geo_rule && field.type === "auto_distance"),
  );
  return (
    <>
      {asked.map((field) => (
        <Field
          key={field.code}
          id={`f-${field.code}`}
          label={words(field)}
          aside={field.later ? tr("form.later") : undefined}
          missing={pressed && wants.fields.includes(field.code) && tr("form.missing")}
          pointed={pointedAt(now, field.code)}
        >
          <FieldControl
            asked={{ field, item, catalogue: around.catalogue, context, answers }}
            onAnswer={(value) => void answer(field.code, value)}
          />
        </Field>
      ))}
    </>
  );
}

function Notes({ now }: Part) {
  return (
    <Field label={tr("form.note")} aside={tc("optional")} pointed={pointedAt(now, "note")}>
      <TextInput label={tr("form.note")} lines value={now.note} onInput={(note) => void change({ note })} />
      <Phrases now={now} />
    </Field>
  );
}

/** What the item is about: its points, its count, or numbers beside the answers. */
function Counted({ now, pressed, item, context }: Part & { item: Item | null; context: AnswerContext }) {
  if (item?.kind === "checklist") return <Checklist now={now} item={item} pressed={pressed} />;
  if (item?.kind === "tally") return <TallyCard now={now} item={item} />;
  return item && <Counters now={now} item={item} context={context} />;
}

/** Everything asked about one draft, in the order of the work on site. */
function Parts(part: Part) {
  const { now, around } = part;
  const item = draftItem(now, around);
  const context = contextOf(now, around);
  return (
    <>
      {item && <CallFirst item={item} around={around} />}
      <Reviewed now={now} />
      <ItemPart {...part} />
      <Counted {...part} item={item} context={context} />
      <Photos {...part} />
      <PlaceField now={now} around={around} pointed={pointedAt(now, "place")} />
      {item?.geo_rule && <VerdictCard now={now} around={around} item={item} />}
      <PositionCard now={now} />
      {item?.kind === "violation" && <Result {...part} />}
      {item && <Questions {...part} item={item} context={context} />}
      <AddressField now={now} pointed={pointedAt(now, "address")} />
      <Field label={t("session.title")}>
        <PatrolChip
          value={now.patrol}
          why={tr("form.patrol_why")}
          onChange={(patrol) => void change({ patrol })}
        />
      </Field>
      <TwoOfficers now={now} />
      <CommonFields now={now} around={around} context={context} />
      <Notes {...part} />
      <DropDraft now={now} />
    </>
  );
}

export function Form() {
  /** For which item saving was tried; another item is asked about anew. */
  const pressed = useSignal<string | null>(null);
  const choosing = useSignal(false);
  useEachFix(standAt);
  const now = draft.value;
  const around = world();
  if (!now || !around)
    return <Empty icon={FileQuestion} what={tr("form.gone")} then={tr("form.gone_then")} />;
  const asked = now.item ?? "";
  const part: Part = { now, around, wants: wanting(now, around), pressed: pressed.value === asked, choosing };
  return (
    <main class="screen">
      <TopBar title={tr(now.replaces ? "form.correct" : "form.title")} back={() => history.back()} />
      <div class="scroll stack form">
        <Trouble error={draftTrouble.value} />
        <Parts {...part} />
      </div>
      <Foot
        {...part}
        onPress={() => {
          pressed.value = asked;
        }}
        onChooseItem={() => {
          choosing.value = true;
        }}
      />
    </main>
  );
}
