import { Inbox } from "lucide-preact";
import { itemOf } from "../core/catalogue";
import { myRecords } from "../device/records";
import { catalogue } from "../device/reference";
import type { RecordCard } from "../device/types";
import { codeWords, t, words } from "../text/field";
import { Empty, ListRow, Photo, Segments, StatusPill } from "../ui";
import { clock } from "./moments";
import { usePicture } from "./picture";
import { firstSegment, SEGMENTS, type Segment, segmentOf, stateWords } from "./record_words";
import { href, replace } from "./router";
import { StatusLine } from "./StatusLine";

export function itemWords(code: string): string {
  const item = catalogue.value ? itemOf(catalogue.value, code) : null;
  return item ? words(item.name) : code;
}

/** What the desk asks for, in one line. */
function asked(card: RecordCard): string | null {
  if (card.state !== "returned" || !card.review) return null;
  const { reason, words: said } = card.review;
  return [reason && codeWords("reason", reason), said].filter(Boolean).join(": ");
}

function Row({ card }: { card: RecordCard }) {
  const url = usePicture(card.preview_sha256);
  const state = stateWords(card);
  const wish = asked(card);
  const where = card.place_name || card.address;
  return (
    <ListRow
      lead={<Photo src={url} alt="" />}
      title={itemWords(card.item)}
      sub={
        <>
          <div class="clip2">
            {where && `${where} · `}
            <span class="num">{clock(card.wall_at)}</span>
          </div>
          {wish && <div class="wish clip2">{wish}</div>}
          <StatusPill tone={state.tone} icon={state.icon}>
            {state.words}
          </StatusPill>
        </>
      }
      href={href({ name: "record", record: card.id })}
    />
  );
}

export function Records({ state }: { state: string }) {
  const cards = myRecords.value;
  const shown = SEGMENTS.find((one) => one === state) ?? firstSegment(cards);
  const rows = cards.filter((card) => segmentOf(card.state) === shown);
  return (
    <main class="screen">
      <header class="homehead">
        <h1 tabIndex={-1}>{t("records.title")}</h1>
        <StatusLine />
        <Segments<Segment>
          label={t("records.title")}
          options={SEGMENTS.map((value) => ({
            value,
            label: t(`records.${value}`),
            n: cards.filter((card) => segmentOf(card.state) === value).length,
          }))}
          value={shown}
          onChange={(next) => replace({ name: "records", state: next })}
        />
      </header>
      <div class="scroll">
        {rows.length === 0 && (
          <Empty icon={Inbox} what={t(`records.${shown}_none`)} then={t(`records.${shown}_none_then`)} />
        )}
        {rows.length > 0 && (
          <ul class="list">
            {rows.map((card) => (
              <li key={card.id}>
                <Row card={card} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </main>
  );
}
