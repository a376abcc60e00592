import { CircleCheckBig, Undo2 } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import { myRecords, readRecord, recordForCorrection } from "../device/records";
import type { SavedRecord } from "../device/types";
import { tr } from "../text/field_record";
import { tw } from "../text/field_team";
import { Button, StatusPill } from "../ui";
import { Partner } from "./AskPartner";
import { beforehand, begin } from "./beforehand";
import { saved } from "./draft";
import { later } from "./Later";
import { isDelivered, proofWords, stateWords } from "./record_words";
import { go } from "./router";
import { StatusLine } from "./StatusLine";
import { Trouble } from "./Trouble";

const ShareButton = later(async () => (await import("./Share")).ShareButton);

const UNDO_S = 5;

/** For five seconds the record goes back into its form; then only the record itself offers that. */
function Undo({ record }: { record: string }) {
  const [left, setLeft] = useState(UNDO_S);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    const timer = setInterval(() => setLeft((seconds) => Math.max(0, seconds - 1)), 1000);
    return () => clearInterval(timer);
  }, []);
  const back = () => recordForCorrection(record).then(({ id }) => go({ name: "form", draft: id }), setError);
  if (left === 0) return null;
  return (
    <>
      <Trouble error={error} />
      <Button kind="quiet" block icon={Undo2} onClick={() => void back()}>
        {tw("saved.undo", { n: left })}
      </Button>
    </>
  );
}

function useSaved(record: string): SavedRecord | null {
  const [sent, setSent] = useState<SavedRecord | null>(null);
  useEffect(() => {
    readRecord(record).then(setSent, () => setSent(null));
  }, [record]);
  return sent;
}

/** The record is on the phone for good; what is still to come is said, not implied. */
export function Saved({ record }: { record: string }) {
  const last = saved.value;
  const card = myRecords.value.find((one) => one.id === record) ?? null;
  const sent = useSaved(record);
  const again = () => {
    if (!last) return;
    beforehand.value = { place: last.place, name: last.place_name ?? "", address: last.address };
    void begin(last.item);
  };
  const state = stateWords(card);
  return (
    <main class="screen">
      <StatusLine />
      <div class="scroll centre">
        <div class="empty saved" role="status">
          <CircleCheckBig class="icon" aria-hidden="true" />
          <h1>{tr("saved.title")}</h1>
          <StatusPill tone={state.tone} icon={state.icon}>
            {tr("saved.state", { state: state.words })}
          </StatusPill>
          <p>{card && isDelivered(card) ? proofWords(card) : tr("saved.then")}</p>
        </div>
        {last && <Undo key={record} record={record} />}
      </div>
      <div class="foot column">
        {sent && <Partner sent={sent} card={card} />}
        {sent && <ShareButton sent={sent} />}
        {last && (
          <Button block onClick={again}>
            {tr("saved.again")}
          </Button>
        )}
        <Button kind="primary" block onClick={() => go({ name: "home" })}>
          {tr("saved.home")}
        </Button>
      </div>
    </main>
  );
}
