// What exactly a flag doubts. The server writes codes and numbers, so that ledger and languages stay apart.

import { codeWords, type DeskWord, t, tc } from "../text/desk";
import { questionWords } from "./catalogue_store";
import { shortHash } from "./format";
import type { RecordDetail } from "./types";

type Doubted = Pick<RecordDetail, "item" | "photos">;
type Say = (detail: string, record: Doubted) => string;

/** Parts of an entry that screens have words for; all others are the app's own business. */
const PARTS: { [key: string]: DeskWord } = {
  body: "part.body",
  number: "part.number",
  "at.wall": "part.time",
  id: "facts.id",
  officer: "facts.officer",
  place: "facts.place",
  address: "facts.address",
  position: "facts.position",
  fixes: "facts.position",
  geo: "facts.position",
  answers: "facts.answers",
  counts: "part.counts",
  note: "facts.note",
  guidance: "facts.guidance",
  item: "queue.item",
  shots: "part.photos",
  sha256: "part.photos",
  level: "facts.session",
  mode: "facts.session",
  nature: "facts.session",
  source: "facts.session",
};

const UNITS: { [unit: string]: DeskWord } = {
  d: "time.days",
  h: "time.hours",
  min: "time.minutes",
  s: "time.seconds",
};

const parts = (detail: string): string[] => detail.split(", ").filter((part) => part !== "");
const joined = (words: string[]): string => [...new Set(words)].join(tc("list.and"));

/** `5 h` as the language says it; anything else as it is. */
function spanWords(detail: string): string {
  const [, n, unit = ""] = /^(\d+) (d|h|min|s)$/.exec(detail) ?? [];
  const words = UNITS[unit];
  return words && n ? t(words, { n }) : detail;
}

/** How a distance was measured, and on which edition of the walking network. */
export function methodWords(code: string, network?: string): string {
  const method = codeWords("method", code);
  return network ? t("method.network", { method, network }) : method;
}

/** `212 ± 18 m, gate_path, 3fa91c02d1b4`; a figure alone stays as it is. */
const distanceWords: Say = (detail) => {
  const [figure = "", code, network] = parts(detail);
  return code ? `${figure} · ${methodWords(code, network)}` : figure;
};

const photoWords: Say = (detail, { photos }) => {
  const numbers = parts(detail).map((part) => {
    const at = photos.findIndex((photo) => photo.sha256 === part);
    return at < 0 ? shortHash(part) : String(at + 1);
  });
  return numbers.length > 0 ? t("detail.photos", { n: joined(numbers) }) : "";
};

/** `size: not_a_choice` as question and what is wrong with its answer. */
const answerWords: Say = (detail, { item }) => {
  const said = parts(detail).map((part) => {
    const [code = "", problem] = part.split(": ");
    const question = questionWords(item, code);
    return problem ? `${question}: ${codeWords("odd", problem)}` : question;
  });
  return joined(said);
};

const partWords: Say = (detail) => joined(parts(detail).map((part) => t(PARTS[part] ?? "detail.other_part")));

const PHOTO_FLAGS = [
  ...["imported_photo", "reused_photo", "unknown_shot", "future_shot"],
  ...["unreadable", "trailing_data", "mime_differs"],
];
const SPAN_FLAGS = ["clock_ahead", "clock_behind", "late_arrival", "stale_fix"];

const BY_CODE = new Map<string, Say>([
  ["missing_answer", answerWords],
  ["distance_uncertain", distanceWords],
  ["invalid_answer", answerWords],
  ["unproven_point", answerWords],
  ["malformed_body", partWords],
  ["no_right", (detail) => joined(parts(detail).map((part) => codeWords("detail", `right_${part}`)))],
  ["fork", (detail) => joined(parts(detail).map(shortHash))],
  ...PHOTO_FLAGS.map((code): [string, Say] => [code, photoWords]),
  ...SPAN_FLAGS.map((code): [string, Say] => [code, spanWords]),
]);

/** The detail of a flag in the reader's words; figures that need none stay as they are. */
export function detailWords(record: Doubted, code: string, detail: string): string {
  return BY_CODE.get(code)?.(detail, record) ?? detail;
}
