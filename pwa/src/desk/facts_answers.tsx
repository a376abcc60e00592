import { t, tc } from "../text/desk";
import { Fact } from "./facts_head";
import { Count, Score } from "./facts_results";
import type { Answer, RecordDetail } from "./types";

/** An answer as words; lists are joined, yes and no are said, nothing is shown as a bare object. */
export function answerWords(answer: Answer): string {
  if (answer.value_label) return answer.value_label;
  return valueWords(answer.value);
}

function valueWords(value: unknown): string {
  if (value === null || value === undefined || value === "") return t("facts.empty_answer");
  if (typeof value === "boolean") return t(value ? "answer.yes" : "answer.no");
  if (Array.isArray(value)) return value.map(valueWords).join(tc("list.and"));
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** What the officer answered, with the note and the guidance given on site. */
export function AnswersBlock({ record }: { record: RecordDetail }) {
  const { answers, note, guidance } = record;
  return (
    <section class="block">
      <h3>{t("facts.answers")}</h3>
      {record.score && <Score record={record} score={record.score} />}
      {record.tally && <Count record={record} tally={record.tally} />}
      {answers.length === 0 && !note && <p class="quiet">{t("facts.no_answers")}</p>}
      <dl class="facts-list answers">
        {answers.map((answer) => (
          <Fact key={answer.code} label={answer.label}>
            {answerWords(answer)}
          </Fact>
        ))}
        {note && (
          <Fact label={t("facts.note")}>
            <span class="pre">{note}</span>
          </Fact>
        )}
        {guidance && (
          <Fact label={t("facts.guidance")}>
            <span class="pre">{guidance}</span>
          </Fact>
        )}
      </dl>
    </section>
  );
}
