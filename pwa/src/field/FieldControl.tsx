import {
  type Answer,
  type AnswerContext,
  type Answers,
  answerProblems,
  choicesFor,
  UNCLEAR,
} from "../core/answers";
import type { Catalogue, Field, Item } from "../core/catalogue";
import type { Answer as StoredAnswer } from "../core/entries";
import { tc, words } from "../text/field";
import { tr } from "../text/field_record";
import { Button, Choice, Stepper, TextInput } from "../ui";
import { fromLocal, toLocal } from "./local_time";
import { PlaceAnswer } from "./PlaceAnswer";

export type Asked = {
  field: Field;
  item: Item;
  catalogue: Catalogue;
  context: AnswerContext;
  answers: Answers;
};
type ControlProps = { asked: Asked; onAnswer: (value: StoredAnswer) => void };

function current(asked: Asked): Answer {
  return asked.answers[asked.field.code] ?? null;
}

function text(value: Answer): string {
  return value === null || value === UNCLEAR ? "" : String(value);
}

function Choices({ asked, onAnswer }: ControlProps) {
  const { field, item, catalogue, context, answers } = asked;
  const many = field.type === "many";
  const value = current(asked);
  const chosen = Array.isArray(value) ? value : value === null ? [] : [String(value)];
  const options = choicesFor(catalogue, item, field, answers, context).map((one) => ({
    value: one.code,
    label: words(one),
  }));
  return (
    <Choice
      label={words(field)}
      options={options}
      value={chosen}
      many={many}
      clearable={!field.required}
      onChange={(next) => onAnswer(many ? next : (next[0] ?? null))}
    />
  );
}

function YesNo({ asked, onAnswer }: ControlProps) {
  const value = current(asked);
  return (
    <Choice
      label={words(asked.field)}
      options={[
        { value: "yes", label: tc("yes") },
        { value: "no", label: tc("no") },
      ]}
      value={typeof value === "boolean" ? [value ? "yes" : "no"] : []}
      clearable={!asked.field.required}
      onChange={([next]) => onAnswer(next === undefined ? null : next === "yes")}
    />
  );
}

function Count({ asked, onAnswer }: ControlProps) {
  const value = current(asked);
  const { field } = asked;
  return (
    <Stepper
      label={words(field)}
      value={typeof value === "number" ? value : null}
      min={field.min}
      max={field.max}
      whole={field.type === "int"}
      onChange={onAnswer}
    />
  );
}

function Words({ asked, onAnswer }: ControlProps) {
  const { field } = asked;
  return (
    <>
      {field.options_from && <Choices asked={asked} onAnswer={onAnswer} />}
      <TextInput
        label={words(field)}
        type={field.type === "phone" ? "tel" : "text"}
        upper={field.type === "plate"}
        value={text(current(asked))}
        onInput={(value) => onAnswer(value === "" ? null : value)}
      />
      <Malformed asked={asked} />
    </>
  );
}

/** A gentle hint where the text does not look right; it is kept all the same. */
function Malformed({ asked }: { asked: Asked }) {
  const { catalogue, item, answers, context, field } = asked;
  const found = answerProblems(catalogue, item, answers, context).find((one) => one.field === field.code);
  if (found?.problem !== "bad_phone" && found?.problem !== "bad_plate") return null;
  return <p class="small quiet">{tr(`form.${found.problem}`)}</p>;
}

function Moment({ asked, onAnswer }: ControlProps) {
  return (
    <div class="row">
      <TextInput
        label={words(asked.field)}
        type="datetime-local"
        value={toLocal(text(current(asked)))}
        onInput={(value) => onAnswer(fromLocal(value))}
      />
      <Button onClick={() => onAnswer(new Date().toISOString())}>{tr("form.now")}</Button>
    </div>
  );
}

function Distance({ asked }: { asked: Asked }) {
  const value = current(asked);
  return (
    <p class="num">{typeof value === "number" ? tr("form.metres", { n: value }) : tr("form.no_distance")}</p>
  );
}

function Control({ asked, onAnswer }: ControlProps) {
  switch (asked.field.type) {
    case "one":
    case "many":
      return <Choices asked={asked} onAnswer={onAnswer} />;
    case "bool":
      return <YesNo asked={asked} onAnswer={onAnswer} />;
    case "int":
    case "number":
      return <Count asked={asked} onAnswer={onAnswer} />;
    case "datetime":
      return <Moment asked={asked} onAnswer={onAnswer} />;
    case "place":
      return <PlaceAnswer label={words(asked.field)} value={text(current(asked))} onAnswer={onAnswer} />;
    case "auto_distance":
      return <Distance asked={asked} />;
    default:
      return <Words asked={asked} onAnswer={onAnswer} />;
  }
}

/** The control that fits the type of a field; `unclear` fields get 看不清 as an answer of its own. */
export function FieldControl({ asked, onAnswer }: ControlProps) {
  const unclear = current(asked) === UNCLEAR;
  return (
    <>
      {!unclear && <Control asked={asked} onAnswer={onAnswer} />}
      {asked.field.unclear && (
        <Choice
          label={tc("unclear")}
          options={[{ value: UNCLEAR, label: tc("unclear") }]}
          value={unclear ? [UNCLEAR] : []}
          clearable
          onChange={([value]) => onAnswer(value ?? null)}
        />
      )}
    </>
  );
}
