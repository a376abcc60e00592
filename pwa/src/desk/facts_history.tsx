import { codeWords, t, tc } from "../text/desk";
import { questionWords } from "./catalogue_store";
import { dotted, shortHash, shortTime } from "./format";
import type { HistoryStep, RecordDetail, Version } from "./types";

/** What happened to the record, oldest first. */
export function HistoryBlock({ record }: { record: RecordDetail }) {
  if (record.history.length === 0) return null;
  return (
    <section class="block">
      <h3>{t("facts.history")}</h3>
      <ol class="history">
        {merged(record.history).map(({ step, times }) => (
          <Step key={`${step.at}${step.type}${detailOf(step)}`} step={step} times={times} />
        ))}
      </ol>
    </section>
  );
}

/** A decision's reason and words; other steps say it all by their name. */
function detailOf({ detail }: HistoryStep): string {
  const { reason, words } = detail;
  return dotted(
    typeof reason === "string" && codeWords("reason", reason),
    typeof words === "string" && words,
  );
}

/** Pictures arrive one by one; several in a row are one line. */
export function merged(history: readonly HistoryStep[]): { step: HistoryStep; times: number }[] {
  const lines: { step: HistoryStep; times: number }[] = [];
  for (const step of history) {
    const last = lines.at(-1);
    if (last && step.type === "stored" && last.step.type === "stored") last.times += 1;
    else lines.push({ step, times: 1 });
  }
  return lines;
}

function Step({ step, times }: { step: HistoryStep; times: number }) {
  const detail = detailOf(step);
  return (
    <li>
      <time class="num">{shortTime(step.at)}</time>
      <div>
        <b>{codeWords("history", step.type)}</b>
        {times > 1 && ` × ${times}`} <span class="quiet">{step.actor_name ?? t("facts.system")}</span>
        {detail && <p class="pre">{detail}</p>}
      </div>
    </li>
  );
}

function valuesOf(version: Version | undefined): Map<string, string> {
  if (!version) return new Map();
  const pairs = Object.entries(version.answers);
  return new Map(pairs.map(([code, value]) => [code, JSON.stringify(value)]));
}

/** Codes of the answers that differ between two versions. */
export function changedFields(before: Version | undefined, after: Version): string[] {
  const [old, now] = [valuesOf(before), valuesOf(after)];
  const codes = new Set([...old.keys(), ...now.keys()]);
  return [...codes].filter((code) => old.get(code) !== now.get(code));
}

/** Shown only once a record has been corrected. */
export function VersionsBlock({ record }: { record: RecordDetail }) {
  const { versions, answers } = record;
  if (versions.length < 2) return null;
  const named = (code: string): string =>
    answers.find((answer) => answer.code === code)?.label ?? questionWords(record.item, code);
  return (
    <section class="block">
      <h3>{t("facts.versions")}</h3>
      <ol class="history">
        {versions.map((version, index) => (
          <li key={version.entry_hash}>
            <time class="num">{shortTime(version.received_at)}</time>
            <div>
              <b>{t("facts.version", { n: version.n })}</b>{" "}
              <span class="quiet">
                {dotted(
                  t("facts.version_photos", { n: version.shots.length }),
                  version.entry_hash === versions.at(-1)?.entry_hash && t("facts.version_now"),
                  shortHash(version.entry_hash),
                )}
              </span>
              {index > 0 && <p>{changeWords(changedFields(versions[index - 1], version).map(named))}</p>}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

function changeWords(fields: string[]): string {
  return fields.length === 0
    ? t("facts.version_same")
    : t("facts.version_changed", { fields: fields.join(tc("list.and")) });
}
