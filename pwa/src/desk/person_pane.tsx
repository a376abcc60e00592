import { useSignal } from "@preact/signals";
import { QrCode, Smartphone, SmartphoneNfc } from "lucide-preact";
import { codeWords, t } from "../text/desk";
import { Button, Empty, ErrorBox, Icon } from "../ui";
import { dotted, fullTime } from "./format";
import { HeldLines } from "./held_lines";
import { issueCode } from "./people_store";
import { byKid } from "./phones_store";
import { lineOf } from "./problem_words";
import { RevokeDialog } from "./revoke_dialog";
import { mayManage } from "./session";
import type { Device, Person } from "./types";

function useIssuing(person: Person) {
  const failure = useSignal<string | null>(null);
  const busy = useSignal(false);
  const issue = async (): Promise<void> => {
    busy.value = true;
    failure.value = null;
    try {
      await issueCode(person);
    } catch (error) {
      failure.value = lineOf(error);
    } finally {
      busy.value = false;
    }
  };
  return { issue, busy: busy.value, failure: failure.value };
}

/** One person: roles, devices, and a code for a new one. */
export function PersonPane({ person }: { person: Person }) {
  const { issue, busy, failure } = useIssuing(person);
  return (
    <div class="detail" key={person.id}>
      <header class="detail-head">
        <div class="grow">
          <h1>{person.name}</h1>
          <p class="quiet">
            {dotted(
              person.username,
              person.unit.name,
              ...person.roles.map((role) => codeWords("role", role)),
            )}
          </p>
        </div>
        {mayManage.value && person.active && (
          <Button
            kind="primary"
            icon={QrCode}
            busy={busy ? t("app.loading") : false}
            onClick={() => void issue()}
          >
            {t("people.enrol")}
          </Button>
        )}
      </header>
      {failure && <ErrorBox what={failure} />}
      <h2>{t("people.devices")}</h2>
      <Devices person={person} />
    </div>
  );
}

function Devices({ person }: { person: Person }) {
  const asking = useSignal<Device | null>(null);
  if (person.devices.length === 0) {
    const next = mayManage.value && person.active ? t("people.no_devices_do") : "";
    return <Empty icon={SmartphoneNfc} what={t("people.no_devices")} then={next} />;
  }
  return (
    <>
      <ul class="devices">
        {person.devices.map((device) => (
          <DeviceRow key={device.kid} device={device} onRevoke={() => (asking.value = device)} />
        ))}
      </ul>
      <RevokeDialog device={asking.value} onClose={() => (asking.value = null)} />
    </>
  );
}

function DeviceRow({ device, onRevoke }: { device: Device; onRevoke: () => void }) {
  const contact = device.last_contact_at
    ? t("people.contact", { at: fullTime(device.last_contact_at) })
    : t("people.never");
  const phone = byKid.value.get(device.kid);
  const build = phone?.claim?.build;
  return (
    <li class={`device${device.revoked_at ? " revoked" : ""}`}>
      <Icon of={Smartphone} />
      <div class="grow">
        <b>{device.label}</b> <code title={device.kid}>{device.kid.slice(0, 10)}</code>
        <p class="quiet num">
          {dotted(
            t("people.enrolled", { at: fullTime(device.enrolled_at) }),
            contact,
            t("people.head", { n: device.head_seq }),
            build && t("phones.build", { build }),
          )}
        </p>
        {phone && <HeldLines phone={phone} />}
        {device.revoked_at && (
          <p class="revoked-at num">
            {dotted(
              t("people.revoked", { at: fullTime(device.revoked_at) }),
              device.revoked_why && t("people.revoked_why", { why: device.revoked_why }),
            )}
          </p>
        )}
      </div>
      {mayManage.value && !device.revoked_at && (
        <Button kind="danger" onClick={onRevoke}>
          {t("people.revoke")}
        </Button>
      )}
    </li>
  );
}
