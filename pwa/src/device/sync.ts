/**
 * Sending needs no one: one tab at a time drains every vault whose key is in memory, on open, online, visible,
 * pageshow and a timer while something is unsent. A locked vault's key is forgotten once its queue is empty.
 */
import { effect } from "@preact/signals";
import { nextStep, type Step } from "../core/outbox.ts";
import { apply, type OutboxEvent } from "../core/outbox_events.ts";
import { LedgerAlarm } from "../core/receipts.ts";
import { getPlain } from "./db.ts";
import { onChange } from "./docs.ts";
import { pullChanges } from "./feed.ts";
import { finish } from "./finishing.ts";
import { tellHolding } from "./holding.ts";
import { NoContact, Problem } from "./http.ts";
import { ifFree } from "./locks.ts";
import { beginContact, loadOutbox, type Rows, saveOutbox } from "./outbox_store.ts";
import { loadReference } from "./reference.ts";
import { lawfulRestart } from "./restarts.ts";
import { onLineChange } from "./sending.ts";
import { meetStranger } from "./strangers.ts";
import { forgetProblems, isWell, problemShown, tell, tellOfLine } from "./sync_problems.ts";
import { refreshLive, refreshState, syncState } from "./sync_status.ts";
import { codeOf, pauseUntil, perform } from "./sync_steps.ts";
import { forget, heldVaults, isDrained, type Vault, vault } from "./vault.ts";
import { raiseAlarm } from "./witness.ts";

export { syncState };

const FEED_EVERY_MS = 60_000;
const SOON_MS = 250;
const MIN_TIMER_MS = 1000;
const MAX_TIMER_MS = 60_000;

let timer: ReturnType<typeof setTimeout> | null = null;
let pause: ReturnType<typeof setTimeout> | null = null;
const fedAt = new Map<string, number>();

/** The outbox changes only here: each event is stored before the next one counts. */
async function takeStep(of: Vault, step: Step, found: Rows): Promise<void> {
  let rows = found;
  const emit = async (event: OutboxEvent): Promise<void> => {
    const next = apply(rows, event);
    await saveOutbox(of.kid, rows, next);
    rows = { ...rows, ...(next as typeof rows) };
    await refreshLive();
  };
  try {
    await perform(of, step, rows, emit);
    tell(of.kid, null);
    // What was taken in changes the state of records: the feed has it at once.
    if (step.do === "journal") fedAt.delete(of.kid);
  } catch (error) {
    if (error instanceof LedgerAlarm) return raiseAlarm(of.kid, error);
    tell(of.kid, codeOf(error));
    await emit({ type: "failed", not_before: pauseUntil(rows.channel.attempts, error) });
    await meetStranger(of, error);
    if (!(error instanceof Problem) && !(error instanceof NoContact)) throw error;
  }
}

/** Works until nothing can be done for now; resolves with when to come back (ms), or null. */
async function drain(of: Vault): Promise<number | null> {
  let rows = await loadOutbox(of.kid);
  let step = nextStep(rows, Date.now());
  for (; step.do !== "done" && step.do !== "wait"; step = nextStep(rows, Date.now())) {
    if (step.do !== "stop") await takeStep(of, step, rows);
    else if (!(await lawfulRestart(of))) return Date.now() + MAX_TIMER_MS;
    rows = await loadOutbox(of.kid);
  }
  return step.do === "wait" ? step.until : null;
}

async function feed(of: Vault, now: number): Promise<void> {
  if (now - (fedAt.get(of.kid) ?? 0) < FEED_EVERY_MS) return;
  // Noted before the answer: whoever asks for news while it is on its way gets newer ones.
  fedAt.set(of.kid, now);
  const count = await pullChanges(of);
  if (count > 0) await loadReference();
}

async function isStopped(of: Vault): Promise<boolean> {
  if ((await getPlain(of.kid, "alarm")) === null) return false;
  forget(of.kid);
  return true;
}

async function serve(of: Vault): Promise<number | null> {
  const again = await drain(of);
  if (await isStopped(of)) return again;
  if (again === null || isWell(of.kid)) await tellHolding(of);
  if (again !== null) return again;
  try {
    await feed(of, Date.now());
  } catch (error) {
    tell(of.kid, codeOf(error));
    await meetStranger(of, error);
    return Date.now() + MAX_TIMER_MS;
  }
  tell(of.kid, null);
  await finish(of);
  return null;
}

/** What goes wrong with one vault must not silence another: it is shown, and tried again later. */
async function serveSafely(of: Vault, isContact: boolean): Promise<number | null> {
  try {
    if (isContact) {
      fedAt.delete(of.kid);
      await beginContact(of.kid);
    }
    return await serve(of);
  } catch (error) {
    tell(of.kid, codeOf(error));
    return Date.now() + MAX_TIMER_MS;
  } finally {
    // What was sent is sent: a locked vault with nothing unsent needs no news, and no key.
    if (await isDrained(of.kid)) forget(of.kid);
  }
}

function phaseAfter(again: number | null): "idle" | "offline" | "waiting" {
  const problem = problemShown();
  if (problem === "offline" || problem === "timeout" || problem === "captive_portal") return "offline";
  return again === null ? "idle" : "waiting";
}

async function round(): Promise<void> {
  const isContact = isNewContact;
  isNewContact = false;
  let again: number | null = null;
  await refreshState(syncState.peek().phase, problemShown());
  forgetProblems();
  try {
    // Side by side: the long or broken queue of one officer holds up nobody else's.
    const next = await Promise.all(heldVaults().map((of) => serveSafely(of, isContact)));
    const times = next.filter((time) => time !== null);
    again = times.length > 0 ? Math.min(...times) : null;
  } finally {
    await refreshState(phaseAfter(again), problemShown());
    plan(again);
  }
}

const isHidden = (): boolean => globalThis.document?.visibilityState === "hidden";

/** Comes back when the outbox says so, or for the feed while the app is looked at. */
function plan(again: number | null): void {
  if (timer) clearTimeout(timer);
  timer = null;
  if (heldVaults().length === 0 || (again === null && isHidden())) return;
  const wait =
    again === null ? FEED_EVERY_MS : Math.min(MAX_TIMER_MS, Math.max(MIN_TIMER_MS, again - Date.now()));
  timer = setTimeout(() => void tick(), wait);
}

let wanted = false;
let isNewContact = false;
let isStandingBy = false;
let running: Promise<void> | null = null;

/** A call while another runs makes that one look again before it ends. */
function run(): Promise<void> {
  wanted = true;
  running ??= untilQuiet().finally(() => {
    running = null;
  });
  return running;
}

/** A call may come while the last round gives its lock back: it must not wait for the timer. */
async function untilQuiet(): Promise<void> {
  do await oneTab();
  while (wanted && !isStandingBy);
}

async function oneTab(): Promise<void> {
  const ran = await ifFree("xunzheng-sync", async () => {
    while (wanted) {
      wanted = false;
      await round();
    }
    return true;
  });
  isStandingBy = ran === null;
  if (!isStandingBy) return;
  // Another tab sends: this one shows what it did, and stands by.
  await refreshState(syncState.peek().phase, problemShown());
  plan(Date.now() + MAX_TIMER_MS);
}

/** What the timer does: goes on where the back-off allows it. */
export const tick = (): Promise<void> => run();

/** Sends now, whatever the back-off says; resolves when nothing more can be sent for the moment. */
export async function syncNow(): Promise<void> {
  isNewContact = true;
  await run();
}

function contact(): void {
  isNewContact = true;
  void run();
}

/** Answers are saved one by one as they are tapped: one look at the queue serves many. */
function soon(): void {
  if (pause !== null) return;
  pause = setTimeout(() => {
    pause = null;
    void run();
  }, SOON_MS);
}

/** Call once at start: wires open, online, visible, pageshow and a timer while something is unsent. */
export function startSync(): void {
  addEventListener("online", contact);
  addEventListener("offline", () => {
    tellOfLine("offline");
    void refreshState("offline", "offline");
  });
  addEventListener("pageshow", contact);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") contact();
  });
  onChange(soon);
  onLineChange(contact);
  effect(() => {
    if (vault.value) contact();
    else void refreshState(syncState.peek().phase, problemShown());
  });
}

/** For a phone without a page: stops the timer. */
export function stopSync(): void {
  if (timer) clearTimeout(timer);
  timer = null;
}
