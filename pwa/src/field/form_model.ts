import { describeAddress } from "../core/address";
import {
  type Answer,
  type AnswerContext,
  type Answers,
  derivedAnswers,
  initialAnswers,
  isAnswered,
  missingAnswers,
  recordedAnswers,
  recordedCounts,
  requiredFields,
  requiredPhotos,
} from "../core/answers";
import { type Catalogue, type Item, isSchoolCategory, itemOf, type Words } from "../core/catalogue";
import { checklistResult, checkSlot, failedPoints, openPoints, unproven } from "../core/checklist";
import type { Fix, GeoReading, RecordPosition } from "../core/entries";
import { distanceM, nearest, type Place } from "../core/geo";
import { isPicture } from "../core/media";
import { recordedTally, tallyResult } from "../core/tally";
import type { Draft } from "../device/types";
import { once } from "./once";
import { type Ground, ruleVerdict } from "./rule_verdict";

/** What the phone knows around a draft: the catalogue, its places, the clock. */
export interface World extends Ground {
  lang: "zh" | "en";
  now: string;
}

export function draftItem(draft: Draft, world: World): Item | null {
  return draft.item ? itemOf(world.catalogue, draft.item) : null;
}

const closestSchool = once((catalogue: Catalogue, at: RecordPosition, places: Place[]) =>
  nearest(places, at.nudged ?? at, (place) => isSchoolCategory(catalogue, place.category)),
);

const wordsFor = once((at: RecordPosition, places: Place[], lang: World["lang"]) =>
  describeAddress(at.nudged ?? at, places, lang),
);

function nearestSchool(item: Item | null, draft: Draft, world: World): AnswerContext["nearestSchool"] {
  const { position } = draft;
  if (!position) return null;
  const found = ruleVerdict(item, position, world);
  if (found) return found;
  const near = closestSchool(world.catalogue, position, world.places);
  return near && { ...near, error_m: position.acc_m };
}

/** The facts that conditions and derived answers read. */
export function contextOf(draft: Draft, world: World): AnswerContext {
  const { nature, source, level, mode } = draft.patrol;
  return {
    nature,
    source,
    level,
    mode,
    now: world.now,
    result: draft.result,
    place: world.places.find((place) => place.id === draft.place) ?? null,
    nearestSchool: nearestSchool(draftItem(draft, world), draft, world),
  };
}

/** The facts that the draft's answers followed from: what was measured then, not what these streets would give. */
function contextBefore(draft: Draft, world: World): AnswerContext {
  const known = contextOf(draft, world);
  const place = draft.geo && world.places.find((one) => one.id === draft.geo?.place);
  return draft.geo && place ? { ...known, nearestSchool: { ...draft.geo, place } } : known;
}

function same(a: Answer | undefined, b: Answer | undefined): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}

/** Derived answers follow the position and the place until an officer has answered otherwise. */
function followAnswers(answers: Answers, before: Answers, after: Answers): Answers {
  const result = { ...answers };
  for (const code of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (!isAnswered(answers[code]) || same(answers[code], before[code])) result[code] = after[code] ?? null;
  }
  return result;
}

function followAddress(draft: Draft, next: Draft, world: World): string {
  const words = (at: RecordPosition | null) => (at ? wordsFor(at, world.places, world.lang) : "");
  const untouched = draft.address === "" || draft.address === words(draft.position);
  return untouched ? words(next.position) : draft.address;
}

function geoReading(item: Item | null, next: Draft, world: World): GeoReading | null {
  const found = ruleVerdict(item, next.position, world);
  if (!found || !item?.geo_rule) return null;
  const { place, method, distance_m, error_m, verdict, network } = found;
  const reading = { rule: item.geo_rule, place: place.id, method, distance_m, error_m, verdict };
  return network ? { ...reading, network } : reading;
}

function nameOfPlace(draft: Draft, next: Draft, world: World): string | null {
  const known = world.places.find((place) => place.id === next.place);
  if (known) return known.name;
  // A place that this phone knows no more keeps the name it was chosen by.
  return next.place === draft.place ? next.place_name : null;
}

/** The draft after a change, with everything that follows from item, position and place brought along. */
export function settle(draft: Draft, patch: Partial<Draft>, world: World): Draft {
  const next = { ...draft, ...patch };
  const item = draftItem(next, world);
  next.edition = item ? world.catalogue.meta.edition : next.edition;
  next.address = patch.address ?? followAddress(draft, next, world);
  next.place_name = nameOfPlace(draft, next, world);
  next.geo = geoReading(item, next, world);
  if (!item) return next;
  const after = derivedAnswers(world.catalogue, item, contextOf(next, world));
  const fresh = draft.item !== next.item;
  if (fresh) Object.assign(next, { counts: null, tally: null });
  const base = fresh
    ? initialAnswers(world.catalogue, item, contextOf(next, world))
    : (next.answers as Answers);
  const old = draftItem(draft, world);
  const before = old && !fresh ? derivedAnswers(world.catalogue, old, contextBefore(draft, world)) : {};
  next.answers = followAnswers(base, before, after) as Draft["answers"];
  return next;
}

/**
 * Which reading a draft keeps. Before the first picture the officer may still be walking: newer and elsewhere wins.
 * Once `settled` only a more exact reading of the same spot does.
 */
export function betterPosition(
  now: RecordPosition | null,
  fix: Fix | null,
  settled: boolean,
): RecordPosition | null {
  if (!fix || now?.nudged) return now;
  const next = { ...fix, nudged: null };
  if (!now) return next;
  const moved = distanceM(now, fix) > now.acc_m;
  const exact = fix.acc_m < now.acc_m;
  return (settled ? exact && !moved : exact || moved) ? next : now;
}

/** What a shot of this slot shows: a point that failed, or a type of the edition. */
export function shownIn(slot: string, draft: Draft, world: World): Words | null {
  const point = draftItem(draft, world)?.checks?.find((check) => checkSlot(check.code) === slot);
  return point ?? world.catalogue.shot_types[slot] ?? null;
}

/**
 * The required shots by their codes, those of failed points first, and which of them nobody has taken yet; the one
 * the officer aims at leads, and stays until another is aimed at.
 */
export function slotsOf(
  draft: Draft,
  world: World,
  aim: string | null = null,
): { all: string[]; open: string[] } {
  const item = draftItem(draft, world);
  if (!item) return { all: [], open: [] };
  const answers = draft.answers as Answers;
  const { slots } = requiredPhotos(item, answers, contextOf(draft, world));
  const taken = draft.shots.map((shot) => shot.slot);
  const failed = failedPoints(item, answers).map(checkSlot);
  const bare = unproven(item, answers, taken).map(checkSlot);
  const all = [...failed, ...slots];
  const open = [...bare, ...slots.filter((slot) => !taken.includes(slot))];
  if (!aim || !all.includes(aim)) return { all, open };
  return { all, open: [aim, ...open.filter((slot) => slot !== aim)] };
}

/** The first required shot that nobody has taken yet, by its code. */
export function nextSlot(draft: Draft, world: World, aim: string | null = null): string | null {
  return slotsOf(draft, world, aim).open[0] ?? null;
}

/** What a checklist or a tally comes to; of all else the officer says it. */
function resultOf(item: Item, { answers, counts, result }: Draft): Draft["result"] {
  if (item.kind === "checklist") return checklistResult(item, answers as Answers);
  return item.kind === "tally" ? tallyResult(item, counts ?? {}) : result;
}

export interface Wanting {
  item: boolean;
  photos: number;
  /** Points of a checklist that are not answered. */
  points: string[];
  fields: string[];
}

/** What is still wanted before the desk would call the record complete. */
export function wanting(draft: Draft, world: World): Wanting {
  const item = draftItem(draft, world);
  if (!item) return { item: true, photos: 0, points: [], fields: [] };
  const context = contextOf(draft, world);
  const answers = draft.answers as Answers;
  const pictures = draft.shots.filter(isPicture);
  const bare = unproven(
    item,
    answers,
    pictures.map((shot) => shot.slot),
  );
  return {
    item: false,
    photos: Math.max(bare.length, requiredPhotos(item, answers, context).min - pictures.length),
    points: openPoints(item, answers),
    fields: missingAnswers(item, answers, context).map((field) => field.code),
  };
}

/** The yes-or-no question that alone stands between the draft and saving it. */
export function lastQuestion(draft: Draft, world: World, wants: Wanting): string | null {
  const [code, ...others] = wants.fields;
  if (!code || others.length > 0 || wants.photos > 0 || wants.points.length > 0) return null;
  const field = draftItem(draft, world)?.fields.find((one) => one.code === code);
  return field?.type === "bool" && !field.unclear ? code : null;
}

/** A problem of which pictures are taken and nothing is told yet: it may as well be an all-clear. */
export function isUntold(draft: Draft, world: World): boolean {
  const item = draftItem(draft, world);
  if (item?.kind !== "violation" || draft.result !== "finding" || draft.shots.length === 0) return false;
  const context = contextOf(draft, world);
  const before = initialAnswers(world.catalogue, item, context);
  const asked = requiredFields(item, before, context).filter((field) => !isAnswered(before[field.code]));
  return asked.length > 0 && asked.every((field) => !isAnswered(draft.answers[field.code] as Answer));
}

/** The draft as it is recorded: only answers that are visible and counts that are asked, without blanks. */
export function finished(draft: Draft, world: World): Draft {
  const item = draftItem(draft, world);
  if (!item) return draft;
  const context = contextOf(draft, world);
  const answers = recordedAnswers(world.catalogue, item, draft.answers as Answers, context);
  const counts = recordedCounts(item, draft.counts ?? {}, context);
  const tally = draft.tally ? recordedTally(draft.tally) : null;
  return { ...draft, answers: answers as Draft["answers"], counts, tally, result: resultOf(item, draft) };
}
