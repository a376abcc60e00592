/** Full pictures leave the phone long after their receipt; entries stay, and previews with their records. */
import { isPast, type Keeping, toFree, USUAL_DAYS } from "../core/keeping.ts";
import { type BlobRow, getPlain, ofVault, putPlain, read, write } from "./db.ts";
import { openDoc } from "./docs.ts";
import { serverNow } from "./http.ts";
import type { RecordState } from "./types.ts";
import { isDrained, type Vault } from "./vault.ts";

const MB = 1024 * 1024;
/** What the officer may let delivered pictures take, in bytes. */
export const BUDGETS: readonly number[] = [200 * MB, 500 * MB, 1024 * MB, 3072 * MB];
export const USUAL_BUDGET = 1024 * MB;
const NAME = "budget";
const EVERY_MS = 3_600_000;

const prunedAt = new Map<string, number>();

export const budgetOf = async (kid: string): Promise<number> =>
  (await getPlain<number>(kid, NAME)) ?? USUAL_BUDGET;

/** Keeps the officer's budget; it holds from the next contact on. */
export async function setBudget(kid: string, bytes: number): Promise<void> {
  await putPlain(kid, NAME, bytes);
  prunedAt.delete(kid);
}

/** Days the city wants originals to stay here after their receipt. */
export async function daysKept(kid: string): Promise<number> {
  const settings = await getPlain<{ keep_days?: unknown }>(kid, "settings:city");
  return typeof settings?.keep_days === "number" ? settings.keep_days : USUAL_DAYS;
}

/** Bytes that delivered pictures and previews take here. */
export async function keptBytes(kid: string): Promise<number> {
  const rows = await read((db) => db.getAll("blobs", ofVault(kid, "")));
  return rows.filter((row) => row.state === "sent" && !row.freed).reduce((sum, row) => sum + row.bytes, 0);
}

async function free(kid: string, rows: BlobRow[]): Promise<void> {
  if (rows.length === 0) return;
  await write(["bytes", "blobs"], async (tx) => {
    for (const row of rows) {
      await tx.objectStore("bytes").delete([kid, row.sha256]);
      await tx.objectStore("blobs").put({ ...row, freed: 1 });
    }
  });
}

/** Records that the desk dealt with go after 90 days; the server has them, and their entries stay. */
async function dropPast(vault: Vault, now: number): Promise<void> {
  const { kid } = vault;
  if (!(await isDrained(kid))) return;
  const rows = await read((db) => db.getAll("states", ofVault(kid, "")));
  const past = rows.filter((row) => isPast(row.id, now));
  const states = await Promise.all(past.map((row) => openDoc<RecordState>(vault, "states", row)));
  const done = states.filter(({ state }) => state !== "submitted" && state !== "returned");
  if (done.length === 0) return;
  await write(["records", "states"], async (tx) => {
    for (const { id } of done) {
      await tx.objectStore("records").delete([kid, id]);
      await tx.objectStore("states").delete([kid, id]);
    }
  });
}

/** Frees what may go by the city's days and the officer's budget, by the server's clock; resolves with how many. */
export async function prune(vault: Vault): Promise<number> {
  const { kid } = vault;
  if (serverNow - (prunedAt.get(kid) ?? 0) < EVERY_MS) return 0;
  prunedAt.set(kid, serverNow);
  const [days, budget] = await Promise.all([daysKept(kid), budgetOf(kid)]);
  const keeping: Keeping = { now: serverNow, days, budget };
  const rows = toFree(await read((db) => db.getAll("blobs", ofVault(kid, ""))), keeping);
  await free(kid, rows);
  await dropPast(vault, serverNow);
  return rows.length;
}
