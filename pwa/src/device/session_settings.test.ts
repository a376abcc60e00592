import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { closeDatabase, getPlain } from "./db.ts";
import { getDraft, openDraft } from "./drafts.ts";
import { readRecord, recordForCorrection, saveRecord } from "./records.ts";
import { DEFAULT_PATROL, patrol, patrolOfToday, setPatrol } from "./session_settings.ts";
import { enrolled, PIN } from "./testing/officer.ts";
import { lock, unlock, type Vault } from "./vault.ts";

const COVERT = { level: "supervise", mode: "covert", nature: "self_check", source: "assigned" };

let own: Vault;

beforeEach(async () => {
  ({ vault: own } = await enrolled());
  await patrolOfToday();
});
afterEach(() => void vi.useRealTimers());

async function killedAndOpenedAgain(): Promise<void> {
  await lock();
  await closeDatabase();
  patrol.value = DEFAULT_PATROL;
  own = await unlock(own.kid, PIN);
}

async function saved(id: string): Promise<object> {
  const draft = await getDraft(id);
  if (!draft) throw new Error("the draft is gone");
  await saveRecord({ ...draft, edition: "1" });
  return (await readRecord(id)).body;
}

test("a draft keeps the patrol that it began in, whatever the session is set to later", async () => {
  await setPatrol(COVERT);
  const draft = await openDraft("DOG-01");
  await setPatrol(DEFAULT_PATROL);
  expect(await saved(draft.id)).toMatchObject(COVERT);
});

test("a correction says what the record said, not what the session says now", async () => {
  await setPatrol(COVERT);
  const draft = await openDraft("DOG-01");
  await saved(draft.id);
  await setPatrol(DEFAULT_PATROL);
  expect((await recordForCorrection(draft.id)).patrol).toEqual(COVERT);
  expect(await saved(draft.id)).toMatchObject(COVERT);
});

test("the session outlives a killed browser on the same day, and not the night", async () => {
  await setPatrol(COVERT);
  await killedAndOpenedAgain();
  expect(await patrolOfToday()).toEqual(COVERT);
  expect(patrol.value).toEqual(COVERT);
  expect(JSON.stringify(await getPlain(own.kid, "patrol"))).not.toContain("covert");
  vi.useFakeTimers({ now: Date.now() + 86_400_000, toFake: ["Date"] });
  await killedAndOpenedAgain();
  expect(await patrolOfToday()).toEqual(DEFAULT_PATROL);
});
