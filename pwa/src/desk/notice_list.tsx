import { Info, OctagonAlert, X } from "lucide-preact";
import { t } from "../text/desk";
import { Icon } from "../ui";
import { dismiss, notices } from "./deciding";
import { queue, select } from "./queue_store";

/** What did not go as decided; stays until it is read. */
export function NoticeList() {
  if (notices.value.length === 0) return null;
  return (
    <ul class="notices">
      {notices.value.map(({ n, tone, words, record }) => (
        <li key={n} class={`tone-${tone}`} role={tone === "info" ? "status" : "alert"}>
          <Icon of={tone === "info" ? Info : OctagonAlert} />
          <p>
            {words}{" "}
            {record && record !== queue.value.selected && (
              <button type="button" class="link" onClick={() => select(record)}>
                {t("notice.open")}
              </button>
            )}
          </p>
          <button type="button" class="tool" aria-label={t("notice.dismiss")} onClick={() => dismiss(n)}>
            <Icon of={X} />
          </button>
        </li>
      ))}
    </ul>
  );
}
