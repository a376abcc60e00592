import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { base64, fromUtf8, unbase64, utf8 } from "../core/bytes.ts";
import type { EntryPayload } from "../core/entries.ts";
import { openCompact } from "../core/jws.ts";
import { openFromCity } from "./city_seal.ts";
import { aesKey, unseal, webCrypto } from "./crypto.ts";
import { ofVault, read } from "./db.ts";
import { dropDraft, getDraft, listDrafts, openDraft, saveDraft } from "./drafts.ts";
import { normalCode } from "./enrol.ts";
import { exportUnsent } from "./export.ts";
import { openEntry } from "./journal_writer.ts";
import { exportLocked } from "./locked_export.ts";
import { pictureBytes } from "./records.ts";
import { dropShot, EmptyPicture, takeShot } from "./shots.ts";
import type { FakeServer } from "./testing/fake_server.ts";
import { enrolled, PIN, records, shoots } from "./testing/officer.ts";
import { listVaults, lock, unlock, type Vault, vault, vaultRow, WrongPin } from "./vault.ts";
import { changePin } from "./vault_making.ts";

let server: FakeServer;
let own: Vault;

beforeEach(async () => {
  ({ server, vault: own } = await enrolled());
});
afterEach(() => {
  vi.useRealTimers();
});

const entries = async (): Promise<EntryPayload[]> => {
  const rows = await read((db) => db.getAll("entries", ofVault(own.kid)));
  const { jwk } = await vaultRow(own.kid);
  return Promise.all(
    rows.map(async (row) => {
      const payload = await openCompact(webCrypto, await openEntry(own, row), own.kid, jwk);
      return JSON.parse(fromUtf8(payload ?? utf8("null"))) as EntryPayload;
    }),
  );
};

describe("the unlock code", () => {
  test("opens the vault, and a wrong one does not", async () => {
    await lock();
    await expect(unlock(own.kid, "000000")).rejects.toThrow(WrongPin);
    expect(vault.value).toBeNull();
    expect((await unlock(own.kid, PIN)).user.name).toBe("李");
  });

  test("wrong ones are slowed, over a restart too, and the right one must wait as well", async () => {
    for (let i = 0; i < 3; i += 1) await unlock(own.kid, "000000").catch(() => undefined);
    const refused = await unlock(own.kid, PIN).catch((error: WrongPin) => error);
    expect(refused).toBeInstanceOf(WrongPin);
    expect((refused as WrongPin).wait_s).toBeGreaterThan(0);
    vi.useFakeTimers({ now: Date.now() + 6000, toFake: ["Date"] });
    await unlock(own.kid, PIN);
    expect((await vaultRow(own.kid)).tries.count).toBe(0);
  });

  test("a clock that is set back locks nobody out", async () => {
    await unlock(own.kid, "000000").catch(() => undefined);
    vi.useFakeTimers({ now: Date.now() - 86_400_000, toFake: ["Date"] });
    expect((await unlock(own.kid, PIN)).kid).toBe(own.kid);
  });

  test("can be changed with the old one", async () => {
    await expect(changePin("000000", "222222")).rejects.toThrow(WrongPin);
    await changePin(PIN, "222222");
    await expect(unlock(own.kid, PIN)).rejects.toThrow(WrongPin);
    await unlock(own.kid, "222222");
  });

  test.each(["abcdefgh", " ABCD-efgh", "abcd efgh"])("an enrolment code may be typed %s", (typed) => {
    expect(normalCode(typed)).toBe("ABCD-EFGH");
  });
});

test("nothing the officer made lies readable in the store", async () => {
  await records();
  const stores = ["entries", "bytes", "records", "drafts", "vaults"] as const;
  const rows = await Promise.all(stores.map((store) => read((db) => db.getAll(store))));
  const flat = JSON.stringify(rows, (_key, value) =>
    value instanceof Uint8Array ? fromLatin(value) : value,
  );
  for (const secret of ["青石公园", "leash", "DOG-01", "eyJhbGci"]) expect(flat).not.toContain(secret);
  expect(flat).not.toContain(fromLatin(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)));
});

const fromLatin = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");

describe("the shutter", () => {
  test("journals hash and size of picture and preview, and links the draft", async () => {
    const draft = await openDraft("DOG-01");
    const shot = await shoots(draft.id);
    const [first] = await entries();
    expect(first).toMatchObject({ seq: 1, kind: "shot", log: server.log.origin, device: own.kid });
    expect(first?.body).toMatchObject({ sha256: shot.sha256, preview: { sha256: shot.preview_sha256 } });
    expect(first?.beacon).toMatchObject({ size: 1 });
    const bytes = await pictureBytes(own, shot.sha256);
    expect([bytes.length, await digest(bytes)]).toEqual([shot.bytes, shot.sha256]);
    expect((await getDraft(draft.id))?.shots).toEqual([shot]);
  });

  test("shots in a burst, with answers saved in between, all stay", async () => {
    const draft = await openDraft("DOG-01");
    const shots = await Promise.all([
      shoots(draft.id),
      shoots(draft.id),
      saveDraft({ ...draft, note: "早" }),
      shoots(draft.id),
      saveDraft({ ...draft, note: "晚" }),
    ]);
    const kept = await getDraft(draft.id);
    expect([kept?.shots.length, kept?.note]).toEqual([3, "晚"]);
    expect((await entries()).map((entry) => entry.seq)).toEqual([1, 2, 3]);
    expect(shots).toHaveLength(5);
  });

  test("an empty picture is refused and leaves nothing behind", async () => {
    const input = { draft: null, picture: new Uint8Array(), preview: new Uint8Array(), width: 1, height: 1 };
    const rest = { mime: "image/jpeg", source: "camera" as const, slot: null, fixes: [], heading: null };
    await expect(takeShot({ ...input, ...rest })).rejects.toThrow(EmptyPicture);
    expect(await entries()).toEqual([]);
  });

  test("a full phone keeps neither entry nor picture, and says so", async () => {
    const put = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (this: IDBObjectStore) {
      if (this.name === "bytes") throw new DOMException("full", "QuotaExceededError");
      return this.get([]) as IDBRequest<IDBValidKey>;
    });
    await expect(shoots(null)).rejects.toThrow("full");
    put.mockRestore();
    expect([await entries(), await read((db) => db.count("blobs"))]).toEqual([[], 0]);
    await shoots(null);
    expect((await entries()).map((entry) => entry.seq)).toEqual([1]);
  });
});

const digest = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> =>
  Buffer.from(await webCrypto.sha256(bytes)).toString("hex");

describe("drafts", () => {
  test("come back after the app was killed", async () => {
    const draft = await openDraft("DOG-01");
    await saveDraft({ ...draft, answers: { leash: "none" }, step: "form" });
    await lock();
    await unlock(own.kid, PIN);
    expect(await listDrafts()).toMatchObject([{ id: draft.id, answers: { leash: "none" }, step: "form" }]);
  });

  test("dropping one journals a discard for each picture and for itself", async () => {
    const draft = await openDraft("DOG-01");
    const [first, second] = [await shoots(draft.id), await shoots(draft.id)];
    await dropShot(draft.id, first.sha256, "blurred");
    await dropDraft(draft.id, "mistake");
    const bodies = (await entries()).slice(2).map((entry) => entry.body);
    expect(bodies).toEqual([
      { of: "shot", what: first.sha256, reason: "blurred" },
      { of: "shot", what: second.sha256, reason: "mistake" },
      { of: "draft", what: draft.id, reason: "mistake" },
    ]);
    expect(await listDrafts()).toEqual([]);
  });
});

test("the export opens with the city's key and holds every unsent entry and picture", async () => {
  await records();
  const { file, entries: count, pictures, name } = await exportUnsent();
  expect([count, pictures]).toEqual([2, 2]);
  expect(name).toMatch(/^xunzheng-li-\d{4}-\d\d-\d\d\.xzx$/);
  const [head = "", ...lines] = (await file.text()).trimEnd().split("\n");
  expect(`${head}${lines.join("")}`).not.toContain("DOG-01");
  const { kid, key } = JSON.parse(head);
  const city = { epk: key.city.epk, iv: unbase64(key.city.iv), ct: unbase64(key.city.ct) };
  const opened = await aesKey(await openFromCity(server.sealKey, city, `${kid}/export-key`));
  const items = await Promise.all(
    lines.map(async (line) => {
      const { type, id, iv, ct } = JSON.parse(line);
      const data = await unseal(opened, { iv: unbase64(iv), ct: unbase64(ct) }, `${type}/${id}`);
      return { type, id, data };
    }),
  );
  for (const { type, id, data } of items) if (type === "blob") expect(await digest(data)).toBe(id);
  expect(items.filter(({ type }) => type === "entry").map(({ id }) => id)).toEqual(["1", "2"]);
  expect(base64(items[0]?.data ?? new Uint8Array()).length).toBeGreaterThan(100);
});

test("without the unlock code everything unsent, drafts too, still opens with the city's key", async () => {
  await records();
  const draft = await openDraft("DOG-01");
  await saveDraft({ ...draft, note: "未写完" });
  await lock();
  const { file, ...counts } = await exportLocked(own.kid);
  expect(counts).toMatchObject({ entries: 2, pictures: 2, drafts: 1 });
  const [head = "", ...lines] = (await file.text()).trimEnd().split("\n");
  const { kid, key } = JSON.parse(head);
  const city = { epk: key.epk, iv: unbase64(key.iv), ct: unbase64(key.ct) };
  const opened = await aesKey(await openFromCity(server.sealKey, city, `${kid}/vault-key`));
  expect(JSON.parse(lines.pop() ?? "")).toEqual({ type: "end", id: "5" });
  for (const row of lines) {
    const { type, id, iv, ct } = JSON.parse(row);
    const data = await unseal(opened, { iv: unbase64(iv), ct: unbase64(ct) }, `${kid}/${type}/${id}`);
    if (type === "blob") expect(await digest(data)).toBe(id);
    if (type === "drafts") expect(JSON.parse(fromUtf8(data))).toMatchObject({ note: "未写完" });
  }
});

test("two vaults may share one phone", async () => {
  expect(await listVaults()).toMatchObject([{ kid: own.kid, user: { name: "李" } }]);
});
