import { beforeEach, expect, test } from "vitest";
import { exportUnsent } from "./export.ts";
import { openFile, type Row, readHeader, recoveryKey, rowsOf, UnreadableFile } from "./export_reading.ts";
import { exportLocked } from "./locked_export.ts";
import type { FakeServer } from "./testing/fake_server.ts";
import { enrolled, records } from "./testing/officer.ts";
import { lock, type Vault } from "./vault.ts";

const WORDS = "云溪路口的三棵树";
let server: FakeServer;
let own: Vault;

beforeEach(async () => {
  ({ server, vault: own } = await enrolled());
  await records(1, 50_000);
});

const recovery = () => recoveryKey(JSON.stringify({ seal_private_jwk: server.sealKey }));

async function read(file: Blob, key = recovery()): Promise<{ rows: Row[]; whole: boolean }> {
  const header = await readHeader(file);
  const found = rowsOf(file, header, await openFile(header, key));
  const rows: Row[] = [];
  let next = await found.next();
  for (; !next.done; next = await found.next()) rows.push(next.value);
  return { rows, whole: next.value };
}

const shape = (rows: Row[]): string[] =>
  rows.map(({ type, data }) => `${type} ${data ? "opens" : "is damaged"}`);
const failure = async (what: Promise<unknown>) => (await what.catch((error) => error)) as UnreadableFile;

test("a file with a passphrase opens with it, spaces around it or not, and with the city's recovery key", async () => {
  const { file } = await exportUnsent(WORDS);
  const all = ["entry opens", "entry opens", "blob opens", "blob opens"];
  const said = await read(file, { how: "passphrase", passphrase: ` ${WORDS} ` });
  expect(shape(said.rows)).toEqual(all);
  expect(said.whole).toBe(true);
  expect(shape((await read(file)).rows)).toEqual(all);
});

test("a wrong passphrase, a file without one, another city's key and a foreign file are told apart", async () => {
  const [file, bare] = [(await exportUnsent(WORDS)).file, (await exportUnsent()).file];
  const wrong = { how: "passphrase", passphrase: "another one" } as const;
  expect((await failure(read(file, wrong))).why).toBe("wrong_key");
  expect((await failure(read(bare, wrong))).why).toBe("no_passphrase");
  const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
  const jwk = await crypto.subtle.exportKey("jwk", pair.privateKey);
  expect((await failure(read(file, { how: "recovery", jwk }))).why).toBe("wrong_key");
  expect((await failure(readHeader(new Blob(["{}"])))).why).toBe("format");
  expect(() => recoveryKey("{}")).toThrow(UnreadableFile);
});

test("what was exported without the unlock code opens with the recovery key, drafts too", async () => {
  await lock();
  const { rows, whole } = await read((await exportLocked(own.kid)).file);
  expect(shape(rows)).toEqual(["entry opens", "entry opens", "blob opens", "blob opens"]);
  expect(whole).toBe(true);
});

test("a file that was cut short gives what came before the cut, and says that it is cut", async () => {
  const text = await (await exportUnsent(WORDS)).file.text();
  const { rows, whole } = await read(new Blob([text.slice(0, text.lastIndexOf('"blob"') + 500)]));
  expect(whole).toBe(false);
  expect(shape(rows)).toEqual(["entry opens", "entry opens", "blob opens"]);
});

test("a damaged row takes no other with it", async () => {
  const lines = (await (await exportUnsent(WORDS)).file.text()).split("\n");
  const spoilt = JSON.parse(lines[2] ?? "");
  lines[2] = JSON.stringify({ ...spoilt, id: "7" });
  const { rows, whole } = await read(new Blob([lines.join("\n")]));
  expect(shape(rows)).toEqual(["entry opens", "entry is damaged", "blob opens", "blob opens"]);
  expect(whole).toBe(true);
});
