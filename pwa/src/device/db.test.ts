/** The store between two builds: the newer one may add to it, the older one goes on with it. */
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, expect, test } from "vitest";
import { closeDatabase, getPlain, putPlain, SHARED } from "./db.ts";

const NEWER = 7;

/** What a newer build does to the store when it opens it. */
function upgraded(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("xunzheng", NEWER);
    opening.onupgradeneeded = () => opening.result.createObjectStore("later");
    opening.onblocked = () => reject(new Error("the older window holds the store"));
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
}

beforeEach(async () => {
  await closeDatabase();
  globalThis.indexedDB = new IDBFactory();
});

test("an open window lets a newer build change the store, and goes on with it", async () => {
  await putPlain(SHARED, "before", 1);
  const newer = await upgraded();
  await putPlain(SHARED, "after", 2);
  expect([await getPlain(SHARED, "before"), await getPlain(SHARED, "after")]).toEqual([1, 2]);
  expect(newer.version).toBe(NEWER);
});

test("a build starts on the store that a withdrawn newer one left", async () => {
  await putPlain(SHARED, "before", 1);
  (await upgraded()).close();
  await closeDatabase();
  expect(await getPlain(SHARED, "before")).toBe(1);
});
