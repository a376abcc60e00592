import { t } from "../text/desk";
import { Fact } from "./facts_head";
import { fullTime, span } from "./format";
import { type Bracket, bracketOf } from "./time_model";
import type { RecordDetail } from "./types";

/** What the phone claims beside what is proven: not before, not after. */
export function TimeBlock({ record }: { record: RecordDetail }) {
  const { claimed_at, offset, not_before, received_at } = record.time;
  const bracket = bracketOf(record.time);
  return (
    <section class="block">
      <h3>{t("facts.time")}</h3>
      {bracket && <BracketLine bracket={bracket} />}
      <dl class="facts-list times num">
        <Fact label={t("facts.claimed")}>{fullTime(claimed_at, offset)}</Fact>
        <Fact label={t("facts.not_before")}>
          {not_before ? fullTime(not_before, offset) : t("facts.no_beacon")}
        </Fact>
        <Fact label={t("facts.not_after")}>{fullTime(received_at, offset)}</Fact>
      </dl>
    </section>
  );
}

function BracketLine({ bracket }: { bracket: Bracket }) {
  const { from, to, claimed, inside, width_ms } = bracket;
  const words = t(inside ? "facts.inside_bracket" : "facts.outside");
  const [left, right] = [(from ?? 0) * 100, to * 100];
  return (
    <div class={`bracket ${inside ? "in" : "out"}`}>
      <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        <line x1="0" x2="100" y1="5" y2="5" class="rail" />
        <line x1={left} x2={right} y1="5" y2="5" class={from === null ? "proven open" : "proven"} />
        <line x1={claimed * 100} x2={claimed * 100} y1="0" y2="10" class="claim" />
      </svg>
      <p>
        {words}
        {width_ms !== null && (
          <span class="quiet">{` · ${t("facts.bracket", { span: span(width_ms) })}`}</span>
        )}
      </p>
    </div>
  );
}
