import { BellOff, CircleSlash, Smartphone, SmartphoneNfc } from "lucide-preact";
import { t } from "../text/desk";
import { Empty, Progress, StatusPill } from "../ui";
import { shortTime } from "./format";
import { HeldLines } from "./held_lines";
import { ListFailed } from "./list_failed";
import { loadPhones, phones, phonesError, phonesPhase } from "./phones_store";
import { hrefOf, route } from "./route";
import type { Phone } from "./types";

type ListProps = { onlyHolding: boolean };

/** The phones of one's units, those first that owe something and were not heard; `onlyHolding` leaves the rest out. */
export function PhonesList(props: ListProps) {
  const error = phonesError.value;
  return (
    <>
      {error !== null && <ListFailed error={error} again={() => void loadPhones()} />}
      {phonesPhase.value !== "failed" && <Rows {...props} />}
    </>
  );
}

/** What the last look that succeeded has found. */
function Rows({ onlyHolding }: ListProps) {
  const shown = onlyHolding ? phones.value.filter(({ holds }) => holds) : phones.value;
  if (shown.length > 0) {
    return (
      <ul class="rows" aria-label={t(onlyHolding ? "phones.tab" : "phones.all")}>
        {shown.map((phone) => (
          <PhoneRow key={phone.kid} phone={phone} />
        ))}
      </ul>
    );
  }
  if (phonesPhase.value === "loading") return <Progress words={t("app.loading")} />;
  if (phones.value.length > 0) {
    return <Empty icon={Smartphone} what={t("phones.none")} then={t("phones.none_do")} />;
  }
  return <Empty icon={SmartphoneNfc} what={t("phones.none_at_all")} then={t("phones.none_at_all_do")} />;
}

function PhoneRow({ phone }: { phone: Phone }) {
  const { person, unit, label, last_contact_at: at } = phone;
  const href = hrefOf("people", person.id, { show: "phones" });
  return (
    <li>
      <a class="prow phone-row" href={href} aria-current={route.value.id === person.id}>
        <span class="cut">
          <b>{person.name}</b> <span class="quiet">{unit.name}</span>
        </span>
        <span class="quiet cut">{label}</span>
        <span class="num quiet standing">
          <Standing phone={phone} />
          {at ? t("phones.contact", { at: shortTime(at) }) : t("phones.never")}
        </span>
        <HeldLines phone={phone} />
      </a>
    </li>
  );
}

function Standing({ phone }: { phone: Phone }) {
  if (phone.revoked_at) {
    return (
      <StatusPill tone="plain" icon={CircleSlash}>
        {t("phones.revoked")}
      </StatusPill>
    );
  }
  if (!phone.silent) return null;
  return (
    <StatusPill tone="warn" icon={BellOff}>
      {t("phones.silent")}
    </StatusPill>
  );
}
