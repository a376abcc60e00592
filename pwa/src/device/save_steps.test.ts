/** The tab is killed at every single write of a record, from its first photo to its last: nothing is torn or doubled. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ofVault, read } from "./db.ts";
import { listDrafts, openDraft, saveDraft } from "./drafts.ts";
import { pictureBytes, saveRecord } from "./records.ts";
import { enrolled, PIN, shoots } from "./testing/officer.ts";
import { lock, unlock, type Vault } from "./vault.ts";

const PHOTOS = 2;
const WRITING = ["put", "add", "delete"] as const;

let own: Vault;

beforeEach(async () => {
  ({ vault: own } = await enrolled());
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Counts the writes; at the one numbered `fatal` the tab dies: its transaction never completes, nothing follows. */
function killAt(fatal: number): { writes: number } {
  const seen = { writes: 0 };
  for (const name of WRITING) {
    const real = IDBObjectStore.prototype[name] as (...args: unknown[]) => IDBRequest;
    vi.spyOn(IDBObjectStore.prototype, name).mockImplementation(function (
      this: IDBObjectStore,
      ...args: unknown[]
    ) {
      seen.writes += 1;
      if (seen.writes >= fatal) {
        this.transaction.abort();
        throw new DOMException("the tab is gone", "AbortError");
      }
      return real.apply(this, args) as never;
    });
  }
  return seen;
}

const rows = () => read((db) => db.getAll("entries", ofVault(own.kid)));
const kinds = async () => (await rows()).map((row) => row.kind);

/** What an officer does who finds the app as it is now: goes on with the draft, or begins where there is none. */
async function goesOn(): Promise<void> {
  if ((await kinds()).includes("record")) return;
  const [begun] = await listDrafts();
  const draft = begun ?? (await openDraft("DOG-01"));
  for (let n = draft.shots.length; n < PHOTOS; n += 1) await shoots(draft.id);
  await saveDraft({ ...draft, edition: "1", answers: { leash: "none" } });
  const [filled] = await listDrafts();
  if (filled) await saveRecord(filled);
}

async function isWhole(): Promise<void> {
  const entries = await rows();
  expect(entries.map((row) => row.seq)).toEqual(entries.map((_, at) => at + 1));
  const blobs = await read((db) => db.getAll("blobs", ofVault(own.kid)));
  const pictures = blobs.filter((row) => row.role === "picture");
  expect(pictures).toHaveLength(entries.filter((row) => row.kind === "shot").length);
  for (const { sha256, bytes } of pictures) expect(await pictureBytes(own, sha256)).toHaveLength(bytes);
  const [draft] = await listDrafts();
  if (draft)
    expect(draft.shots.map((shot) => shot.sha256).sort()).toEqual(pictures.map((row) => row.sha256).sort());
}

test("a record whose tab is killed at any step is finished once, with every photo that was kept", async () => {
  const dry = killAt(Number.POSITIVE_INFINITY);
  await goesOn();
  vi.restoreAllMocks();
  const steps = dry.writes;
  expect(steps).toBeGreaterThan(10);
  for (let fatal = 1; fatal <= steps; fatal += 1) {
    ({ vault: own } = await enrolled());
    killAt(fatal);
    await expect(goesOn()).rejects.toThrow("the tab is gone");
    vi.restoreAllMocks();
    await lock();
    own = await unlock(own.kid, PIN);
    await isWhole();
    await goesOn();
    await isWhole();
    expect(await kinds()).toEqual(["shot", "shot", "record"]);
    expect(await listDrafts()).toEqual([]);
  }
});
