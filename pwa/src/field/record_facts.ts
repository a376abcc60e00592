/** What a record says, in the words of the edition that it was answered under. */
import type { Answers } from "../core/answers";
import { type Catalogue, choiceDefs, type Field, itemOf } from "../core/catalogue";
import { readChecklist } from "../core/checklist";
import type { Answer, GeoReading, RecordBody } from "../core/entries";
import { readTally } from "../core/tally";
import { places } from "../device/reference";
import type { RecordCard } from "../device/types";
import { codeWords, t, tc, words } from "../text/field";
import { tr } from "../text/field_record";
import { pointWords, scoreWords, tallyWords } from "../ui/result_words";
import { methodWords } from "./method_words";
import { clock } from "./moments";

/** Null where the edition was never on this phone: codes then speak for themselves. */
type Edition = Catalogue | null;

function codedWords(edition: Edition, field: Field, value: string): string {
  const choice = edition && choiceDefs(edition, field)[value];
  if (choice) return words(choice);
  return places.value.find((place) => place.id === value)?.name ?? value;
}

/** One answer as it was said: the words of choices, yes or no, the name of a place. */
export function answerWords(edition: Edition, field: Field, value: Answer): string {
  if (Array.isArray(value)) return value.map((one) => answerWords(edition, field, one)).join(tc("list.and"));
  if (typeof value === "boolean") return tc(value ? "yes" : "no");
  if (value === "unclear") return tc("unclear");
  return field.type === "datetime" ? clock(String(value)) : codedWords(edition, field, String(value));
}

function answerRows(edition: Edition, body: RecordBody): [string, string][] {
  const item = edition && itemOf(edition, body.item);
  const known = new Map((item?.fields ?? []).map((field) => [field.code, field]));
  const told = Object.entries(body.answers).filter(
    ([code]) => !(body.geo && known.get(code)?.type === "auto_distance"),
  );
  const points = new Map((item?.checks ?? []).map((check) => [check.code, words(check)]));
  return told.map(([code, value]) => {
    const field = known.get(code);
    if (field) return [words(field), answerWords(edition, field, value)];
    return [points.get(code) ?? code, points.has(code) ? pointWords(value) : String(value)];
  });
}

function countRows(edition: Edition, body: RecordBody): [string, string][] {
  const counters = (edition && itemOf(edition, body.item)?.counters) ?? [];
  return Object.entries(body.counts ?? {}).map(([code, value]) => {
    const counter = counters.find((one) => one.code === code);
    return [counter ? words(counter) : code, String(value)];
  });
}

/** The score, the share, or what was found; a register notes something down and has no result. */
function resultWords(edition: Edition, body: RecordBody): string {
  const item = edition && itemOf(edition, body.item);
  if (item?.kind === "register") return "";
  if (item?.kind === "checklist") return scoreWords(readChecklist(item, body.answers as Answers));
  if (item?.kind === "tally") return tallyWords(readTally(item, body.counts ?? {})).join(" · ");
  return codeWords("result", body.result);
}

function distanceWords({ distance_m, error_m, method, verdict }: GeoReading): string {
  const said = [`${distance_m} m ± ${error_m} m`, methodWords(method), codeWords("verdict", verdict)];
  return said.filter(Boolean).join(" · ");
}

/** [name, what was said] in the order of the form; nothing that was left empty. */
export function recordFacts(edition: Edition, body: RecordBody, card: RecordCard): [string, string][] {
  const { geo } = body;
  const rows: [string, string][] = [
    [tr("form.result"), resultWords(edition, body)],
    [tr("verdict.label"), geo ? distanceWords(geo) : ""],
    ...answerRows(edition, body),
    ...countRows(edition, body),
    [tr("place.label"), card.place_name ?? ""],
    [tr("place.address"), body.address],
    [tr("detail.at"), clock(card.wall_at)],
    [t("session.level"), codeWords("level", body.level)],
    [tr("form.note"), body.note],
  ];
  return rows.filter(([, said]) => said !== "");
}
