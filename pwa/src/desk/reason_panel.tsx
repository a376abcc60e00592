import { useEffect, useRef } from "preact/hooks";
import { codeWords, t, tc } from "../text/desk";
import { questionsOf } from "./catalogue_store";
import { choosing, sendReason } from "./deciding";
import { type Choosing, missingIn, REASONS, withReason } from "./reason_model";
import type { RecordDetail } from "./types";

interface PanelProps {
  record: RecordDetail;
  chosen: Choosing;
}

/** The reason comes before the decision: digits choose, Enter confirms, Escape goes back. */
export function ReasonPanel({ record, chosen }: PanelProps) {
  const missing = missingIn(chosen);
  const back = chosen.decision === "return";
  return (
    <footer class="decide reason-panel">
      <h3>{t(back ? "decide.why_return" : "decide.why_reject")}</h3>
      <Reasons chosen={chosen} />
      {back && <FieldSelect record={record} chosen={chosen} />}
      <Words chosen={chosen} />
      {missing && <p class="why">{t(missing === "reason" ? "decide.pick_reason" : "decide.words_needed")}</p>}
      <div class="decide-row">
        <button
          type="button"
          class="btn"
          onClick={() => {
            choosing.value = null;
          }}
        >
          {tc("cancel")}
          <kbd>Esc</kbd>
        </button>
        <button
          type="button"
          class={back ? "btn primary" : "btn danger solid"}
          disabled={missing !== null}
          onClick={() => sendReason(record)}
        >
          {t(back ? "decide.confirm_return" : "decide.confirm_reject")}
          <kbd>Enter</kbd>
        </button>
      </div>
    </footer>
  );
}

function Reasons({ chosen }: { chosen: Choosing }) {
  return (
    <ol class="reasons">
      {REASONS[chosen.decision].map((reason, index) => (
        <li key={reason}>
          <button
            type="button"
            aria-pressed={chosen.reason === reason}
            onClick={() => {
              choosing.value = withReason(chosen, reason);
            }}
          >
            <kbd>{index + 1}</kbd>
            {codeWords("reason", reason)}
          </button>
        </li>
      ))}
    </ol>
  );
}

/** What was answered, then what was not: a missing answer can be pointed at too. */
function pointable({ item, answers }: RecordDetail): { code: string; label: string }[] {
  const given = new Set(answers.map(({ code }) => code));
  return [...answers, ...questionsOf(item).filter(({ code }) => !given.has(code))];
}

function FieldSelect({ record, chosen }: PanelProps) {
  return (
    <label class="reason-field">
      <span>{t("decide.field")}</span>
      <select
        value={chosen.field}
        onChange={(event) => {
          choosing.value = { ...chosen, field: event.currentTarget.value };
        }}
      >
        <option value="">{t("decide.field_none")}</option>
        <option value="photos">{t("decide.field_photos")}</option>
        <option value="place">{t("decide.field_place")}</option>
        <option value="note">{t("facts.note")}</option>
        {pointable(record).map(({ code, label }) => (
          <option key={code} value={code}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Words are asked for with "other"; the field takes the focus then, so that no mouse is needed. */
function Words({ chosen }: { chosen: Choosing }) {
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (chosen.reason === "other") box.current?.focus();
  }, [chosen.reason]);
  return (
    <label class="reason-words">
      <span>{t("decide.words")}</span>
      <textarea
        ref={box}
        class="input"
        rows={2}
        maxLength={500}
        value={chosen.words}
        placeholder={t("decide.words_hint")}
        onInput={(event) => {
          choosing.value = { ...chosen, words: event.currentTarget.value };
        }}
      />
    </label>
  );
}
