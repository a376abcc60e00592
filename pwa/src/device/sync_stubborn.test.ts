import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ofVault, read } from "./db.ts";
import { useLine } from "./http.ts";
import { stopSync, syncNow, syncState, tick } from "./sync.ts";
import type { FakeServer } from "./testing/fake_server.ts";
import { enrolled, records } from "./testing/officer.ts";
import type { Vault } from "./vault.ts";

let server: FakeServer;
let own: Vault;

beforeEach(async () => {
  ({ server, vault: own } = await enrolled());
});
afterEach(() => {
  vi.useRealTimers();
  stopSync();
});

const states = async (store: "entries" | "blobs"): Promise<string[]> => {
  const rows = await read((db) => db.getAll(store, ofVault(own.kid, store === "entries" ? 0 : "")));
  return rows.map((row) => row.state);
};
const problem = (status: number, code: string, permanent: boolean): Response => {
  const headers = { "Content-Type": "application/problem+json" };
  return new Response(JSON.stringify({ code, permanent }), { status, headers });
};

test("a device that gets no token parks nothing", async () => {
  await records();
  server.fault = (name) => {
    if (name === "POST /api/device/token") return problem(404, "unknown_device", true);
    return name.includes("/api/evidence") ? "expired" : null;
  };
  await syncNow();
  expect(syncState.value.problem).toBe("unknown_device");
  expect(await states("blobs")).toEqual(["queued", "queued"]);
  server.fault = () => null;
  await syncNow();
  expect(await states("blobs")).toEqual(["sent", "sent"]);
});

test("a picture that a proxy refuses with a page of its own does not hold up the receipts of the others", async () => {
  await records(2);
  let refusals = 0;
  server.fault = (name) => {
    if (name !== "POST /api/evidence" || server.parts.size < 3) return null;
    refusals += 1;
    return new Response("<html>413</html>", { status: 413, headers: { "Content-Type": "text/html" } });
  };
  await syncNow();
  expect(refusals).toBe(1);
  await syncNow();
  expect((await states("blobs")).filter((state) => state === "sent")).toHaveLength(3);
});

test("one entry that the server cannot take at all stands alone in the end, and the rest goes on", async () => {
  for (let i = 0; i < 2; i += 1) await records();
  const isPoisoned = (body: string): boolean =>
    JSON.parse(body).entries.some((jws: string) => seqOf(jws) === 2);
  const honest = server.fetch;
  useLine({
    fetch: async (input, init) => {
      const isJournal = String(input).endsWith("/api/journal");
      if (isJournal && isPoisoned(String(init?.body))) return problem(422, "bad_request", true);
      return honest(input, init);
    },
  });
  vi.useFakeTimers({ toFake: ["Date"] });
  for (let i = 0; i < 16; i += 1) {
    vi.setSystemTime(Date.now() + 600_000);
    await tick();
  }
  expect(await states("entries")).toEqual(["sent", "refused", "sent", "sent"]);
});

const seqOf = (jws: string): number =>
  JSON.parse(Buffer.from(jws.split(".")[1] ?? "", "base64url").toString()).seq;
