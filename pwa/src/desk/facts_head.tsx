import { Ruler } from "lucide-preact";
import { codeWords, t } from "../text/desk";
import { Icon, StatusPill, type Tone } from "../ui";
import { isRegister } from "./catalogue_store";
import { WaitingLines } from "./facts_waiting";
import { methodWords } from "./flag_detail";
import { coordinates, dotted, shortTime } from "./format";
import type { Geo, QueueRow, RecordDetail, RecordState } from "./types";

const STATE_TONE: Record<RecordState, Tone> = {
  submitted: "info",
  returned: "warn",
  accepted: "ok",
  rejected: "bad",
  withdrawn: "info",
};

const VERDICT_TONE: Record<Geo["verdict"], Tone> = { inside: "bad", uncertain: "warn", outside: "ok" };

const NOTABLE_AGE_S = 15;

/** Word and shade; nothing for an item that no catalogue knows. */
export function Severity({ level }: { level: number | null }) {
  if (level === null) return null;
  return <span class={`sev sev-${level}`}>{codeWords("severity", String(level))}</span>;
}

/** What, where, who and when, in the order a reviewer reads. */
export function FactsHead({ row, record }: { row: QueueRow; record: RecordDetail | null }) {
  return (
    <header class="facts-head">
      <p class="facts-kind">
        <span class="code">{row.item}</span>
        <Severity level={row.severity} />
        {!isRegister(row.item) && <span class="result cut">{codeWords("result", row.result)}</span>}
        <StatusPill tone={STATE_TONE[row.state]}>{codeWords("state", row.state)}</StatusPill>
      </p>
      <h2>{row.item_name}</h2>
      {record?.geo && <Distance record={record} geo={record.geo} />}
      {record && <WaitingLines record={record} />}
      <dl class="facts-list">
        <Fact label={t("facts.place")}>{row.place_name ?? t("facts.no_place")}</Fact>
        {row.address && <Fact label={t("facts.address")}>{row.address}</Fact>}
        {record && <Fact label={t("facts.position")}>{positionWords(record)}</Fact>}
        <Fact label={t("facts.officer")}>
          {dotted(row.officer_name, row.unit.name)}{" "}
          <time class="num">{shortTime(row.wall_at, row.offset)}</time>
        </Fact>
        {record && <Partner record={record} />}
        {record && <Fact label={t("facts.session")}>{sessionWords(record)}</Fact>}
        <Fact label={t("facts.id")}>
          <code class="id">{row.id}</code>
        </Fact>
      </dl>
    </header>
  );
}

/** The second officer, or that none has signed where two are asked for. */
function Partner({ record }: { record: RecordDetail }) {
  const { countersigned, partner_standing, time } = record;
  if (!partner_standing && countersigned.length === 0) return null;
  return (
    <Fact label={t("facts.partner")}>
      {countersigned.map((one) => (
        <p key={one.received_at}>
          {one.name} <time class="num">{one.wall_at && shortTime(one.wall_at, time.offset)}</time>
        </p>
      ))}
      {partner_standing === "missing" && <StatusPill tone="warn">{t("facts.no_partner")}</StatusPill>}
    </Fact>
  );
}

export function Fact({ label, children }: { label: string; children: preact.ComponentChildren }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function sessionWords(record: RecordDetail): string {
  return dotted(
    codeWords("level", record.level),
    codeWords("mode", record.mode),
    codeWords("nature", record.nature),
    record.source !== "patrol" && codeWords("source", record.source),
    record.purpose !== "inspect" && codeWords("purpose", record.purpose),
  );
}

function positionWords(record: RecordDetail): string {
  const { position } = record;
  if (!position) return t("facts.no_position");
  const age_s = Math.round(position.age_ms / 1000);
  return dotted(
    `${coordinates(position)} (±${position.acc_m} ${t("unit.m")})`,
    age_s >= NOTABLE_AGE_S && t("facts.age", { s: age_s }),
    position.nudged && t("facts.nudged"),
    position.why && t(`facts.why_${position.why}`),
  );
}

function Distance({ record, geo }: { record: RecordDetail; geo: Geo }) {
  const place = record.near_places.find(({ id }) => id === geo.place)?.name ?? geo.place;
  const numbers = { place, distance: Math.round(geo.distance_m), error: Math.round(geo.error_m) };
  return (
    <p class={`distance tone-${VERDICT_TONE[geo.verdict]}`}>
      <Icon of={Ruler} />
      <span class="grow num">
        {t("verdict.line", numbers)}
        <span class="method">{methodWords(geo.method, geo.network)}</span>
      </span>
      <b>{codeWords("verdict", geo.verdict)}</b>
    </p>
  );
}
