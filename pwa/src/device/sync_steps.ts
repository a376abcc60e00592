/** Performs one step of the outbox and tells what came of it. */
import type { Head } from "../core/journal.ts";
import { EMPTY } from "../core/journal.ts";
import type { Step } from "../core/outbox.ts";
import { backOff, type EntryResult, type OutboxEvent, UNKNOWN_DEVICE } from "../core/outbox_events.ts";
import { LedgerAlarm } from "../core/receipts.ts";
import { isHead, isJournalAnswer, isReceiptsAnswer, type JournalAnswer } from "../core/wire.ts";
import { type EntryRow, read } from "./db.ts";
import { askAs, TokenRefused } from "./device_token.ts";
import { NoContact, ours, Problem } from "./http.ts";
import { openEntry } from "./journal_writer.ts";
import type { Rows } from "./outbox_store.ts";
import { pictureBytes } from "./records.ts";
import { followRestarts } from "./restarts.ts";
import { arrived, create, extend } from "./tus.ts";
import { editVault, type Vault } from "./vault.ts";
import { checkBlobs, checkEntry, checkLedger, seenOf } from "./witness.ts";

/** Hands an event to the outbox; resolves once it is stored. */
export type Emit = (event: OutboxEvent) => Promise<void>;

/** Whoever asks for more, a proxy at its worst day, must not put a phone off for a shift. */
const ASKED_MAX_S = 15 * 60;

/** At least what the server asked for, at most twice that and the back-off: thousands come back spread. */
export const pauseUntil = (attempts: number, error?: unknown): number => {
  const asked = error instanceof Problem ? Math.min(error.retry_after_s ?? 0, ASKED_MAX_S) * 1000 : 0;
  return Date.now() + asked * (1 + Math.random()) + backOff(attempts + 1, Math.random());
};

/** Is the server's head an entry of this chain? An empty one is everybody's. */
async function isOurs(kid: string, have: Head): Promise<boolean> {
  if (have.seq === EMPTY.seq) return true;
  const row = await read((db) => db.get("entries", [kid, have.seq]));
  return row?.hash === have.hash;
}

const seenPart = async (kid: string) => {
  const { size, root } = await seenOf(kid);
  return size > 0 ? { seen: { size, root } } : {};
};

async function askHead(vault: Vault, emit: Emit): Promise<void> {
  const { seq, hash } = ours(await askAs(vault, "/api/journal/head"), isHead);
  const have = { seq, hash };
  await emit({ type: "head", have, ours: await isOurs(vault.kid, have) });
}

const isFailure = (error: unknown): error is Problem | NoContact =>
  error instanceof Problem || error instanceof NoContact;

/** Does a refusal speak of what was sent, or of the device, the line, the server's load? */
const isAboutTheItem = (error: Problem | NoContact): error is Problem =>
  error instanceof Problem &&
  !(error instanceof TokenRefused) &&
  error.status < 500 &&
  error.code !== UNKNOWN_DEVICE &&
  ![401, 408, 429].includes(error.status);

/** The signed text of each row; null, and told, where the phone can no longer read one. */
async function openRows(vault: Vault, rows: EntryRow[], emit: Emit): Promise<string[] | null> {
  const entries: string[] = [];
  for (const row of rows) {
    try {
      entries.push(await openEntry(vault, row));
    } catch {
      await emit({ type: "entry_unreadable", seq: row.seq });
      return null;
    }
  }
  return entries;
}

async function sendJournal(
  vault: Vault,
  step: Step & { do: "journal" },
  rows: Rows,
  emit: Emit,
): Promise<void> {
  const chosen = rows.entries.filter((row) => step.seqs.includes(row.seq));
  const entries = await openRows(vault, chosen, emit);
  if (!entries) return;
  const missing = step.missing.length > 0 ? { missing: step.missing } : {};
  const unsent = rows.entries.length + rows.blobs.length;
  const json = { entries, ...missing, unsent, ...(await seenPart(vault.kid)) };
  const answer = await post(vault, json, chosen);
  if (answer.revoked) await editVault(vault.kid, { revoked: true });
  if (answer.restart && (await followRestarts(vault))) return;
  const have = { seq: answer.have.seq, hash: answer.have.hash };
  const results = withSeq(answer.results, chosen);
  await emit({ type: "journal", results, have, ours: await isOurs(vault.kid, have) });
  const hasMoved = have.seq !== rows.channel.cursor?.seq;
  if (!(await takeReceipt(vault, answer, chosen, emit)) && !hasMoved) {
    throw new Problem(409, { code: results[0]?.problem?.code ?? "no_receipt" });
  }
}

const isRefusedForGood = (error: unknown): error is Problem =>
  error instanceof Problem && error.permanent && isAboutTheItem(error);

/** A whole request that is refused for good, with a single entry in it, is a refusal of that entry. */
async function post(vault: Vault, json: object, chosen: EntryRow[]): Promise<JournalAnswer> {
  try {
    return ours(await askAs(vault, "/api/journal", { method: "POST", json }), isJournalAnswer);
  } catch (error) {
    const [only, ...others] = chosen;
    if (!only || others.length > 0 || !isRefusedForGood(error)) throw error;
    const { seq, hash } = ours(await askAs(vault, "/api/journal/head"), isHead);
    const problem = { code: error.code, permanent: true };
    const nothing = { receipt: null, consistency: null, restart: null, revoked: false };
    return { results: [{ hash: only.hash, state: "refused", problem }], have: { seq, hash }, ...nothing };
  }
}

/** Results of entries that were not asked about are nobody's. */
function withSeq(results: JournalAnswer["results"], chosen: EntryRow[]): EntryResult[] {
  const seqs = new Map(chosen.map((row) => [row.hash, row.seq]));
  return results.flatMap((result) => {
    const seq = seqs.get(result.hash);
    return seq === undefined ? [] : [{ ...result, seq }];
  });
}

/** False where there is neither a receipt nor a lasting refusal: asking again at once would be a loop. */
async function takeReceipt(
  vault: Vault,
  answer: JournalAnswer,
  chosen: EntryRow[],
  emit: Emit,
): Promise<boolean> {
  const last = answer.results.filter((result) => result.state !== "refused").at(-1);
  const entry = chosen.find((row) => row.hash === last?.hash);
  if (answer.receipt && entry) {
    const index = await checkEntry(vault, answer.receipt, entry, answer);
    await emit({ type: "entry_receipt", seq: entry.seq, index });
    return true;
  }
  return answer.results.some((result) => result.problem?.permanent === true && result.problem.code !== "gap");
}

async function askReceipts(
  vault: Vault,
  step: Step & { do: "receipts" },
  rows: Rows,
  emit: Emit,
): Promise<void> {
  const json = { blobs: step.blobs, ...(await seenPart(vault.kid)) };
  const answer = ours(await askAs(vault, "/api/receipts", { method: "POST", json }), isReceiptsAnswer);
  if (answer.restart && (await followRestarts(vault))) return;
  await checkLedger(vault, answer.checkpoint, answer);
  const asked = rows.blobs.filter((blob) => step.blobs.includes(blob.sha256));
  const indexes = await checkBlobs(vault, answer.receipts, asked, answer.checkpoint);
  if (step.blobs.length > 0)
    await emit({ type: "blob_receipts", asked: step.blobs, indexes, now: Date.now() });
  await emit({ type: "checked" });
}

async function upload(vault: Vault, sha256: string, begun: boolean, emit: Emit): Promise<void> {
  let data: Uint8Array<ArrayBuffer>;
  try {
    data = await pictureBytes(vault, sha256);
  } catch {
    await emit({ type: "blob_lost", sha256 });
    return;
  }
  const cargo = { sha256, data };
  let offset = begun ? await arrived(vault, sha256) : null;
  if (offset === null) {
    // Marked before it is sent: whatever becomes of the answer, the next try asks where the server is.
    await emit({ type: "progress", sha256, offset: 0 });
    offset = await create(vault, cargo);
  }
  while (offset < data.length) {
    await emit({ type: "progress", sha256, offset });
    offset = await extend(vault, cargo, offset);
  }
  await emit({ type: "stored", sha256 });
}

async function sendBlob(vault: Vault, step: Step & { do: "upload" }, rows: Rows, emit: Emit): Promise<void> {
  const { sha256 } = step;
  const attempts = rows.blobs.find((row) => row.sha256 === sha256)?.attempts ?? 0;
  const error = await upload(vault, sha256, step.offset !== null || attempts > 0, emit).then(
    () => null,
    (failure: unknown) => failure,
  );
  if (error === null) return;
  if (!isFailure(error)) throw error;
  const permanent = isRefusedForGood(error);
  const not_before = permanent ? 0 : pauseUntil(attempts, error);
  // Where the line failed this picture steps back too: one that no line carries must not stop the others.
  await emit({ type: "blob_failed", sha256, code: error.code, permanent, not_before });
  if (!isAboutTheItem(error)) throw error;
}

/** Throws NoContact or Problem where the line itself failed, LedgerAlarm where the ledger did. */
export async function perform(vault: Vault, step: Step, rows: Rows, emit: Emit): Promise<void> {
  if (step.do === "head") return askHead(vault, emit);
  if (step.do === "journal") return sendJournal(vault, step, rows, emit);
  if (step.do === "receipts") return askReceipts(vault, step, rows, emit);
  if (step.do === "upload") return sendBlob(vault, step, rows, emit);
}

export const codeOf = (error: unknown): string =>
  error instanceof Problem || error instanceof NoContact || error instanceof LedgerAlarm
    ? error.code
    : "unexpected";
