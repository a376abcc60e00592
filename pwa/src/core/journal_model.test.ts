import { createHash, createPublicKey, type JsonWebKey, verify } from "node:crypto";
import "fake-indexeddb/auto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { newDeviceKey, signerOf } from "../device/crypto.ts";
import { ofVault, read } from "../device/db.ts";
import { type Act, type Alongside, append } from "../device/journal_writer.ts";
import type { Vault } from "../device/vault.ts";
import type { Entry } from "./journal.ts";

const RUNS = Number(process.env["MODEL_RUNS"] ?? 40);
const NOTHING: Alongside = { stores: [], prepare: async () => async () => undefined };
const CRASHES: { [when: string]: Alongside } = {
  "before the transaction": { ...NOTHING, prepare: () => Promise.reject(new Error("crash")) },
  "inside the transaction": { ...NOTHING, prepare: async () => () => Promise.reject(new Error("crash")) },
};

interface Writer {
  count: number;
  reason: string;
  crash: string | undefined;
}

/** What the phone promised: the hashes of entries whose append resolved, in the order of their seq. */
interface Promised {
  hashes: Map<number, string>;
}

/** Independent of our own code: Node's crypto over the bytes that are kept. */
function mustBeAChain(kept: string[], jwk: JsonWebKey, kid: string): void {
  const key = createPublicKey({ key: jwk, format: "jwk" });
  let prev = "0".repeat(64);
  for (const [at, compact] of kept.entries()) {
    const [header = "", payload = "", signature = ""] = compact.split(".");
    const raw = Buffer.from(signature, "base64url");
    expect(Buffer.from(header, "base64url").toString()).toBe(`{"alg":"ES256","kid":"${kid}"}`);
    expect(
      verify("sha256", Buffer.from(`${header}.${payload}`), { key, dsaEncoding: "ieee-p1363" }, raw),
    ).toBe(true);
    const said = JSON.parse(Buffer.from(payload, "base64url").toString());
    expect([said.seq, said.prev, said.device]).toEqual([at + 1, prev, kid]);
    prev = createHash("sha256").update(compact, "ascii").digest("hex");
  }
}

class Phone {
  readonly vault: Vault;
  readonly jwk: JsonWebKey;
  constructor(vault: Vault, jwk: JsonWebKey) {
    this.vault = vault;
    this.jwk = jwk;
  }

  async mustHold(promised: Promised): Promise<void> {
    const { kid } = this.vault;
    const rows = await read((db) => db.getAll("entries", ofVault(kid)));
    const chain = await read((db) => db.get("chains", kid));
    mustBeAChain(
      rows.map((row) => new TextDecoder().decode(row.ct)),
      this.jwk,
      kid,
    );
    expect(new Map(rows.map((row) => [row.seq, row.hash]))).toEqual(promised.hashes);
    expect([chain?.seq ?? 0, chain?.hash]).toEqual([rows.length, rows.at(-1)?.hash]);
  }
}

const acts = (count: number, reason: string): Act[] =>
  Array.from({ length: count }, (_, at) => ({
    kind: "discard",
    body: { of: "shot", what: at.toString(16).padStart(64, "0"), reason },
  }));

/** Appends at once, without the lock that keeps tabs apart: only the transaction's own check is left. */
class Append implements fc.AsyncCommand<Promised, Phone> {
  readonly writers: Writer[];
  constructor(writers: Writer[]) {
    this.writers = writers;
  }
  check(): boolean {
    return true;
  }
  async run(promised: Promised, phone: Phone): Promise<void> {
    const told = await Promise.allSettled(
      this.writers.map(({ count, reason, crash }) =>
        append(phone.vault, acts(count, reason), (crash && CRASHES[crash]) || NOTHING),
      ),
    );
    for (const [at, one] of told.entries()) this.settle(promised, one, this.writers[at]);
    await phone.mustHold(promised);
  }
  private settle(promised: Promised, one: PromiseSettledResult<Entry[]>, asked: Writer | undefined): void {
    const isHopeless = asked?.crash !== undefined || (asked?.reason.length ?? 0) > 60_000;
    expect(one.status === "rejected").toBe(isHopeless);
    if (one.status === "rejected") return;
    for (const entry of one.value) promised.hashes.set(entry.seq, entry.hash);
  }
  toString(): string {
    return `append(${this.writers.map((one) => `${one.count} ${one.reason.length} ${one.crash ?? ""}`).join(" | ")})`;
  }
}

const writer = fc.record({
  count: fc.integer({ min: 1, max: 4 }),
  reason: fc.constantFrom("blurred", "blurred", "", "长\u0000\ud800", "x".repeat(66_000)),
  crash: fc.constantFrom(undefined, undefined, undefined, ...Object.keys(CRASHES)),
});
const commands = [fc.array(writer, { minLength: 1, maxLength: 3 }).map((writers) => new Append(writers))];

async function freshPhone(number: number): Promise<Phone> {
  const made = await newDeviceKey();
  const kid = `device-${number}`;
  const vault = {
    kid,
    origin: "xunzheng/test",
    sign: await signerOf(made.pkcs8),
    seal: async (data: Uint8Array) => ({ iv: new Uint8Array(12), ct: data }),
    unseal: async ({ ct }: { ct: Uint8Array }) => ct,
  } as unknown as Vault;
  return new Phone(vault, made.jwk as JsonWebKey);
}

test(
  "whoever writes at once or crashes in the middle, what was promised is one chain that others can verify",
  async () => {
    let number = 0;
    await fc.assert(
      fc.asyncProperty(fc.commands(commands, { maxCommands: 12 }), async (program) => {
        number += 1;
        const real = await freshPhone(number);
        await fc.asyncModelRun(() => ({ model: { hashes: new Map() }, real }), program);
      }),
      { numRuns: RUNS },
    );
  },
  60_000 + 1000 * RUNS,
);
