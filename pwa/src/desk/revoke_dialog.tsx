import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type DeskWord, t, tc } from "../text/desk";
import { Button, ErrorBox, Field, Message, Sheet, TextInput } from "../ui";
import { HeldLines } from "./held_lines";
import { revokeDevice } from "./people_store";
import { byKid, holdingOf, loadPhones } from "./phones_store";
import { lineOf } from "./problem_words";
import type { Device } from "./types";

const REASONS: readonly DeskWord[] = [
  "people.revoke_lost",
  "people.revoke_left",
  "people.revoke_replaced",
  "people.revoke_other",
];

interface RevokeProps {
  device: Device | null;
  onClose: () => void;
}

/** Revoking is final, so it takes a reason and a second press. */
export function RevokeDialog({ device, onClose }: RevokeProps) {
  return (
    <Sheet open={device !== null} title={t("people.revoke_title")} onClose={onClose}>
      {device && <RevokeForm device={device} onClose={onClose} />}
    </Sheet>
  );
}

function useRevoking(device: Device, reason: string, onClose: () => void) {
  const busy = useSignal(false);
  const failure = useSignal<string | null>(null);
  const revoke = async (): Promise<void> => {
    busy.value = true;
    failure.value = null;
    try {
      await revokeDevice(device.kid, reason.trim());
      void loadPhones();
      onClose();
    } catch (error) {
      failure.value = lineOf(error);
    } finally {
      busy.value = false;
    }
  };
  return { revoke, busy: busy.value, failure: failure.value };
}

function Reasons({ reason }: { reason: Signal<string> }) {
  return (
    <ol class="reasons">
      {REASONS.map((words) => (
        <li key={words}>
          <button
            type="button"
            aria-pressed={reason.value === t(words)}
            onClick={() => (reason.value = t(words))}
          >
            {t(words)}
          </button>
        </li>
      ))}
    </ol>
  );
}

/** What the device takes along if it never comes back. */
function StillHolds({ kid }: { kid: string }) {
  useEffect(() => void loadPhones(), []);
  const holding = holdingOf(kid);
  const phone = byKid.value.get(kid);
  if (holding === "nothing") return null;
  const what = holding === "something" ? "people.revoke_holds" : "people.revoke_unknown";
  return (
    <Message tone="warn" what={t(what)}>
      {phone && <HeldLines phone={phone} />}
      <p class="then">{t("people.revoke_holds_do")}</p>
    </Message>
  );
}

function RevokeForm({ device, onClose }: { device: Device; onClose: () => void }) {
  const reason = useSignal("");
  const { revoke, busy, failure } = useRevoking(device, reason.value, onClose);
  return (
    <>
      <p>
        <b>{device.label}</b> <code>{device.kid.slice(0, 10)}</code>
      </p>
      <StillHolds kid={device.kid} />
      <p>{t("people.revoke_note")}</p>
      <Reasons reason={reason} />
      <Field label={t("people.revoke_reason")}>
        <TextInput
          label={t("people.revoke_reason")}
          value={reason.value}
          maxLength={200}
          onInput={(value) => (reason.value = value)}
        />
      </Field>
      {failure && <ErrorBox what={failure} />}
      <div class="decide-row">
        <Button onClick={onClose}>{tc("cancel")}</Button>
        <Button
          kind="danger"
          disabled={reason.value.trim() === ""}
          busy={busy ? t("app.loading") : false}
          onClick={() => void revoke()}
        >
          {t("people.revoke_confirm")}
        </Button>
      </div>
    </>
  );
}
