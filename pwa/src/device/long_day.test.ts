/** A day of 300 photos without a network, and the evening on which they all go out. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { myRecords } from "./records.ts";
import { stopSync, syncNow, syncState } from "./sync.ts";
import type { FakeServer } from "./testing/fake_server.ts";
import { enrolled, records } from "./testing/officer.ts";

const PICTURE = 20_000;
let server: FakeServer;

beforeEach(async () => {
  ({ server } = await enrolled());
});
afterEach(() => {
  vi.restoreAllMocks();
  stopSync();
});

/** Counts what is under way: the most uploads at once, and the most pictures opened but not yet delivered. */
function watched() {
  const most = { uploads: 0, pictures: 0 };
  let [uploads, opened] = [0, 0];
  server.travel = async (name) => {
    if (!/evidence/.test(name)) return;
    uploads += 1;
    most.uploads = Math.max(most.uploads, uploads);
    await new Promise((arrived) => setImmediate(arrived));
    uploads -= 1;
  };
  const delivered = () => [...server.blobs.values()].filter((one) => one.bytes.length === PICTURE).length;
  const decrypt = crypto.subtle.decrypt.bind(crypto.subtle);
  vi.spyOn(crypto.subtle, "decrypt").mockImplementation(async (...sealed) => {
    const plain = await decrypt(...sealed);
    if (plain.byteLength === PICTURE) opened += 1;
    most.pictures = Math.max(most.pictures, opened - delivered());
    return plain;
  });
  return most;
}

test("300 photos go out one by one, one in memory at a time, and the other requests stay few", async () => {
  for (let i = 0; i < 30; i += 1) await records(10, PICTURE);
  server.requests = [];
  const most = watched();
  await syncNow();
  expect(syncState.value).toMatchObject({ unsent_entries: 0, unsent_pictures: 0, unsent_bytes: 0 });
  expect(myRecords.value.map(({ receipt, pictures }) => [receipt, pictures.sent])).toEqual(
    Array.from({ length: 30 }, () => [true, 10]),
  );
  expect(most).toEqual({ uploads: 1, pictures: 1 });
  const count = (shape: RegExp) => server.requests.filter((name) => shape.test(name)).length;
  expect(count(/evidence/)).toBe(600);
  expect(server.requests.length - count(/evidence/)).toBeLessThanOrEqual(50);
}, 120_000);
