import { CircleCheck, Flag } from "lucide-preact";
import { codeWords, flagWords, t } from "../text/desk";
import { Icon } from "../ui";
import { detailWords } from "./flag_detail";
import type { RecordDetail } from "./types";

/** Flags in plain words: what, why it was raised, what to do. Never a rejection by itself. */
export function FlagsBlock({ record }: { record: RecordDetail }) {
  if (record.flag_details.length === 0) {
    return (
      <p class="no-flags">
        <Icon of={CircleCheck} />
        {t("facts.no_flags")}
      </p>
    );
  }
  return (
    <section class="block">
      <h3>{t("facts.flags")}</h3>
      <ul class="flags">
        {record.flag_details.map(({ code, detail }) => (
          <FlagItem key={code} code={code} detail={detailWords(record, code, detail)} />
        ))}
      </ul>
    </section>
  );
}

function FlagItem({ code, detail }: { code: string; detail: string }) {
  const words = flagWords(code);
  return (
    <li>
      <Icon of={Flag} />
      <div>
        <b>{codeWords("flag", code)}</b>
        {detail && <span class="flag-detail num">{detail}</span>}
        {words && <p>{words.why}</p>}
        {words && <p class="flag-do">{words.todo}</p>}
      </div>
    </li>
  );
}
