/** What an officer does with what is on the phone: withdraw, pause, wait for Wi-Fi, free space, lock, share it. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { unbase64 } from "../core/bytes.ts";
import { aesKey, pinKey, unseal } from "./crypto.ts";
import { ofVault, putPlain, read, write } from "./db.ts";
import { diagnosis } from "./diagnosis.ts";
import { getDraft, openDraft } from "./drafts.ts";
import { exportUnsent } from "./export.ts";
import { keptBytes, setBudget } from "./pruning.ts";
import { readCards } from "./record_cards.ts";
import { myRecords, recordForCorrection, saveRecord } from "./records.ts";
import { askOriginals, chooseSending, pauseToday } from "./sending.ts";
import { askPersist, readStorage, roomOf, storageState } from "./storage.ts";
import { stopSync, syncNow, syncState } from "./sync.ts";
import { counts } from "./sync_status.ts";
import type { FakeServer } from "./testing/fake_server.ts";
import { firstRun } from "./testing/headless.ts";
import { enrolled, PIN, records } from "./testing/officer.ts";
import { heldVaults, listVaults, lock, unlock, type Vault, vault } from "./vault.ts";
import { withdrawRecord } from "./withdrawing.ts";

let server: FakeServer;
let own: Vault;

beforeEach(async () => {
  ({ server, vault: own } = await enrolled());
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  stopSync();
});

describe("taking a record back", () => {
  test("is a new entry that names the version before, and shows at once", async () => {
    const draft = await records();
    await syncNow();
    await withdrawRecord(draft.id, "重复记录");
    await syncNow();
    expect(myRecords.value).toMatchObject([{ id: draft.id, withdrawn: "重复记录", state: "withdrawn" }]);
    expect(await read((db) => db.count("entries", ofVault(own.kid)))).toBe(3);
    await expect(withdrawRecord(draft.id, "again")).rejects.toThrow();
  });

  test("drops a correction that was begun, and a later one brings the record back", async () => {
    const draft = await records();
    await recordForCorrection(draft.id);
    await withdrawRecord(draft.id, "事项选错");
    expect(await getDraft(draft.id)).toBeNull();
    await saveRecord(await recordForCorrection(draft.id));
    await syncNow();
    expect(myRecords.value).toMatchObject([{ id: draft.id, withdrawn: null, state: "sent" }]);
  });
});

describe("the officer's hand on the line", () => {
  test("originals wait for a hand where the rule says so; the record and its preview do not", async () => {
    await chooseSending(own.kid, { rule: "manual" });
    await records(1, 50_000);
    await syncNow();
    expect([...server.blobs.values()].map((one) => one.bytes.length)).toEqual([3000]);
    expect(syncState.value).toMatchObject({ holds: true, unsent_pictures: 1, original_bytes: 50_000 });
    askOriginals(own.kid);
    await syncNow();
    expect(syncState.value).toMatchObject({ unsent_pictures: 0, unsent_bytes: 0 });
  });

  test("a record has its own receipt while its originals wait, and none before it arrived", async () => {
    await chooseSending(own.kid, { rule: "manual" });
    await records();
    expect(await readCards(own, true)).toMatchObject([{ state: "sending", entry_receipt: false }]);
    await syncNow();
    expect(myRecords.value).toMatchObject([{ state: "waiting", receipt: false, entry_receipt: true }]);
  });

  test("on a mobile line the Wi-Fi rule waits, on Wi-Fi it does not", async () => {
    await chooseSending(own.kid, { rule: "wifi" });
    await records();
    vi.stubGlobal("navigator", { connection: { type: "cellular" } });
    await syncNow();
    expect(syncState.value.unsent_pictures).toBe(1);
    vi.stubGlobal("navigator", { connection: { type: "wifi" } });
    await syncNow();
    expect(syncState.value.unsent_pictures).toBe(0);
  });

  test("a pause sends nothing and ends by itself at midnight", async () => {
    await pauseToday(own.kid);
    await records();
    await syncNow();
    expect(server.entries.size).toBe(0);
    expect(syncState.value).toMatchObject({ paused: true, unsent_records: 1 });
    const tomorrow = new Date();
    tomorrow.setHours(24, 1, 0, 0);
    vi.useFakeTimers({ now: tomorrow, toFake: ["Date"] });
    await syncNow();
    expect(syncState.value).toMatchObject({ paused: false, unsent_entries: 0 });
  });

  test("a pause set by a clock that was years ahead ends when the clock is put right", async () => {
    vi.useFakeTimers({ now: Date.now() + 4 * 365 * 86_400_000, toFake: ["Date"] });
    await pauseToday(own.kid);
    vi.useRealTimers();
    await records();
    await syncNow();
    expect(syncState.value).toMatchObject({ paused: false, unsent_entries: 0 });
  });

  test("a revoked vault drains whatever was chosen, and leaves", async () => {
    await chooseSending(own.kid, { rule: "manual" });
    await records();
    server.revoked = true;
    await syncNow();
    await syncNow();
    expect(server.blobs.size).toBe(2);
    expect(await listVaults()).toEqual([]);
  });
});

describe("several officers on one phone", () => {
  test("one whose line is broken holds up nobody else's", async () => {
    await records();
    const other = await firstRun({ username: "wang", password: "p", code: "efgh-abcd", pin: PIN });
    expect(other.kid).not.toBe(own.kid);
    await unlock(other.kid, PIN);
    await records();
    // The first officer's picture never gets through.
    const [stuck] = await read((db) => db.getAll("blobs", ofVault(own.kid, "")));
    server.fault = (name) => (stuck && name.includes(stuck.sha256) ? "lost" : null);
    await syncNow();
    expect(await counts(other.kid)).toMatchObject({ unsent_entries: 0, unsent_pictures: 0 });
    expect(syncState.value.problem).toBeNull();
  });

  test("what waits in a locked vault is told without its code", async () => {
    await records(2);
    await lock();
    for (const { kid } of heldVaults()) expect(kid).toBe(own.kid);
    expect(await counts(own.kid)).toMatchObject({ unsent_records: 1, unsent_pictures: 2 });
  });
});

describe("the export file", () => {
  test("with a passphrase opens with that alone, and spaces around it do not matter", async () => {
    await records();
    const { file } = await exportUnsent(" 青石公园 南门 2026 ");
    const [head, first] = (await file.text()).split("\n").map((line) => (line ? JSON.parse(line) : null));
    const { salt, iv, ct } = head.key.pass;
    const under = await pinKey("青石公园 南门 2026", unbase64(salt));
    const sealed = { iv: unbase64(iv), ct: unbase64(ct) };
    const key = await aesKey(await unseal(under, sealed, `${own.kid}/export-key`));
    const opened = await unseal(key, { iv: unbase64(first.iv), ct: unbase64(first.ct) }, "entry/1");
    expect(new TextDecoder().decode(opened).split(".")).toHaveLength(3);
  });

  test("without one holds no way in but the city's key and the vault's", async () => {
    const { file } = await exportUnsent("  ");
    expect(Object.keys(JSON.parse((await file.text()).split("\n")[0] ?? "").key)).toEqual(["city", "vault"]);
  });
});

describe("space", () => {
  test("a warning from 80 %, a stop where the next photos may not fit, silence where the browser cannot say", () => {
    const state = { persisted: null, oldest_unsent_at: null };
    const mb = 1024 * 1024;
    expect(roomOf({ ...state, used_bytes: 79 * mb, free_bytes: 121 * mb })).toBe("ok");
    expect(roomOf({ ...state, used_bytes: 800 * mb, free_bytes: 200 * mb })).toBe("low");
    expect(roomOf({ ...state, used_bytes: 800 * mb, free_bytes: 20 * mb })).toBe("full");
    expect(roomOf({ ...state, used_bytes: null, free_bytes: null })).toBe("ok");
  });

  test("delivered originals go by the city's days; their previews and the record stay", async () => {
    await putPlain(own.kid, "settings:city", { keep_days: 20 });
    await records(1, 60_000);
    await syncNow();
    await age(25);
    await setBudget(own.kid, 1e9);
    await syncNow();
    expect(await keptBytes(own.kid)).toBe(3000);
    expect(await read((db) => db.count("bytes", ofVault(own.kid, "")))).toBe(1);
    expect(myRecords.value).toHaveLength(1);
  });

  /** Makes every receipt older by some days. */
  async function age(days: number): Promise<void> {
    const rows = await read((db) => db.getAll("blobs", ofVault(own.kid, "")));
    const receipt_at = new Date(Date.now() - days * 86_400_000).toISOString();
    await write(["blobs"], async (tx) => {
      for (const row of rows) await tx.objectStore("blobs").put({ ...row, receipt_at });
    });
  }
});

describe("a bad day", () => {
  test("a browser that knows nothing of storage is asked for nothing, and records all the same", async () => {
    expect(await askPersist()).toBe(false);
    expect(storageState.value).toMatchObject({ persisted: null, used_bytes: null, free_bytes: null });
    await records();
    expect(storageState.value.oldest_unsent_at).toBeNull();
    await readStorage();
    expect(storageState.value.oldest_unsent_at).not.toBeNull();
  });

  test("a record keeps its edition when it is corrected after another one came into force", async () => {
    const draft = await records();
    await syncNow();
    await putPlain(own.kid, "edition", { edition: "2027.1", published_at: "2027-01-01" });
    expect((await recordForCorrection(draft.id)).edition).toBe("1");
  });
});

test("a report names nobody: no officer, unit, place, note, id or key is in it", async () => {
  const draft = await openDraft("DOG-01", undefined, { address: "青石公园南门", note: "王先生的犬" });
  await records();
  const page = { innerWidth: 360, innerHeight: 640, devicePixelRatio: 2 };
  vi.stubGlobal("matchMedia", () => ({ matches: false }));
  vi.stubGlobal("document", { documentElement: { lang: "zh-CN" } });
  vi.stubGlobal("navigator", { userAgent: "Mozilla/5.0 (Linux; Android 9; ABC-123) Chrome/99.0.1 Mobile" });
  for (const [name, value] of Object.entries(page)) vi.stubGlobal(name, value);
  const said = await diagnosis();
  const { user } = vault.value as Vault;
  const secrets = [
    user.name,
    user.id,
    `"${user.username}"`,
    own.kid,
    draft.id,
    "青石",
    "王先生",
    "ABC-123",
    "leash",
  ];
  expect(secrets.filter((secret) => said.includes(secret))).toEqual([]);
  expect(JSON.parse(said)).toMatchObject({
    browser: "Chrome 99",
    held: { drafts: 1, entries: { "shot.queued": 1, "record.queued": 1 } },
    features: { background_sync: false, storage: false },
  });
});
