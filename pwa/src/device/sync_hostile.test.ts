import { afterEach, beforeEach, expect, test } from "vitest";
import { getPlain, ofVault, read } from "./db.ts";
import { stopSync, syncNow, syncState } from "./sync.ts";
import type { FakeServer } from "./testing/fake_server.ts";
import { enrolled, records } from "./testing/officer.ts";
import type { Vault } from "./vault.ts";

/** Somebody answers who is not our server, in the server's own language. */

let server: FakeServer;
let own: Vault;

beforeEach(async () => {
  ({ server, vault: own } = await enrolled());
});
afterEach(stopSync);

const pictures = async (): Promise<string[]> =>
  (await read((db) => db.getAll("blobs", ofVault(own.kid, "")))).map((row) => row.state);
const json = (value: unknown): Response =>
  new Response(JSON.stringify(value), { headers: { "Content-Type": "application/json" } });

test.each(["GET /api/journal/head", "POST /api/journal", "POST /api/receipts", "GET /api/changes"])(
  "a portal that answers %s with JSON of its own is no server, and nothing is lost",
  async (route) => {
    await records();
    for (const said of [{}, [], { login: "http://portal" }, { receipts: 1, results: {}, subjects: null }]) {
      server.fault = (name) => (name === route ? json(said) : null);
      await syncNow();
      expect(syncState.value.problem).toBe("captive_portal");
      expect(await getPlain(own.kid, "alarm")).toBeNull();
    }
    server.fault = () => null;
    await syncNow();
    expect(syncState.value.problem).toBeNull();
    expect(await pictures()).toEqual(["sent", "sent"]);
  },
);

test("whoever takes bytes and gets no further is not sent them for ever", async () => {
  await records(1, 3_000_000);
  let taken = 0;
  server.fault = (name) => {
    if (!name.startsWith("PATCH")) return null;
    taken += 1;
    return new Response(null, {
      status: 204,
      headers: { "Tus-Resumable": "1.0.0", "Upload-Offset": taken % 2 ? "0" : "-5" },
    });
  };
  await syncNow();
  expect(taken).toBeGreaterThan(0);
  expect(taken).toBeLessThan(4);
  server.fault = () => null;
  await syncNow();
  expect(await pictures()).toEqual(["sent", "sent"]);
});
