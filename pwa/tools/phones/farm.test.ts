import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Farm, told } from "./farm.ts";
import type { holdings } from "./holdings.ts";
import { PLANTS } from "./plants.ts";
import { type Served, served } from "./served.ts";

type Vaults = Awaited<ReturnType<typeof holdings>>["vaults"];

let farm: Farm;
let server: Served;
let kid: string;

const perform = (act: string, more: object = {}): Promise<never> =>
  farm.perform({ do: act, phone: "p", tab: "a", ...more }) as Promise<never>;
const failing = (act: string, more: object = {}): Promise<string> =>
  perform(act, more).then(
    () => "nothing failed",
    (error: unknown) => told(error).error,
  );
const vaults = async (): Promise<Vaults> => ((await perform("holdings")) as { vaults: Vaults }).vaults;
const own = async () => {
  const found = (await vaults())[0];
  if (!found) throw new Error("no vault");
  return found;
};
const said = async (kind: string): Promise<number> => {
  const { said: all } = (await perform("said")) as { said: { kind: string }[] };
  return all.filter((fact) => fact.kind === kind).length;
};
const enrolment = { username: "li", password: "p", code: "abcd-efgh", pin: "2580" };
const shot = (seed: number, more: object = {}) => ({ bytes: 3000, seed, ...more });
const reopen = async (tab: string): Promise<void> => {
  await perform("tab.open", { tab });
  await perform("unlock", { tab, kid, pin: "2580" });
};

beforeEach(async () => {
  farm = new Farm();
  server = await served();
  await perform("phone.new", { base: server.base });
  await perform("tab.open");
  ({ kid } = (await perform("enrol", enrolment)) as { kid: string });
});
afterEach(async () => {
  await perform("phone.drop");
  server.close();
});

test("what a phone records reaches the server and is held as sent under receipts the page read", async () => {
  const { id, shots } = (await perform("record", { seed: 1, pictures: 2, bytes: 9000 })) as {
    id: string;
    shots: string[];
  };
  expect(await perform("sync")).toMatchObject({ unsent_entries: 0, unsent_pictures: 0, phase: "idle" });
  const { entries, blobs, receipts, records, opens } = await own();
  expect(opens).toBe(true);
  expect(records.map((record) => record.id)).toEqual([id]);
  expect(entries.map(({ seq, shown, readable }) => [seq, shown, readable])).toEqual([
    [1, "sent", true],
    [2, "sent", true],
    [3, "sent", true],
  ]);
  for (const blob of blobs) expect([blob.shown, blob.bytes_sha256]).toEqual(["sent", blob.sha256]);
  for (const { sha256, receipt_index } of blobs) {
    expect(receipts[String(receipt_index)]?.map(({ leaf }) => JSON.parse(leaf).h)).toContain(sha256);
  }
  expect(shots.every((name) => server.city.blobs.has(name))).toBe(true);
});

test("what is done to a saved record goes on in the journal, once the pause is over", async () => {
  const { id, shots } = (await perform("record", { seed: 1, pictures: 1, bytes: 3000 })) as {
    id: string;
    shots: string[];
  };
  await perform("pause");
  await perform("mask", { record: id, sha256: shots[0], seed: 2 });
  await perform("share", { record: id, seed: 3 });
  await perform("withdraw", { record: id });
  expect(await perform("sync")).toMatchObject({ unsent_entries: 5 });
  await perform("resume");
  expect(await perform("sync")).toMatchObject({ unsent_entries: 0, unsent_pictures: 0, phase: "idle" });
  expect((await own()).entries.map(({ kind }) => kind)).toEqual([
    ...["shot", "record", "derive", "share", "record"],
  ]);
  expect(await said("wrote")).toBe(3);
  expect(await failing("withdraw", { record: id })).not.toBe("nothing failed");
});

describe("a killed tab", () => {
  test("before the commit leaves nothing, and said nothing", async () => {
    await perform("tab.arm", { label: "idb before commit", nth: 1, how: "kill" });
    expect(await failing("shoot", shot(1))).toBe("killed");
    const { entries, blobs, chain } = await own();
    expect([entries, blobs, chain.seq, await said("picture")]).toEqual([[], [], 0, 0]);
    expect(await failing("shoot", shot(2))).toBe("killed");
  });

  test("after the commit leaves all of it, and said nothing", async () => {
    await perform("tab.arm", { label: "idb after commit", nth: 1, how: "kill" });
    expect(await failing("shoot", shot(1))).toBe("killed");
    const { entries, blobs } = await own();
    expect([entries.length, blobs.length, await said("picture")]).toEqual([1, 2, 0]);
    expect(blobs.every((blob) => blob.bytes_sha256 === blob.sha256)).toBe(true);
  });

  test("in the middle of a write gives its locks to the next tab, which goes on from what was committed", async () => {
    await reopen("b");
    await perform("tab.arm", { label: "idb put bytes", nth: 1, how: "kill" });
    const first = failing("shoot", shot(1));
    const second = perform("shoot", shot(2, { tab: "b" }));
    expect(await first).toBe("killed");
    await second;
    expect((await own()).entries.map((entry) => entry.seq)).toEqual([1]);
  });

  test("sends no more, though its request was on the way", async () => {
    await perform("shoot", shot(1));
    await perform("tab.arm", { label: "fetch sent journal", how: "kill" });
    expect(await failing("sync")).toBe("killed");
    const requests = server.city.requests.length;
    await new Promise((done) => setTimeout(done, 20));
    expect(server.city.requests.length - requests).toBeLessThanOrEqual(1);
    expect((await own()).entries.map((entry) => entry.shown)).toEqual(["unsent"]);
  });
});

test("a store that hangs holds up the other tab until the hanging one is killed", async () => {
  await reopen("b");
  await perform("tab.arm", { label: "idb before commit", nth: 1, how: "hang" });
  const first = failing("shoot", shot(1));
  let done = false;
  const second = perform("shoot", shot(2, { tab: "b" })).then(() => {
    done = true;
  });
  await new Promise((later) => setTimeout(later, 20));
  expect(done).toBe(false);
  await perform("tab.kill");
  expect(await first).toBe("killed");
  await second;
  expect((await own()).blobs.length).toBe(2);
});

test.each([
  ["idb put bytes", "quota", "QuotaExceededError"],
  ["idb before commit", "quota", "QuotaExceededError"],
  ["idb put entries", "abort", "AbortError"],
])("%s that fails by %s keeps nothing and says so", async (label, how, error) => {
  await perform("tab.arm", { label, how });
  expect(await failing("shoot", shot(1))).toBe(error);
  expect([(await own()).entries, await said("entry")]).toEqual([[], 0]);
  await perform("shoot", shot(2));
  expect((await own()).chain.seq).toBe(1);
});

test("a database lost right after the commit makes no second entry", async () => {
  await perform("tab.arm", { label: "idb after commit", how: "lost" });
  await perform("shoot", shot(1));
  expect((await own()).entries.length).toBe(1);
});

test("an answer that never comes costs the page's timeout and no time of ours", async () => {
  await perform("shoot", shot(1));
  await perform("tab.arm", { label: "fetch sent journal", how: "hang" });
  expect(await perform("sync", { rounds: 1 })).toMatchObject({ phase: "offline", problem: "timeout" });
  expect(await perform("sync")).toMatchObject({ unsent_entries: 0 });
});

test.each([
  "refused",
  "tls",
  "reset_sending",
  "reset_answer",
  "lost_answer",
  "hold",
  "captive",
  "status",
  "slow",
])("a line that fails by %s delays and loses nothing", async (kind) => {
  await perform("shoot", shot(1));
  const more = { k: 40, bytes_per_s: 20_000, retry_after: 5 };
  for (const route of ["journal", "evidence", "receipts"]) await perform("net.arm", { route, kind, ...more });
  expect(await perform("sync")).toMatchObject({ unsent_entries: 0, unsent_pictures: 0, phase: "idle" });
  const { fired } = (await perform("net.fired")) as { fired: { kind: string }[] };
  expect(fired.map((one) => one.kind)).toEqual([kind, kind, kind]);
  expect([server.city.entries.size, server.city.blobs.size]).toEqual([1, 2]);
});

test("a restarted page of a later build goes on with the same store", async () => {
  await perform("shoot", shot(1));
  await perform("tab.open", { tab: "a", build: "next" });
  await perform("unlock", { kid, pin: "2580" });
  await perform("shoot", shot(2));
  expect(await perform("sync")).toMatchObject({ unsent_entries: 0 });
});

test("every planted bug still finds the place it changes", () => {
  for (const { file, find } of Object.values(PLANTS).flat()) {
    const source = readFileSync(new URL(`../../${file}`, import.meta.url), "utf-8");
    expect([find, source.split(find).length - 1]).toEqual([find, 1]);
  }
});
