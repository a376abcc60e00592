import { afterEach, beforeEach, expect, test } from "vitest";
import cases from "../../../schemas/cases/walks.json" with { type: "json" };
import { getPlain, putPlain } from "./db.ts";
import { useLine } from "./http.ts";
import { loadReference, streets } from "./reference.ts";
import { bringStreets } from "./streets.ts";
import { stopSync, syncNow } from "./sync.ts";
import type { FakeServer } from "./testing/fake_server.ts";
import { enrolled } from "./testing/officer.ts";
import type { Vault } from "./vault.ts";

const [{ gates, pos, walks }] = cases.walk as [(typeof cases.walk)[0]];
const [gate = { lat: 0, lon: 0 }] = gates;
const SCHOOL = {
  ...{ id: "s", name: "实验小学", category: "primary", unit: "u", ...gate, geometry: null },
  ...{ gates: [{ name: "东门", ...gate }], grid: null, attrs: {}, initials: "syxx" },
};

let server: FakeServer;
let own: Vault;
/** The cursors that the phone asked with; null from the beginning. */
let cursors: (string | null)[];

beforeEach(async () => {
  ({ server, vault: own } = await enrolled());
  cursors = [];
  const honest = server.fetch;
  useLine({
    fetch: (input, init) => {
      const url = new URL(String(input), "http://city.test");
      if (url.pathname === "/api/changes") cursors.push(url.searchParams.get("cursor"));
      return honest(input, init);
    },
  });
  server.subjects = [
    { subject: "place:s", state: SCHOOL },
    { subject: "walks:s", state: walks },
  ];
});
afterEach(stopSync);

async function hearsNews(): Promise<void> {
  await syncNow();
  await loadReference();
}

test("the streets around a school are kept, and known near it", async () => {
  await hearsNews();
  expect(await bringStreets({ ...pos, lat: pos.lat + 200_000 })).toBe(false);
  expect(await bringStreets(pos)).toBe(true);
  expect(streets.value.get("s")?.walk(pos, 5)?.distance_m).toBe(150);
  expect(await bringStreets(pos)).toBe(false);
});

test("streets that the city took back are known no longer", async () => {
  await hearsNews();
  await bringStreets(pos);
  server.subjects = [{ subject: "walks:s", state: null }];
  await hearsNews();
  expect(await bringStreets(pos)).toBe(true);
  expect(streets.value.size).toBe(0);
});

test("a phone whose older app passed over the streets reads the feed anew, once", async () => {
  await putPlain(own.kid, "cursor", "where the older app stopped");
  await putPlain(own.kid, "cursor:2", null);
  await hearsNews();
  await hearsNews();
  expect(cursors).toEqual([null, "c"]);
  expect(await getPlain(own.kid, "walks:s")).toEqual(walks);
  expect(await getPlain(own.kid, "cursor")).toBe("where the older app stopped");
});

test("streets in a form of another version are none", async () => {
  server.subjects = [
    { subject: "place:s", state: SCHOOL },
    { subject: "walks:s", state: { network: "n1", tiles: [] } },
  ];
  await hearsNews();
  await bringStreets(pos);
  expect(streets.value.size).toBe(0);
});
