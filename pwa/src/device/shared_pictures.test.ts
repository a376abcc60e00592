import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { dropShared, lookForShared, sharedFile, sharedPictures } from "./shared_pictures.ts";

const NOW = Date.UTC(2026, 10, 22, 8);
const HOUR_MS = 3_600_000;

let kept: Map<string, Response> | null;

/** The one cache of a browser that shared pictures lie in; null where nothing was ever shared. */
const caches = {
  has: async () => kept !== null,
  open: async () => ({
    keys: async () => [...(kept ?? new Map()).keys()].map((url) => ({ url })),
    match: async (url: string) => kept?.get(url),
    delete: async (url: string) => kept?.delete(url),
  }),
};

const put = (at: number, n: number): string => {
  const url = `https://city.test/share/${at}-${n}`;
  kept?.set(url, new Response("picture", { headers: { "content-type": "image/jpeg" } }));
  return url;
};

beforeEach(() => {
  kept = new Map();
  sharedPictures.value = [];
  vi.stubGlobal("caches", caches);
});

afterEach(() => vi.unstubAllGlobals());

test("What was shared an hour ago is offered, what nobody took for a day is cleared", async () => {
  put(NOW - 25 * HOUR_MS, 0);
  const fresh = put(NOW - HOUR_MS, 0);
  await lookForShared(NOW);
  expect(sharedPictures.value).toEqual([fresh]);
  expect([...(kept?.keys() ?? [])]).toEqual([fresh]);
});

test("A clock that was set back keeps nothing for ever", async () => {
  put(NOW + 48 * HOUR_MS, 0);
  await lookForShared(NOW);
  expect(sharedPictures.value).toEqual([]);
  expect(kept?.size).toBe(0);
});

test("Where nothing was ever shared no cache is made", async () => {
  kept = null;
  await lookForShared(NOW);
  expect(sharedPictures.value).toEqual([]);
});

test("A picture comes back as the file it was, and is gone once it was taken or refused", async () => {
  const [first, second] = [put(NOW, 0), put(NOW, 1)];
  await lookForShared(NOW);
  const file = await sharedFile(first);
  expect(file?.type).toBe("image/jpeg");
  expect(await file?.text()).toBe("picture");
  await dropShared([first]);
  expect(sharedPictures.value).toEqual([second]);
  expect(await sharedFile(first)).toBeNull();
});
