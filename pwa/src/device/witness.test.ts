import { afterEach, beforeEach, expect, test } from "vitest";
import { getPlain, ofVault, read } from "./db.ts";
import { stopSync, syncNow, syncState } from "./sync.ts";
import { FakeLog, noteKey } from "./testing/fake_log.ts";
import type { FakeServer } from "./testing/fake_server.ts";
import { enrolled, records } from "./testing/officer.ts";
import { type Vault, vaultRow } from "./vault.ts";

let server: FakeServer;
let vault: Vault;

beforeEach(async () => {
  ({ server, vault } = await enrolled());
});
afterEach(stopSync);

const entryStates = async (): Promise<string[]> =>
  (await read((db) => db.getAll("entries", ofVault(vault.kid)))).map((row) => row.state);

test("a receipt for other bytes is an alarm: nothing is sent, and sending stops", async () => {
  await records();
  server.forge = (name, answer) =>
    name === "POST /api/journal" ? { ...answer, receipt: server.log.receipt(0) } : answer;
  await syncNow();
  expect(syncState.value).toMatchObject({ phase: "alarm", problem: "other_leaf" });
  expect(await entryStates()).not.toContain("sent");
  server.requests = [];
  server.forge = (_name, answer) => answer;
  await syncNow();
  expect(server.requests.filter((name) => /journal|receipts|evidence/.test(name))).toEqual([]);
});

test("a rewritten history is an alarm that keeps both notes", async () => {
  await records();
  await syncNow();
  server.log.leaves[1] = '{"v":1,"t":"forged"}';
  await records();
  await syncNow();
  expect(syncState.value).toMatchObject({ phase: "alarm", problem: "inconsistent" });
  const alarm = await getPlain<{ seen: string; shown: string }>(vault.kid, "alarm");
  expect([alarm?.seen, alarm?.shown].every((note) => note?.startsWith("xunzheng/fake\n"))).toBe(true);
});

test("a log under another key is an alarm", async () => {
  await syncNow();
  const thief = new FakeLog(server.log.origin, await noteKey(server.log.origin));
  thief.leaves = [...server.log.leaves];
  server.log = thief;
  await syncNow();
  expect(syncState.value).toMatchObject({ phase: "alarm", problem: "bad_checkpoint" });
});

test("a shrunk log without a restart note is an alarm; with one the phone sends again what was lost", async () => {
  await records();
  await syncNow();
  const before = server.log.leaves.length;
  server.entries.clear();
  server.blobs.clear();
  server.parts.clear();
  const note = server.log.restart(1, server.recovery, "2026-11-20T00:00:00.000Z");
  await syncNow();
  expect(syncState.value).toMatchObject({ phase: "alarm", problem: "shrunk" });
  server.restartNotes = [note];
  await syncNow();
  expect(syncState.value).toMatchObject({ phase: "idle", unsent_entries: 0, unsent_pictures: 0 });
  expect(syncState.value.restored_at).not.toBeNull();
  expect([server.log.leaves.length, server.entries.size, server.blobs.size]).toEqual([before, 2, 2]);
});

test("a restart note is believed once: replayed, it is an alarm like any shrinking", async () => {
  await records();
  await syncNow();
  const note = server.log.restart(1, server.recovery, "2026-11-20T00:00:00.000Z");
  server.entries.clear();
  server.blobs.clear();
  server.parts.clear();
  server.restartNotes = [note];
  await syncNow();
  expect(syncState.value.phase).toBe("idle");
  server.log.leaves = server.log.leaves.slice(0, 1);
  await syncNow();
  expect(syncState.value.phase).toBe("alarm");
});

test("of two restarts missed, the one that lost more says what is sent again", async () => {
  const fill = (size: number) => {
    while (server.log.leaves.length < size)
      server.log.append({ v: 1, t: "settings", x: String(Math.random()) });
  };
  fill(300);
  await records();
  await syncNow();
  expect(syncState.value).toMatchObject({ unsent_entries: 0, unsent_pictures: 0 });
  for (const lost of [server.entries, server.blobs, server.parts]) lost.clear();
  const first = server.log.restart(100, server.recovery, "2026-11-20T00:00:00.000Z");
  fill(600);
  server.log.key = await noteKey(server.log.origin);
  const second = server.log.restart(500, server.recovery, "2026-11-21T00:00:00.000Z");
  server.restartNotes = [second, first];
  await syncNow();
  expect(syncState.value).toMatchObject({ phase: "idle", unsent_entries: 0, unsent_pictures: 0 });
  expect([server.entries.size, server.blobs.size]).toEqual([2, 2]);
  expect(await vaultRow(vault.kid)).toMatchObject({
    vkey: server.log.key.vkey,
    since: "2026-11-21T00:00:00.000Z",
  });
  await syncNow();
  expect(syncState.value.phase).toBe("idle");
});
