import { Inbox, Signature } from "lucide-preact";
import { useState } from "preact/hooks";
import { itemOf } from "../core/catalogue";
import { myRecords } from "../device/records";
import { catalogue, places } from "../device/reference";
import type { RecordCard } from "../device/types";
import { codeWords, t, words } from "../text/field";
import { tw } from "../text/field_team";
import { tk } from "../text/field_upkeep";
import { Button, Empty, ListRow, Photo, Segments, StatusPill, TextInput } from "../ui";
import { DraftRows } from "./DraftRows";
import { later } from "./Later";
import { clock } from "./moments";
import { usePicture } from "./picture";
import { matching } from "./record_search";
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

/** More than this is drawn only on demand: each row decrypts a picture. */
const PAGE = 30;

function Rows({ cards }: { cards: readonly RecordCard[] }) {
  const [shown, setShown] = useState(PAGE);
  const left = cards.length - shown;
  return (
    <>
      <ul class="list">
        {cards.slice(0, shown).map((card) => (
          <li key={card.id}>
            <Row card={card} />
          </li>
        ))}
      </ul>
      {left > 0 && (
        <Button block onClick={() => setShown(shown + PAGE)}>
          {tk("rec.show_more", { n: Math.min(left, PAGE) })}
        </Button>
      )}
    </>
  );
}

function Found({ query, cards }: { query: string; cards: readonly RecordCard[] }) {
  const found = matching(cards, query, { catalogue: catalogue.value, places: places.value });
  if (found.length === 0) return <Empty icon={Inbox} what={tk("rec.none")} then={tk("rec.none_then")} />;
  return <Rows key={query} cards={found} />;
}

/** One segment; what is not finished stands before what is not sent. */
function OfSegment({ shown, cards }: { shown: Segment; cards: readonly RecordCard[] }) {
  const rows = cards.filter((card) => segmentOf(card.state) === shown);
  const drafts = shown === "unsent" && <DraftRows />;
  return (
    <>
      {drafts && <ul class="list">{drafts}</ul>}
      {rows.length === 0 && (
        <Empty icon={Inbox} what={t(`records.${shown}_none`)} then={t(`records.${shown}_none_then`)} />
      )}
      {rows.length > 0 && <Rows key={shown} cards={rows} />}
    </>
  );
}

const Countersign = later(async () => (await import("./Countersign")).Countersign);

/** Two officers inspect, one writes: the other signs here. */
function SignForPartner() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button kind="quiet" icon={Signature} onClick={() => setOpen(true)}>
        {tw("pair.title")}
      </Button>
      {open && <Countersign onClose={() => setOpen(false)} />}
    </>
  );
}

export function Records({ state }: { state: string }) {
  const [query, setQuery] = useState("");
  const cards = myRecords.value;
  const shown = SEGMENTS.find((one) => one === state) ?? firstSegment(cards);
  return (
    <main class="screen">
      <header class="homehead">
        <h1 tabIndex={-1}>{t("records.title")}</h1>
        <StatusLine />
        {cards.length > 0 && (
          <TextInput
            type="search"
            label={tk("rec.search")}
            placeholder={tk("rec.search")}
            value={query}
            onInput={setQuery}
          />
        )}
        <Segments<Segment>
          label={t("records.title")}
          options={SEGMENTS.map((value) => ({
            value,
            label: t(`records.${value}`),
            n: cards.filter((card) => segmentOf(card.state) === value).length,
          }))}
          value={shown}
          onChange={(next) => {
            setQuery("");
            replace({ name: "records", state: next });
          }}
        />
      </header>
      <div class="scroll">
        {query.trim() ? <Found query={query} cards={cards} /> : <OfSegment shown={shown} cards={cards} />}
        <SignForPartner />
      </div>
    </main>
  );
}
