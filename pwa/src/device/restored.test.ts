/** What a phone makes of its records, its pictures and its vault after the server was restored. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ofVault, read } from "./db.ts";
import { getDraft, openDraft } from "./drafts.ts";
import { enrolAgain } from "./enrol_again.ts";
import { NoContact } from "./http.ts";
import { myRecords } from "./records.ts";
import { stopSync, syncNow, syncState } from "./sync.ts";
import type { FakeServer } from "./testing/fake_server.ts";
import { enrolled, records } from "./testing/officer.ts";
import { type Vault, vaultRow } from "./vault.ts";

let server: FakeServer;
let own: Vault;

beforeEach(async () => {
  ({ server, vault: own } = await enrolled());
});
afterEach(() => {
  vi.useRealTimers();
  stopSync();
});

test("what the lost server decided on a record counts for nothing until the record is there again", async () => {
  const { id } = await records();
  await syncNow();
  const entry_hash = myRecords.value[0]?.entry_hash;
  const review = { decision: "accept", reviewer_name: "王" };
  const word = { id, entry_hash, state: "accepted", review, partner: "signed" };
  server.subjects = [{ subject: `record:${id}`, state: word }];
  await syncNow();
  expect(myRecords.value).toMatchObject([{ state: "accepted", partner: "signed" }]);
  server.subjects = [];
  server.restore();
  await syncNow();
  expect(myRecords.value).toMatchObject([{ state: "waiting", review: null, partner: null }]);
});

test("a vault that was revoked before the restore stays, drafts too, once it is enrolled again", async () => {
  await records();
  const draft = await openDraft("DOG-01");
  server.revoked = true;
  server.fault = (name) => (name.endsWith("/api/evidence") ? "lost" : null);
  await syncNow();
  expect(await vaultRow(own.kid)).toMatchObject({ revoked: true });
  Object.assign(server, { revoked: false, fault: () => null });
  server.restore();
  await syncNow();
  await enrolAgain("p", "jkmn-pqrs", "phone");
  await syncNow();
  expect(syncState.value).toMatchObject({ phase: "idle", unsent_entries: 0, unsent_pictures: 0 });
  expect(await getDraft(draft.id)).toMatchObject({ id: draft.id });
});

test("an original delivered once more stays its days again, from its new receipt", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() - 60 * 86_400_000 });
  await records();
  await syncNow();
  server.restore();
  vi.useRealTimers();
  await syncNow();
  const receipts = async () =>
    (await read((db) => db.getAll("blobs", ofVault(own.kid, "")))).map((row) => row.receipt_at);
  expect(await receipts()).toEqual([null, null]);
  await enrolAgain("p", "jkmn-pqrs", "phone");
  await syncNow();
  for (const at of await receipts()) expect(Date.now() - Date.parse(at ?? "")).toBeLessThan(60_000);
});

test("the session of the password ends once the phone is enrolled again; nobody waits for that", async () => {
  const end = "DELETE /api/session";
  await records();
  server.restore();
  await syncNow();
  server.fault = (name) => (name === "POST /api/devices" || name === end ? "lost" : null);
  await expect(enrolAgain("p", "jkmn-pqrs", "phone")).rejects.toThrow(NoContact);
  expect(server.requests).not.toContain(end);
  let arrives: () => void = () => undefined;
  const onItsWay = new Promise<void>((resolve) => {
    arrives = resolve;
  });
  server.travel = (name) => (name === end ? onItsWay : Promise.resolve());
  server.fault = (name) => (name === end ? "lost" : null);
  await enrolAgain("p", "jkmn-pqrs", "phone");
  expect(server.requests.slice(-2)).toEqual(["POST /api/devices", end]);
  arrives();
});
