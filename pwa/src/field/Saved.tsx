import { CircleCheckBig } from "lucide-preact";
import { myRecords } from "../device/records";
import { tr } from "../text/field_record";
import { Button, StatusPill } from "../ui";
import { beforehand, begin } from "./beforehand";
import { saved } from "./draft";
import { isDelivered, proofWords, stateWords } from "./record_words";
import { go } from "./router";
import { StatusLine } from "./StatusLine";

/** The record is on the phone for good; what is still to come is said, not implied. */
export function Saved({ record }: { record: string }) {
  const last = saved.value;
  const card = myRecords.value.find((one) => one.id === record);
  const again = () => {
    if (!last) return;
    beforehand.value = { place: last.place, name: last.place_name ?? "", address: last.address };
    void begin(last.item);
  };
  const state = stateWords(card ?? null);
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
      </div>
      <div class="foot column">
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
