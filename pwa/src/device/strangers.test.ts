import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ofVault, read } from "./db.ts";
import { enrolAgain, OtherCity } from "./enrol_again.ts";
import { exportUnsent } from "./export.ts";
import { NoContact, Problem } from "./http.ts";
import { myRecords } from "./records.ts";
import { stopSync, syncNow, syncState, tick } from "./sync.ts";
import { FakeServer, RESTORED_AT } from "./testing/fake_server.ts";
import { firstRun } from "./testing/headless.ts";
import { enrolled, PIN, records, shoots } from "./testing/officer.ts";
import { unlock, type Vault, vaultRow } from "./vault.ts";

let server: FakeServer;
let own: Vault;

beforeEach(async () => {
  ({ server, vault: own } = await enrolled());
});
afterEach(() => {
  vi.useRealTimers();
  stopSync();
});

const restored = (isLawful = true): void => server.restore(isLawful);

const rows = (kid = own.kid) => read((db) => db.getAll("entries", ofVault(kid)));
const hashes = async (): Promise<string[]> => (await rows()).map((row) => row.hash);
const problem = (status: number, code: string): Response => {
  const headers = { "Content-Type": "application/problem+json" };
  return new Response(JSON.stringify({ title: code, code, permanent: true }), { status, headers });
};

test("a restored server that does not know the phone takes back every “sent”, and recording goes on", async () => {
  await records();
  await syncNow();
  restored();
  await syncNow();
  const waiting = { phase: "stranger", unsent_entries: 2, unsent_pictures: 1, delivered: 0 };
  expect(syncState.value).toMatchObject(waiting);
  expect(myRecords.value).toMatchObject([{ state: "waiting", receipt: false }]);
  await records();
  await syncNow();
  expect(syncState.value).toMatchObject({ ...waiting, unsent_entries: 4, unsent_pictures: 2 });
  expect((await rows()).every((row) => row.state === "queued")).toBe(true);
  expect(await exportUnsent()).toMatchObject({ entries: 4, pictures: 4 });
});

test("a phone with nothing to send hears of it when it asks for news", async () => {
  await records();
  await syncNow();
  restored();
  server.requests = [];
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 61_000 });
  await tick();
  expect(server.requests).not.toContain("GET /api/journal/head");
  expect(syncState.value).toMatchObject({ phase: "stranger", unsent_entries: 2 });
});

test("enrolled again the same key sends the same chain from its first entry, and every receipt is checked", async () => {
  await records();
  await syncNow();
  restored();
  await records();
  await syncNow();
  const written = await hashes();
  await enrolAgain("p", "jkmn-pqrs", "phone");
  expect([...(server.known ?? [])]).toEqual([own.kid]);
  expect(syncState.value.phase).toBe("stranger");
  await syncNow();
  expect(syncState.value).toMatchObject({ phase: "idle", unsent_entries: 0, unsent_pictures: 0 });
  expect([...server.entries.keys()]).toEqual(written);
  expect(await hashes()).toEqual(written);
  expect([server.entries.size, server.blobs.size]).toEqual([4, 4]);
  expect((await rows()).every((row) => row.state === "sent")).toBe(true);
});

test("a token from before the restore, still good for its hour, gets nothing refused for good", async () => {
  await shoots(null);
  const turnedAway = (route: string) => {
    server.fault = (name) => (name === route ? problem(404, "unknown_device") : null);
  };
  turnedAway("POST /api/journal");
  await syncNow();
  expect((await rows()).map((row) => row.state)).toEqual(["queued"]);
  turnedAway("POST /api/evidence");
  await syncNow();
  const blobs = await read((db) => db.getAll("blobs", ofVault(own.kid, "")));
  expect(blobs.map((row) => row.state)).toEqual(["queued", "queued"]);
});

test("what an older build took for refused is offered again", async () => {
  await records();
  const { kid } = own;
  await read(async (db) => {
    for (const row of await db.getAll("entries", ofVault(kid)))
      await db.put("entries", { ...row, state: "refused", problem: "unknown_device" });
    for (const row of await db.getAll("blobs", ofVault(kid, "")))
      await db.put("blobs", { ...row, state: "refused", problem: "unknown_device" });
  });
  restored();
  await syncNow();
  await enrolAgain("p", "jkmn-pqrs", "phone");
  await syncNow();
  expect(syncState.value).toMatchObject({ phase: "idle", unsent_entries: 0, unsent_pictures: 0 });
  expect([server.entries.size, server.blobs.size]).toEqual([2, 2]);
});

test("“unknown” without a lawful restart takes nothing back and offers nothing", async () => {
  await records();
  await syncNow();
  restored(false);
  await syncNow();
  expect(syncState.value).toMatchObject({ stranger_at: null, problem: "unknown_device", unsent_entries: 0 });
  server.restartNotes = [server.log.restart(1, server.log.key, RESTORED_AT)];
  await syncNow();
  expect(syncState.value).toMatchObject({ stranger_at: null, unsent_entries: 0 });
});

test("a captive portal that says “unknown” is not believed after a restart that was lived through", async () => {
  await records();
  await syncNow();
  restored();
  server.known = null;
  await syncNow();
  expect(syncState.value).toMatchObject({ phase: "idle", unsent_entries: 0 });
  server.known = new Set();
  await syncNow();
  expect(syncState.value).toMatchObject({ stranger_at: null, problem: "unknown_device", unsent_entries: 0 });
  const page = () => new Response("<html>sign in</html>", { headers: { "Content-Type": "text/html" } });
  server.fault = page;
  await syncNow();
  expect(syncState.value).toMatchObject({ stranger_at: null, problem: "captive_portal" });
});

test("a wrong code, a wrong password or no network costs nothing, and the next try goes on", async () => {
  await records();
  await syncNow();
  restored();
  await syncNow();
  const attempt = () => enrolAgain("p", "jkmn-pqrs", "phone");
  server.fault = (name) => (name === "POST /api/devices" ? problem(403, "code_invalid") : null);
  await expect(attempt()).rejects.toMatchObject({ code: "code_invalid" });
  server.fault = (name) => (name === "POST /api/session" ? problem(401, "wrong_password") : null);
  await expect(attempt()).rejects.toThrow(Problem);
  server.fault = () => "lost";
  await expect(attempt()).rejects.toThrow(NoContact);
  server.fault = () => null;
  await syncNow();
  expect(syncState.value).toMatchObject({ phase: "stranger", unsent_entries: 2 });
  await attempt();
  await syncNow();
  expect(syncState.value).toMatchObject({ phase: "idle", unsent_entries: 0 });
});

test("another server gets neither password nor code", async () => {
  await records();
  await syncNow();
  restored();
  await syncNow();
  const other = await FakeServer.start();
  server.recovery = other.recovery;
  server.requests = [];
  await expect(enrolAgain("p", "jkmn-pqrs", "phone")).rejects.toThrow(OtherCity);
  expect(server.requests.filter((name) => name.startsWith("POST"))).toEqual([]);
  expect(syncState.value.phase).toBe("stranger");
});

test("an account that was made again with another id signs what is written from now on", async () => {
  await records();
  await syncNow();
  restored();
  await syncNow();
  server.user = { ...server.user, id: "u9", unit: { id: "s2", name: "西城所" } };
  await enrolAgain("p", "jkmn-pqrs", "phone");
  expect((await vaultRow(own.kid)).user).toMatchObject({ id: "u9", unit: { id: "s2" } });
  await records();
  await syncNow();
  const all = [...server.entries.values()].filter(({ said }) => said.kind === "record");
  expect(all.map(({ said }) => said.body["officer"])).toEqual(["u1", "u9"]);
});

test("of two vaults on one phone each finds its own way back", async () => {
  await records();
  await syncNow();
  await firstRun({ username: "wang", password: "p", code: "tvwx-yzab", pin: PIN });
  await records();
  await syncNow();
  restored();
  await syncNow();
  expect(syncState.value).toMatchObject({ phase: "stranger", unsent_entries: 2 });
  await enrolAgain("p", "jkmn-pqrs", "phone");
  await syncNow();
  expect(syncState.value).toMatchObject({ phase: "idle", unsent_entries: 0 });
  await unlock(own.kid, PIN);
  await syncNow();
  expect(syncState.value).toMatchObject({ phase: "stranger", unsent_entries: 2 });
  await enrolAgain("p", "tvwx-yzab", "phone");
  await syncNow();
  expect(syncState.value).toMatchObject({ phase: "idle", unsent_entries: 0 });
  expect([server.entries.size, server.blobs.size]).toEqual([4, 4]);
});
