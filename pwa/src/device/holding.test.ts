import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { chooseSending } from "./sending.ts";
import { stopSync, syncNow, syncState, tick } from "./sync.ts";
import type { FakeServer } from "./testing/fake_server.ts";
import { enrolled, records } from "./testing/officer.ts";
import { heldVaults, lock, type Vault } from "./vault.ts";

let server: FakeServer;
let own: Vault;

beforeEach(async () => {
  ({ server, vault: own } = await enrolled());
});
afterEach(() => {
  vi.useRealTimers();
  stopSync();
});

const tellings = (): number => server.requests.filter((name) => name === "PUT /api/device/holding").length;

test("a phone whose work all arrives asks nothing more of the server", async () => {
  await records(2);
  await syncNow();
  expect(syncState.value.unsent_entries).toBe(0);
  expect(tellings()).toBe(0);
});

test("originals that wait for the officer's word are told with their number, and that they went", async () => {
  await chooseSending(own.kid, { rule: "manual" });
  await records(2);
  await syncNow();
  expect(server.holdings).toMatchObject([
    { entries: 0, pictures: 2, picture_bytes: 80_000, refused: 0, why: ["manual"] },
  ]);
  expect(server.holdings[0]?.oldest_age_s).toBeLessThan(60);
  await syncNow();
  expect(tellings()).toBe(1);
  await chooseSending(own.kid, { rule: "now" });
  await syncNow();
  expect(server.holdings.at(-1)).toMatchObject({ entries: 0, pictures: 0, why: [] });
  await syncNow();
  expect(tellings()).toBe(2);
});

test("a paused phone says so, and sends nothing else of its own", async () => {
  await chooseSending(own.kid, { paused_until: Date.now() + 3_600_000 });
  await records(1);
  await syncNow();
  expect(server.holdings).toMatchObject([{ entries: 2, pictures: 1, why: ["paused"] }]);
  expect(server.entries.size).toBe(0);
});

test("a refused picture stands as what no trying sends", async () => {
  server.fault = (name) =>
    name === "POST /api/evidence"
      ? new Response(JSON.stringify({ code: "too_large", permanent: true }), {
          status: 413,
          headers: { "Content-Type": "application/problem+json" },
        })
      : null;
  await records(1);
  await syncNow();
  expect(server.holdings.at(-1)).toMatchObject({ entries: 0, pictures: 1, refused: 1 });
});

test("an older server that knows no such request is asked once in a while and loses nothing by it", async () => {
  server.fault = (name) => (name === "PUT /api/device/holding" ? new Response("", { status: 404 }) : null);
  await chooseSending(own.kid, { rule: "manual" });
  await records(1);
  await syncNow();
  await tick();
  await syncNow();
  expect(tellings()).toBe(1);
  expect(syncState.value.problem).toBeNull();
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 4 * 60_000 });
  server.fault = () => null;
  await syncNow();
  expect(server.holdings).toMatchObject([{ pictures: 1 }]);
});

test("that the rest went is told at once after a failed telling, since a locked vault is not asked again", async () => {
  await chooseSending(own.kid, { rule: "manual" });
  await records(1);
  await syncNow();
  await records(1);
  server.fault = (name) => (name === "PUT /api/device/holding" ? "lost" : null);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 4 * 60_000 });
  await syncNow();
  expect(tellings()).toBe(2);
  server.fault = () => null;
  await chooseSending(own.kid, { rule: "now" });
  await lock();
  await syncNow();
  expect(heldVaults()).toEqual([]);
  expect(server.holdings.at(-1)).toMatchObject({ entries: 0, pictures: 0 });
});

test("where the line fails nothing is told on it", async () => {
  server.fault = () => "lost";
  await records(1);
  await syncNow();
  expect(tellings()).toBe(0);
});
