import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ofVault, read } from "./db.ts";
import { exportUnsent } from "./export.ts";
import { farewell } from "./farewell.ts";
import { useLine } from "./http.ts";
import { myRecords, recordForCorrection, saveRecord } from "./records.ts";
import { stopSync, syncNow, syncState, tick } from "./sync.ts";
import type { FakeServer } from "./testing/fake_server.ts";
import { enrolled, PIN, records } from "./testing/officer.ts";
import { heldVaults, listVaults, lock, unlock, type Vault, vault } from "./vault.ts";

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
const all = (list: string[], state: string): boolean => list.length > 0 && list.every((one) => one === state);
const pictures = (): Promise<number> => read((db) => db.count("bytes", ofVault(own.kid, "")));

test("a record with its pictures is sent, receipted and shown", async () => {
  const draft = await records(2);
  await syncNow();
  expect(all(await states("entries"), "sent") && all(await states("blobs"), "sent")).toBe(true);
  const unsent = { unsent_entries: 0, unsent_pictures: 0, unsent_bytes: 0 };
  expect(syncState.value).toMatchObject({ ...unsent, delivered: 3 });
  expect(myRecords.value).toMatchObject([
    { id: draft.id, state: "sent", receipt: true, pictures: { sent: 2, total: 2 } },
  ]);
});

test("previews travel before pictures, and the journal before both", async () => {
  await records(1, 300_000);
  await syncNow();
  const done = server.requests.filter((name) => /journal$|evidence/.test(name));
  expect(done[0]).toBe("POST /api/journal");
  expect([...server.blobs.values()].map((blob) => blob.bytes.length)).toEqual([3000, 300_000]);
});

test("a picture that is cut off goes on where the server is", async () => {
  await records(1, 2_500_000);
  let cuts = 1;
  server.fault = (name) => (name.startsWith("PATCH") && cuts-- > 0 ? "cut" : null);
  await syncNow();
  expect(all(await states("blobs"), "sent")).toBe(false);
  server.fault = () => null;
  server.requests = [];
  await syncNow();
  expect(server.requests.filter((name) => name.startsWith("HEAD"))).toHaveLength(1);
  expect(server.requests.some((name) => name === "POST /api/evidence")).toBe(false);
  expect(all(await states("blobs"), "sent")).toBe(true);
});

test("an answer lost after the commit makes no second entry, and nothing is called sent before", async () => {
  await records();
  server.fault = (name) => (name === "POST /api/journal" ? "cut" : null);
  await syncNow();
  expect((await states("entries")).includes("sent")).toBe(false);
  expect(server.entries.size).toBe(2);
  server.fault = () => null;
  await syncNow();
  expect(server.entries.size).toBe(2);
  expect(all(await states("entries"), "sent")).toBe(true);
});

test("a hotel's sign-in page is not our server", async () => {
  await records();
  const page = () => new Response("<html>", { status: 200, headers: { "Content-Type": "text/html" } });
  server.fault = () => page();
  await syncNow();
  expect(syncState.value).toMatchObject({ phase: "offline", problem: "captive_portal", unsent_entries: 2 });
  expect(await states("blobs")).toEqual(["queued", "queued"]);
});

test("being out of reach is said until contact, by rounds that only wait as well", async () => {
  await records(2);
  server.fault = () => "lost";
  await syncNow();
  await tick();
  expect(syncState.value).toMatchObject({ phase: "offline", unsent_records: 1, unsent_pictures: 2 });
  server.fault = () => null;
  await syncNow();
  expect(syncState.value).toMatchObject({ phase: "idle", problem: null, unsent_records: 0 });
});

test("an expired token is bought anew, without any session", async () => {
  await records();
  let expired = 1;
  server.fault = (name) => (name === "POST /api/journal" && expired-- > 0 ? "expired" : null);
  await syncNow();
  expect(all(await states("entries"), "sent")).toBe(true);
});

test("a lasting refusal parks that item only and is shown", async () => {
  server.refuse = ({ seq }) => (seq === 2 ? "bad_entry" : null);
  const refused = await records();
  const good = await records();
  await syncNow();
  const cards = new Map(myRecords.value.map((card) => [card.id, card]));
  expect(cards.get(refused.id)).toMatchObject({ state: "problem", problem: "bad_entry" });
  expect(cards.get(good.id)).toMatchObject({ state: "sent" });
  expect(await states("entries")).toEqual(["sent", "refused", "sent", "sent"]);
});

test("a picture whose own entry is refused makes its record a problem, not a wait without end", async () => {
  server.refuse = ({ seq }) => (seq === 1 ? "bad_entry" : null);
  await records();
  await syncNow();
  expect(myRecords.value[0]).toMatchObject({ state: "problem", problem: "bad_entry", receipt: false });
  expect(await states("blobs")).toEqual(["refused", "refused"]);
  expect(await exportUnsent()).toMatchObject({ entries: 1, pictures: 2 });
});

test("pictures are kept after their receipt for thirty days", async () => {
  await records();
  await syncNow();
  expect(await pictures()).toBe(2);
  vi.useFakeTimers({ now: Date.now() + 31 * 86_400_000, toFake: ["Date"] });
  await syncNow();
  expect(await pictures()).toBe(1);
});

test("a phone whose clock jumps two months ahead still keeps its pictures", async () => {
  const answer = server.fetch;
  const line: typeof fetch = async (input, init) => {
    const found = await answer(input, init);
    found.headers.set("Date", "Sun, 01 Nov 2026 08:00:00 GMT");
    return found;
  };
  useLine({ fetch: line });
  await records();
  await syncNow();
  vi.useFakeTimers({ now: Date.now() + 61 * 86_400_000, toFake: ["Date"] });
  await syncNow();
  expect(await pictures()).toBe(2);
});

test("a returned record opens with its pictures and words, and goes again as a new entry", async () => {
  const draft = await records();
  await syncNow();
  const [card] = myRecords.value;
  const review = {
    decision: "return",
    reason: "blurry_photo",
    words: "请补拍",
    field: null,
    at: "",
    reviewer_name: "王",
  };
  const state = { id: draft.id, entry_hash: card?.entry_hash, state: "returned", review };
  server.subjects = [{ subject: `record:${draft.id}`, state }];
  await syncNow();
  expect(myRecords.value[0]).toMatchObject({ state: "returned", review: { words: "请补拍" } });
  const again = await recordForCorrection(draft.id);
  expect(again).toMatchObject({ id: draft.id, replaces: card?.entry_hash, review: { words: "请补拍" } });
  expect(again.shots).toHaveLength(1);
  await saveRecord(again);
  await syncNow();
  expect(myRecords.value).toMatchObject([{ id: draft.id, state: "sent", review: null }]);
});

test("news asked for while older news are on their way come too", async () => {
  const draft = await records();
  await syncNow();
  const entry_hash = myRecords.value[0]?.entry_hash;
  const honest = server.fetch;
  let asked: Promise<void> | null = null;
  useLine({
    fetch: async (input, init) => {
      const answer = await honest(input, init);
      if (!asked && String(input).includes("/api/changes")) {
        server.subjects = [
          { subject: `record:${draft.id}`, state: { id: draft.id, entry_hash, state: "accepted" } },
        ];
        asked = syncNow();
      }
      return answer;
    },
  });
  await syncNow();
  await asked;
  expect(myRecords.value[0]?.state).toBe("accepted");
});

test("a locked vault drains and then forgets its key", async () => {
  await records();
  await lock();
  expect(heldVaults()).toHaveLength(1);
  await syncNow();
  expect(all(await states("entries"), "sent")).toBe(true);
  expect(heldVaults()).toHaveLength(0);
});

test("a locked vault with nothing unsent forgets its key at once, without a network too", async () => {
  await records();
  await syncNow();
  server.fault = () => "lost";
  await lock();
  expect(heldVaults()).toHaveLength(0);
});

test("a locked vault that has just drained forgets its key even where no news can be had", async () => {
  await records();
  await lock();
  server.fault = (name) => (name === "GET /api/changes" ? "lost" : null);
  await syncNow();
  expect(all(await states("entries"), "sent")).toBe(true);
  expect(heldVaults()).toHaveLength(0);
});

test("a locked vault that cannot send keeps its key", async () => {
  await records();
  await lock();
  server.fault = () => "lost";
  await syncNow();
  expect(heldVaults()).toHaveLength(1);
});

test("a revoked vault drains, then wipes itself", async () => {
  await records();
  server.revoked = true;
  await syncNow();
  expect(server.entries.size).toBe(2);
  expect(server.blobs.size).toBe(2);
  expect([await listVaults(), await pictures(), vault.value]).toEqual([[], 0, null]);
  expect(farewell.value).toBe(own.user.name);
});

test("after a restart of the app the queue goes on with the unlock code alone", async () => {
  await records();
  await lock();
  server.fault = () => "lost";
  await syncNow();
  server.fault = () => null;
  own = await unlock(own.kid, PIN);
  await syncNow();
  expect(all(await states("blobs"), "sent")).toBe(true);
});
