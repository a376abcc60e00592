import { type Signal, useSignal } from "@preact/signals";
import { OPENING_REASONS } from "../core/codes";
import { codeWords, t, tc } from "../text/desk";
import { Button, ErrorBox, Field, Sheet, TextInput } from "../ui";
import { api } from "./api";
import { lineOf } from "./problem_words";
import { showOpened, wantsOriginal } from "./stage_store";
import type { Photo, RecordDetail } from "./types";

interface UnsealProps {
  record: RecordDetail;
  photo: Photo;
}

const close = (): void => {
  wantsOriginal.value = false;
};

/** The original under a redacted picture opens to a role, with a reason; each time is a leaf. */
export function UnsealDialog({ record, photo, open }: UnsealProps & { open: boolean }) {
  return (
    <Sheet open={open} title={t("unseal.title")} onClose={close}>
      {record.opens_originals ? <UnsealForm record={record} photo={photo} /> : <p>{t("unseal.not_you")}</p>}
    </Sheet>
  );
}

function useUnsealing({ record, photo }: UnsealProps) {
  const busy = useSignal(false);
  const failure = useSignal<string | null>(null);
  const unseal = async (reason: string, words: string): Promise<void> => {
    busy.value = true;
    failure.value = null;
    try {
      showOpened(photo.sha256, await api.openOriginal(record.id, photo.sha256, { reason, words }));
    } catch (error) {
      failure.value = lineOf(error);
    } finally {
      busy.value = false;
    }
  };
  return { unseal, busy: busy.value, failure: failure.value };
}

function Reasons({ reason }: { reason: Signal<string> }) {
  return (
    <ol class="reasons">
      {OPENING_REASONS.map((code) => (
        <li key={code}>
          <button type="button" aria-pressed={reason.value === code} onClick={() => (reason.value = code)}>
            {codeWords("reason", code)}
          </button>
        </li>
      ))}
    </ol>
  );
}

function UnsealForm(props: UnsealProps) {
  const reason = useSignal("");
  const words = useSignal("");
  const { unseal, busy, failure } = useUnsealing(props);
  const silent = reason.value === "" || (reason.value === "other" && words.value.trim().length < 2);
  return (
    <>
      <p>{t("unseal.then")}</p>
      <Reasons reason={reason} />
      <Field label={t("unseal.words")}>
        <TextInput
          label={t("unseal.words")}
          value={words.value}
          maxLength={200}
          onInput={(value) => (words.value = value)}
        />
      </Field>
      {failure && <ErrorBox what={failure} />}
      <div class="decide-row">
        <Button onClick={close}>{tc("cancel")}</Button>
        <Button
          kind="primary"
          disabled={silent}
          busy={busy ? t("app.loading") : false}
          onClick={() => void unseal(reason.value, words.value.trim())}
        >
          {t("unseal.confirm")}
        </Button>
      </div>
    </>
  );
}
