import { checkSlot } from "../core/checklist";
import type { ChecklistScore, TallyFigures, TallyStratum } from "../core/contract";
import type { TallyReading } from "../core/tally";
import { tc } from "../text/desk";
import { StatusPill } from "../ui";
import {
  intervalWords,
  provenWords,
  scoreWords,
  spanWords,
  tallyWords,
  tierWords,
  unsplitWords,
  vetoWords,
} from "../ui/result_words";
import { choiceWords, questionWords } from "./catalogue_store";
import { shortTime } from "./format";
import type { RecordDetail } from "./types";

/** Which photos show why a point failed, as the reviewer counts them. */
function photosOf(record: RecordDetail, code: string): string {
  const slot = checkSlot(code);
  const numbers = record.photos.flatMap((photo, i) => (photo.slot === slot ? [String(i + 1)] : []));
  return provenWords(numbers.join(tc("list.and")));
}

/** What a checklist comes to: the score, the verdict by tier, and what failed with its photos. */
export function Score({ record, score }: { record: RecordDetail; score: ChecklistScore }) {
  return (
    <div class="stack">
      <p class="row wrap">
        <strong class="num">{scoreWords(score)}</strong>
        {score.tiers.map((tier) => (
          <StatusPill key={tier.tier} tone={tier.passed === null ? "plain" : tier.passed ? "ok" : "bad"}>
            {tierWords(tier)}
          </StatusPill>
        ))}
      </p>
      <ul class="stack">
        {score.failed.map((code) => (
          <li key={code} class="row wrap">
            <StatusPill tone="bad">{questionWords(record.item, code)}</StatusPill>
            {score.vetoed.includes(code) && <strong class="small">{vetoWords()}</strong>}
            <span class="small">{photosOf(record, code)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function stratumWords(strata: string[], { of }: TallyStratum): string {
  const told = of.map((code, i) => (code === null ? unsplitWords() : choiceWords(strata[i] ?? "", code)));
  return told.join(" · ");
}

function countsOf({ counts }: TallyStratum, item: string): string {
  const told = Object.entries(counts).map(([code, n]) => `${questionWords(item, code)} ${String(n)}`);
  return told.join(tc("list.and"));
}

/** What one visit counted: its share, when and how long, and each stratum by itself. */
export function Count({ record, tally }: { record: RecordDetail; tally: TallyFigures }) {
  const { started_at, ended_at, counted_s, planned_min } = tally;
  const at = (iso: string) => shortTime(iso, record.time.offset);
  const said = [...tallyWords(tally as TallyReading), intervalWords(tally)].filter(Boolean);
  return (
    <div class="stack">
      <p class="strong num">{said.join(" · ")}</p>
      {started_at && ended_at && (
        <p class="small num">{spanWords(at(started_at), at(ended_at), counted_s ?? 0, planned_min ?? 0)}</p>
      )}
      <dl class="facts-list">
        {tally.cells.map((cell) => (
          <div key={cell.of.join()}>
            <dt>{stratumWords(tally.strata, cell)}</dt>
            <dd class="num">{countsOf(cell, record.item)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
