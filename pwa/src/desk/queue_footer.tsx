import { Keyboard } from "lucide-preact";
import { type DeskWord, t } from "../text/desk";
import { Icon } from "../ui";
import { count } from "./format";
import { pace_s, sittingLength_ms } from "./queue_model";
import { counts, queue } from "./queue_store";
import { keysOpen } from "./review_commands";

const SHOWN: readonly (readonly [string, DeskWord])[] = [
  ["J K", "keys.short.move"],
  ["A", "decide.accept"],
  ["R", "decide.return"],
  ["X", "decide.reject"],
  ["Z", "decide.undo"],
];

const BREAK_AFTER_MS = 90 * 60_000;

/** Keys on the left; on the right how much is left and how fast it goes. */
export function QueueFooter() {
  return (
    <footer class="queue-foot">
      <span class="foot-keys">
        {SHOWN.map(([key, words]) => (
          <span key={key}>
            <kbd>{key}</kbd> {t(words)}
          </span>
        ))}
        <button type="button" onClick={() => (keysOpen.value = true)}>
          <Icon of={Keyboard} /> <kbd>?</kbd> {t("keys.title")}
        </button>
      </span>
      <Progressed />
    </footer>
  );
}

function Progressed() {
  const { decided_at, decided, verdicts } = queue.value;
  const pace = pace_s(decided_at);
  const sending = Object.values(verdicts).filter(({ phase }) => phase === "sending").length;
  return (
    <span class="foot-counts num">
      {sittingLength_ms(decided_at) > BREAK_AFTER_MS && <span>{t("queue.break")}</span>}
      {sending > 0 && <span role="status">{t("queue.sending", { n: sending })}</span>}
      {pace !== null && <span>{t("queue.pace", { s: pace.toFixed(1) })}</span>}
      {decided.length > 0 && <span>{t("queue.today", { n: decided.length })}</span>}
      {counts.value && <b>{t("queue.remaining", { n: count(counts.value.states.submitted) })}</b>}
    </span>
  );
}
