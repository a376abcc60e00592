import { Cloud, CloudOff, CloudUpload, OctagonAlert } from "lucide-preact";
import { syncState } from "../device/sync_state";
import type { SyncState } from "../device/types";
import { t, tc } from "../text/field";
import { Icon, type IconNode, type Tone } from "../ui";
import { clock } from "./moments";
import { href } from "./router";

/** The state of sending in one word, one icon, one tone. */
export function phaseWords(state: SyncState): { words: string; icon: IconNode; tone: Tone } {
  switch (state.phase) {
    case "alarm":
      return { words: t("sync.alarm"), icon: OctagonAlert, tone: "bad" };
    case "stranger":
      return { words: t("sync.stranger"), icon: CloudOff, tone: "warn" };
    case "offline":
      return { words: t("sync.offline"), icon: CloudOff, tone: "warn" };
    case "sending":
      return { words: t("sync.sending"), icon: CloudUpload, tone: "info" };
    case "waiting":
      return { words: t("sync.waiting"), icon: CloudUpload, tone: "warn" };
    default:
      return { words: t("sync.idle"), icon: Cloud, tone: "ok" };
  }
}

/** What the officer made and is not sent: records and photos; entries of other kinds only when nothing else waits. */
export function unsentWords(state: Pick<SyncState, "unsent_records" | "unsent_pictures" | "unsent_entries">) {
  const { unsent_records, unsent_pictures, unsent_entries } = state;
  const parts: string[] = [];
  if (unsent_records > 0) parts.push(t("sync.records", { n: unsent_records }));
  if (unsent_pictures > 0) parts.push(t("sync.photos", { n: unsent_pictures }));
  return parts.join(tc("list.and")) || t("sync.entries", { n: unsent_entries });
}

/** Always visible: in contact or not, what is still only here, and the last receipt. */
export function StatusLine() {
  const state = syncState.value;
  const { words, icon, tone } = phaseWords(state);
  const unsent = state.unsent_entries + state.unsent_pictures;
  return (
    <a class={`statusline tone-${tone}`} href={href({ name: "me" })}>
      <Icon of={icon} />
      <span class="num">
        {words}
        {" · "}
        {unsent > 0 ? t("sync.unsent", { what: unsentWords(state) }) : t("sync.none_unsent")}
        {state.last_receipt_at && ` · ${t("sync.receipt", { at: clock(state.last_receipt_at) })}`}
      </span>
    </a>
  );
}
