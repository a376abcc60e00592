// Decisions on their way: the room moves on at once, the server's answer settles it, and every refusal is told in words.

import { signal } from "@preact/signals";
import { codeWords, t } from "../text/desk";
import { ApiProblem, api } from "./api";
import { shortTime } from "./format";
import { lineOf } from "./problem_words";
import { stateAfter } from "./queue_model";
import { dispatch, followSelection, loadCounts, queue, recount } from "./queue_store";
import { type Choosing, decisionOf, type Reasoned, startChoosing } from "./reason_model";
import { held, keepRecord, wantRecord } from "./record_store";
import { watched } from "./session";
import type { DecisionInput, RecordDetail } from "./types";

export interface Notice {
  n: number;
  tone: "bad" | "warn" | "info";
  words: string;
  record: string | null;
}

const KEPT_NOTICES = 3;
const RECHECK_MS = 2500;

export const notices = signal<readonly Notice[]>([]);
export const choosing = signal<Choosing | null>(null);
let noticeCount = 0;
/** The newest decision's way to the server; undoing waits for it. */
let onTheWay: Promise<void> = Promise.resolve();

export function tell(tone: Notice["tone"], words: string, record: string | null = null): void {
  noticeCount += 1;
  notices.value = [...notices.value, { n: noticeCount, tone, words, record }].slice(-KEPT_NOTICES);
}

/** What only confirms goes when the reviewer moves on to another record; what went wrong stays. */
export function dismissConfirmed(selected: string | null): void {
  const passed = (notice: Notice): boolean => notice.tone === "info" && notice.record !== selected;
  if (notices.value.some(passed)) notices.value = notices.value.filter((notice) => !passed(notice));
}

export function dismiss(n: number): void {
  notices.value = notices.value.filter((notice) => notice.n !== n);
}

const nameOf = (record: RecordDetail): string => record.place_name || record.address || record.item_name;

function staleWords(what: string, extras: Record<string, unknown>): string {
  const { by, decision, at } = extras;
  if (typeof decision !== "string" || decision === "") return t("notice.stale_plain", { what });
  const who = typeof by === "string" && by !== "" ? by : t("someone");
  const when = typeof at === "string" ? shortTime(at) : "";
  return t("notice.stale", { what, by: who, at: when, decision: codeWords("decide", decision) });
}

/** Why a decision was not recorded, in words. */
export function refusalWords(error: unknown, what: string): string {
  if (!(error instanceof ApiProblem)) return t("notice.other", { what, why: lineOf(error) });
  switch (error.code) {
    case "stale":
      return staleWords(what, error.extras);
    case "evidence_pending":
      return t("notice.pending", { what });
    case "own_record":
      return t("notice.own", { what });
    case "offline":
      return t("notice.offline", { what });
    default:
      return error.status === 404
        ? t("notice.gone", { what })
        : t("notice.other", { what, why: lineOf(error) });
  }
}

function settle(record: RecordDetail, answer: unknown): void {
  const after = keepRecord(answer);
  dispatch({ type: "saved", id: record.id, row: { state: after.state, revision: after.revision } });
}

/** An answer lost on its way may still be a decision made: looks before telling the reviewer to decide again. */
async function madeAfterAll(record: RecordDetail, input: DecisionInput): Promise<boolean> {
  await new Promise((resolve) => setTimeout(resolve, RECHECK_MS));
  await wantRecord(record.id, true);
  const now = held.value[record.id];
  return now?.error === null && now.record?.state === stateAfter(input.decision);
}

async function refuse(record: RecordDetail, input: DecisionInput, error: unknown): Promise<void> {
  if (error instanceof ApiProblem && error.code === "offline" && (await madeAfterAll(record, input))) {
    dispatch({ type: "saved", id: record.id, row: { state: stateAfter(input.decision) } });
    return;
  }
  dispatch({ type: "refused", id: record.id });
  recount(stateAfter(input.decision), record.state);
  tell(
    error instanceof ApiProblem && error.code === "offline" ? "bad" : "warn",
    refusalWords(error, nameOf(record)),
    record.id,
  );
  await wantRecord(record.id, true);
  const now = held.value[record.id]?.record;
  if (now)
    dispatch({
      type: "saved",
      id: record.id,
      row: { state: now.state, revision: now.revision, originals: now.originals },
    });
  void loadCounts();
}

async function settleOrRefuse(record: RecordDetail, input: DecisionInput): Promise<void> {
  try {
    settle(record, await watched(api.decide(record.id, input)));
  } catch (error) {
    await refuse(record, input, error);
  }
}

/** Sends a decision and moves to the next record without waiting for the answer. */
export function decide(record: RecordDetail, input: DecisionInput): void {
  if (queue.value.verdicts[record.id]) return;
  choosing.value = null;
  dispatch({ type: "deciding", id: record.id, decision: input.decision, at: Date.now() });
  recount(record.state, stateAfter(input.decision));
  followSelection();
  onTheWay = settleOrRefuse(record, input);
}

export function accept(record: RecordDetail): void {
  if (record.may.accept) decide(record, { decision: "accept", revision: record.revision });
}

export function startReason(record: RecordDetail, decision: Reasoned): void {
  if (record.may[decision]) choosing.value = startChoosing(decision);
}

export function sendReason(record: RecordDetail): void {
  if (choosing.value) decide(record, decisionOf(choosing.value, record.revision));
}

/** The newest decision of this sitting once the server knows it, or the open record where it may be undone. */
async function undoable(open: RecordDetail | null): Promise<RecordDetail | null> {
  await onTheWay;
  const last = queue.value.decided.at(-1);
  if (last === undefined) return open?.may.undo ? open : null;
  await wantRecord(last);
  return held.value[last]?.record ?? null;
}

/** Takes back a decision and returns to its record. */
export async function undo(open: RecordDetail | null): Promise<void> {
  const record = await undoable(open);
  if (!record) {
    tell("info", t("notice.nothing_to_undo"), open?.id);
    return;
  }
  try {
    const after = keepRecord(await watched(api.undo(record.id, record.revision)));
    dispatch({ type: "undone", id: record.id, row: { state: after.state, revision: after.revision } });
    recount(record.state, after.state);
    followSelection();
    tell("info", t("notice.undone", { what: nameOf(record) }), record.id);
  } catch (error) {
    tell("warn", t("notice.undo_failed", { what: nameOf(record), why: lineOf(error) }), record.id);
    await wantRecord(record.id, true);
  }
}
