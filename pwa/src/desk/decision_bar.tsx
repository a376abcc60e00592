import { Check, CornerUpLeft, Info, Undo2, X } from "lucide-preact";
import { codeWords, t } from "../text/desk";
import { Icon } from "../ui";
import { accept, choosing, startReason, undo } from "./deciding";
import { stateAfter } from "./queue_model";
import { queue } from "./queue_store";
import { ReasonPanel } from "./reason_panel";
import type { RecordDetail } from "./types";

/** Why a button is shut, in words; empty when all are open. */
function whyNot(record: RecordDetail): string {
  const { may, originals, state } = record;
  if (may.accept) return "";
  if (state !== "submitted") return t("decide.already", { state: codeWords("state", state) });
  switch (may.why_not) {
    case "own_record":
      return t("decide.own");
    case "forbidden":
      return t("decide.role");
    case "evidence_pending":
      return t("decide.pending_originals", { n: Math.max(originals.expected - originals.stored, 1) });
    default:
      return t("decide.not_now");
  }
}

/** Accept, return, reject: always in the same place, with the key on the button. */
export function DecisionBar({ record }: { record: RecordDetail }) {
  const verdict = queue.value.verdicts[record.id];
  if (verdict?.phase === "sending") {
    return (
      <footer class="decide">
        <p class="why" role="status">
          <Icon of={Info} />
          {`${t("state.sending")} · ${codeWords("state", stateAfter(verdict.decision))}`}
        </p>
      </footer>
    );
  }
  if (choosing.value) return <ReasonPanel record={record} chosen={choosing.value} />;
  const why = whyNot(record);
  return (
    <footer class="decide">
      {why && (
        <p class="why">
          <Icon of={Info} />
          {why}
        </p>
      )}
      {record.state === "submitted" && <Buttons record={record} />}
      {record.state !== "submitted" && record.state !== "withdrawn" && <UndoButton record={record} />}
    </footer>
  );
}

function Buttons({ record }: { record: RecordDetail }) {
  const { may } = record;
  return (
    <div class="decide-row">
      <button type="button" class="btn primary" disabled={!may.accept} onClick={() => accept(record)}>
        <Icon of={Check} />
        {t("decide.accept")}
        <kbd>A</kbd>
      </button>
      <button type="button" class="btn" disabled={!may.return} onClick={() => startReason(record, "return")}>
        <Icon of={CornerUpLeft} />
        {t("decide.return")}
        <kbd>R</kbd>
      </button>
      <button
        type="button"
        class="btn danger"
        disabled={!may.reject}
        onClick={() => startReason(record, "reject")}
      >
        <Icon of={X} />
        {t("decide.reject")}
        <kbd>X</kbd>
      </button>
    </div>
  );
}

function UndoButton({ record }: { record: RecordDetail }) {
  if (!record.may.undo) return null;
  return (
    <div class="decide-row">
      <button type="button" class="btn" onClick={() => void undo(record)}>
        <Icon of={Undo2} />
        {t("decide.undo")}
        <kbd>Z</kbd>
      </button>
    </div>
  );
}
