import { Smartphone } from "lucide-preact";
import { t } from "../text/desk";
import { Icon } from "../ui";
import { dotted, shortTime } from "./format";
import { whyWords } from "./phones_model";
import type { RecordDetail, WaitingPictures } from "./types";

/** On whose phone the pictures of a record still are, as far as anybody can know; nothing when all are here. */
export function WaitingLines({ record }: { record: RecordDetail }) {
  return (
    <>
      {record.waiting.map((one) => (
        <p key={one.kid} class="distance tone-warn">
          <Icon of={Smartphone} />
          <span class="grow num">
            {t("waiting.line", { n: one.pictures, name: one.officer_name ?? one.label })}
            <span class="method">{detail(one)}</span>
          </span>
        </p>
      ))}
    </>
  );
}

const detail = ({ label, last_contact_at: at, why, revoked }: WaitingPictures): string =>
  dotted(
    at ? t("waiting.contact", { at: shortTime(at) }) : t("phones.never"),
    revoked && t("waiting.revoked"),
    ...whyWords(why),
    label,
  );
