import { FileQuestion, PencilLine } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import type { Catalogue } from "../core/catalogue";
import { myRecords, readRecord, recordForCorrection } from "../device/records";
import { catalogue } from "../device/reference";
import type { CardState, RecordCard, SavedRecord } from "../device/types";
import { codeWords } from "../text/field";
import { tr } from "../text/field_record";
import { tk } from "../text/field_upkeep";
import { Button, Empty, Message, StatusPill, type Tone, TopBar } from "../ui";
import { Partner } from "./AskPartner";
import { ExportUnsent } from "./Export";
import { bringEdition, editionHere } from "./editions";
import { later } from "./Later";
import { problemWords } from "./problem_words";
import { itemWords } from "./Records";
import { recordFacts } from "./record_facts";
import { proofWords, stateWords } from "./record_words";
import { go, href } from "./router";
import { ShotStrip } from "./ShotStrip";
import { Trouble } from "./Trouble";
import { Withdraw } from "./Withdraw";

const ShareButton = later(async () => (await import("./Share")).ShareButton);

/** Nobody has decided yet, or the desk sent it back: the officer may still change what was said. */
const OPEN: readonly CardState[] = ["waiting", "sending", "sent", "submitted", "returned"];

/** Words of a newer edition would put other questions into the officer's mouth: which one it was is said. */
function EditionNote({ said }: { said: string }) {
  const now = catalogue.value?.meta.edition;
  if (!now || said === now) return null;
  return (
    <p class="small quiet">
      {editionHere(said)
        ? tk("rec.edition", { edition: said, now })
        : tk("rec.edition_gone", { edition: said })}
    </p>
  );
}

function Facts({ sent, card }: { sent: SavedRecord; card: RecordCard }) {
  const edition: Catalogue | null = editionHere(sent.body.edition);
  return (
    <>
      <EditionNote said={sent.body.edition} />
      <dl class="facts card">
        {recordFacts(edition, sent.body, card).map(([name, said]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{said}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Withdrawn({ card }: { card: RecordCard }) {
  if (card.withdrawn === null) return null;
  const what = tk(card.receipt ? "rec.withdrawn" : "rec.withdrawn_waits");
  return <Message what={what} then={card.withdrawn} />;
}

const TONES: Partial<Record<CardState, Tone>> = { returned: "warn", rejected: "bad" };

function Decision({ card }: { card: RecordCard }) {
  const { review } = card;
  if (!review || card.state === "submitted" || card.withdrawn !== null) return null;
  const tone = TONES[card.state] ?? "ok";
  const reason = review.reason ? codeWords("reason", review.reason) : "";
  const what = tr("detail.decided", { name: review.reviewer_name, state: stateWords(card).words, reason });
  return <Message tone={tone} what={what} then={review.words ?? ""} />;
}

/** What no further try will send: why, and the way out. */
function Stuck({ card }: { card: RecordCard }) {
  const { what, next } = problemWords({ code: card.problem ?? "refused" });
  return (
    <Message tone="bad" what={what} then={next}>
      <ExportUnsent />
    </Message>
  );
}

function useSent(record: string, version: string | undefined): [SavedRecord | null, unknown] {
  const [sent, setSent] = useState<SavedRecord | null>(null);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    const look = async () => {
      const found = await readRecord(record);
      await bringEdition(found.body.edition);
      return found;
    };
    look().then(setSent, setError);
  }, [record, version]);
  return [sent, error];
}

async function correct(record: string): Promise<void> {
  const { id } = await recordForCorrection(record);
  go({ name: "form", draft: id });
}

/** Until it is decided a record may be corrected or withdrawn; the version before stays where it is. */
function Change({ card }: { card: RecordCard }) {
  const [error, setError] = useState<unknown>(null);
  const isReturned = card.state === "returned";
  return (
    <>
      <Trouble error={error} />
      <div class="foot">
        <Withdraw record={card.id} />
        <Button
          kind={isReturned ? "primary" : "plain"}
          block
          icon={PencilLine}
          onClick={() => void correct(card.id).catch(setError)}
        >
          {isReturned ? tr("detail.correct") : tk("rec.correct")}
        </Button>
      </div>
    </>
  );
}

export function RecordDetail({ record }: { record: string }) {
  const card = myRecords.value.find((one) => one.id === record);
  const [sent, error] = useSent(record, card?.entry_hash);
  const back = href({ name: "records", state: "all" });
  if (!card) {
    return (
      <main class="screen">
        <TopBar title={tr("detail.title")} back={back} />
        <Empty icon={FileQuestion} what={tr("detail.gone")} then={tr("detail.gone_then")} />
      </main>
    );
  }
  const state = stateWords(card);
  return (
    <main class="screen">
      <TopBar title={itemWords(card.item)} back={back} />
      <div class="scroll stack">
        <Withdrawn card={card} />
        <Decision card={card} />
        <div class="row wrap">
          <StatusPill tone={state.tone} icon={state.icon}>
            {state.words}
          </StatusPill>
          <span class="small quiet">{proofWords(card)}</span>
        </div>
        {card.state === "problem" && <Stuck card={card} />}
        <Trouble error={error} />
        {sent && <ShotStrip shots={sent.shots} fixed record={record} />}
        {sent && <Partner sent={sent} card={card} />}
        {sent && !card.withdrawn && (
          <div class="row">
            <ShareButton sent={sent} />
          </div>
        )}
        {sent && <Facts sent={sent} card={card} />}
      </div>
      {card.withdrawn === null && OPEN.includes(card.state) && <Change card={card} />}
    </main>
  );
}
