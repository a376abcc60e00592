/** Tells the server what this vault holds unsent, at the end of a round and when it is worth a request. */
import type { Holding } from "../core/contract.ts";
import { holdingOf, isNothing, isWorthTelling, type Told } from "../core/holding.ts";
import { getPlain, putPlain, read } from "./db.ts";
import { askAs } from "./device_token.ts";
import { NoContact, Problem } from "./http.ts";
import { lineRules, sendingChoice } from "./sending.ts";
import { buildId } from "./update.ts";
import type { Vault } from "./vault.ts";

const NAME = "told_holding";
const TIMEOUT_MS = 10_000;
const AGAIN_MS = 3 * 60_000;

/** When telling failed last: an older server knows no such request, and must not be asked each minute. */
const failedAt = new Map<string, number>();

async function freeBytes(): Promise<number | null> {
  // Some browsers have no StorageManager at all.
  const manager = (globalThis.navigator as Partial<Navigator> | undefined)?.storage;
  const { quota, usage } = (await manager?.estimate?.().catch(() => null)) ?? {};
  return quota === undefined || usage === undefined ? null : Math.max(0, quota - usage);
}

async function holding(kid: string, now: number): Promise<Holding> {
  const open = IDBKeyRange.only([kid, 1]);
  const [entries, blobs] = await read((db) =>
    Promise.all([db.getAllFromIndex("entries", "open", open), db.getAllFromIndex("blobs", "open", open)]),
  );
  const first = Math.min(...[...entries, ...blobs].map(({ seq }) => seq));
  const oldest = Number.isFinite(first) ? await read((db) => db.get("entries", [kid, first])) : undefined;
  const { paused, holds } = await lineRules(kid);
  const rule = holds ? (await sendingChoice(kid)).rule : "now";
  const oldest_at = oldest ? Date.parse(oldest.wall_at) : null;
  const build = buildId;
  return holdingOf({ entries, blobs, rule, paused, free_bytes: await freeBytes(), oldest_at, build }, now);
}

const isJustTried = (kid: string, now: number): boolean => {
  const since = now - (failedAt.get(kid) ?? Number.NEGATIVE_INFINITY);
  return since >= 0 && since < AGAIN_MS;
};

/** Says how much is held, where the server does not know it yet. The round waits for it; no refusal ends the round. */
export async function tellHolding(of: Vault): Promise<void> {
  const now = Date.now();
  const json = await holding(of.kid, now);
  if (!isWorthTelling(json, await getPlain<Told>(of.kid, NAME), now)) return;
  // That nothing is left cannot wait: a locked vault is not looked at again.
  if (!isNothing(json) && isJustTried(of.kid, now)) return;
  try {
    await askAs(of, "/api/device/holding", { method: "PUT", json, timeout_ms: TIMEOUT_MS });
    failedAt.delete(of.kid);
    await putPlain(of.kid, NAME, { holding: json, at: now } satisfies Told);
  } catch (error) {
    if (!(error instanceof Problem) && !(error instanceof NoContact)) throw error;
    failedAt.set(of.kid, now);
  }
}
