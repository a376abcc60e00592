/** The server's side of the wire in memory, with faults on demand, for tests of the device layer. */
import { createHash, webcrypto } from "node:crypto";
import type { Holding } from "../../core/contract.ts";
import { FakeLog, type NoteKey, noteKey } from "./fake_log.ts";

/** What happens to one request: `lost` never arrives, `cut` is done but its answer is lost. */
export type Fault = "lost" | "cut" | "expired" | Response | null;

interface Known {
  seq: number;
  index: number;
  said: { device: string; kind: string; body: Record<string, unknown> };
}

interface Seen {
  size: number;
  root: string;
}

interface Batch {
  kid: string;
  entries: string[];
  missing?: { seq: number; hash: string }[];
  seen?: Seen;
}

const ORIGIN = "xunzheng/fake";
export const RESTORED_AT = "2026-11-20T00:00:00.000Z";
const ZEROS = "0".repeat(64);
const json = (value: unknown, status = 200): Response => Response.json(value, { status });
const problem = (status: number, code: string, permanent = false): Response =>
  new Response(JSON.stringify({ title: code, code, permanent, status }), {
    status,
    headers: { "Content-Type": "application/problem+json" },
  });
const sha256 = (data: string | Uint8Array): string => createHash("sha256").update(data).digest("hex");
const payloadOf = (jws: string) => JSON.parse(Buffer.from(jws.split(".")[1] ?? "", "base64url").toString());
const isList = (value: unknown): value is string => typeof value === "string";

export class FakeServer {
  log!: FakeLog;
  recovery!: NoteKey;
  sealKey!: JsonWebKey;
  entries = new Map<string, Known>();
  blobs = new Map<string, { bytes: Uint8Array; index: number }>();
  parts = new Map<string, { length: number; bytes: Buffer }>();
  requests: string[] = [];
  subjects: { subject: string; state: unknown }[] = [];
  /** What phones said that they hold unsent. */
  holdings: Holding[] = [];
  revoked = false;
  /** The devices it knows; null where it takes everybody's word, which most tests do. */
  known: Set<string> | null = null;
  /** Whom an enrolment belongs to; an account made again after a restore has another id. */
  user = USER;
  /** Newest first. */
  restartNotes: string[] = [];
  fault: (name: string) => Fault = () => null;
  /** How long a request is on its way. */
  travel: (name: string) => Promise<void> = async () => undefined;
  refuse: (payload: { seq: number; kind: string }) => string | null = () => null;
  /** Changes an answer before it is sent: how a lying server is made. */
  forge: (name: string, answer: Record<string, unknown>) => Record<string, unknown> = (_name, answer) =>
    answer;

  static async start(): Promise<FakeServer> {
    const server = new FakeServer();
    server.log = new FakeLog(ORIGIN, await noteKey(ORIGIN));
    server.recovery = await noteKey("recovery");
    const pair = await webcrypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, [
      "deriveBits",
    ]);
    server.sealKey = await webcrypto.subtle.exportKey("jwk", pair.privateKey);
    return server;
  }

  /** Loses all that came after its first leaf, every device's enrolment too. */
  restore(isLawful = true): void {
    for (const lost of [this.entries, this.blobs, this.parts]) lost.clear();
    const note = this.log.restart(1, this.recovery, RESTORED_AT);
    if (isLawful) this.restartNotes = [note];
    this.known = new Set();
  }

  readonly fetch: typeof fetch = async (input, init = {}) => {
    const url = new URL(String(input));
    const name = `${init.method ?? "GET"} ${url.pathname}`;
    this.requests.push(name);
    await this.travel(name);
    const fault = this.fault(name);
    if (fault === "lost") throw new TypeError("failed to fetch");
    if (fault === "expired") return problem(401, "device_token");
    if (fault instanceof Response) return fault;
    const answer = this.answer(name, init);
    if (fault === "cut") throw new TypeError("failed to fetch");
    return answer;
  };

  private answer(name: string, init: RequestInit): Response {
    const body = isList(init.body) ? JSON.parse(init.body) : {};
    const kid = body.kid ?? new Headers(init.headers).get("Authorization")?.slice("Bearer ".length);
    if (kid && this.known?.has(kid) === false) return problem(404, "unknown_device", true);
    const evidence = /^(\w+) \/api\/evidence/.exec(name);
    if (evidence) return this.tus(name, init);
    const plain: { [name: string]: () => Record<string, unknown> } = {
      "GET /api/about": () => this.about(),
      "POST /api/session": () => ({ user: this.user }),
      "POST /api/devices": () => this.enrol(body),
      "POST /api/device/challenge": () => ({ nonce: "n" }),
      "POST /api/device/token": () => ({
        token: kid,
        expires_at: "2100-01-01T00:00:00Z",
        revoked: this.revoked,
      }),
      "GET /api/journal/head": () => this.head(kid),
      "POST /api/journal": () => this.journal({ ...body, kid }),
      "POST /api/receipts": () => this.receipts(body),
      "PUT /api/device/holding": () => ({ said: this.holdings.push(body) }),
      "GET /api/ledger/restarts": () => ({ restarts: this.restartNotes.map((note) => ({ note })) }),
      "GET /api/changes": () => ({ cursor: "c", more: false, subjects: this.subjects }),
      "GET /api/catalogue/1": () => ({ meta: { edition: "1" }, items: {} }),
    };
    const make = plain[name];
    return make ? json(this.forge(name, make())) : problem(404, "not_found", true);
  }

  private enrol({ jwk }: { jwk: Record<string, string> }) {
    const { crv, kty, x, y } = jwk;
    this.known?.add(createHash("sha256").update(JSON.stringify({ crv, kty, x, y })).digest("base64url"));
    const { user } = this;
    return { ...this.about(), user, unit: user.unit, checkpoint: this.log.checkpoint() };
  }

  private about() {
    const { d: _d, ...seal_jwk } = this.sealKey;
    const keys = { vkey: this.log.key.vkey, recovery_vkey: this.recovery.vkey, seal_jwk };
    const server_time = "2026-11-01T00:00:00.000Z";
    return { name: { zh: "城", en: "City" }, demo: true, origin: ORIGIN, edition: "1", server_time, ...keys };
  }

  private head(kid: string) {
    const own = [...this.entries].filter(([, { said }]) => said.device === kid);
    const last = own.reduce<[string, Known]>((a, b) => (b[1].seq > a[1].seq ? b : a), NONE);
    return { seq: last[1].seq, hash: last[0] };
  }

  private admit(jws: string, missing: Set<string>) {
    const [hash, said] = [sha256(jws), payloadOf(jws)];
    const { seq, prev, kind, device } = said;
    const state = { hash, flags: [] };
    if (this.entries.has(hash)) return { ...state, state: "known" };
    const code = this.refuse({ seq, kind });
    if (code) return { ...state, state: "refused", problem: { code, permanent: true } };
    if (prev !== ZEROS && !this.entries.has(prev) && !missing.has(prev)) {
      return { ...state, state: "refused", problem: { code: "gap", permanent: false } };
    }
    const index = this.log.append({ v: 1, t: "entry", d: device, s: seq, h: hash, x: "", rx: "" });
    this.entries.set(hash, { seq, index, said });
    return { ...state, state: "admitted" };
  }

  private journal({ kid, entries, missing = [], seen }: Batch) {
    const declared = new Set(missing.map((one) => one.hash));
    const results = entries.map((jws) => this.admit(jws, declared));
    const last = results.filter((one) => one.state !== "refused").at(-1);
    const index = last ? this.entries.get(last.hash)?.index : undefined;
    const receipt = index === undefined ? null : this.log.receipt(index);
    return { results, have: this.head(kid), receipt, ...this.contact(seen) };
  }

  /** Who saw another history gets the newest note. */
  private contact(seen?: Seen) {
    const isOther = seen !== undefined && this.log.root(seen.size) !== seen.root;
    const restart = isOther ? (this.restartNotes[0] ?? null) : null;
    return { consistency: this.log.proofSince(seen), restart, revoked: this.revoked, server_time: "" };
  }

  private receipts({ blobs, seen }: { blobs: string[]; seen?: Seen }) {
    const found = blobs.filter((one) => this.blobs.has(one));
    const receipts = Object.fromEntries(
      found.map((one) => [one, this.log.receipt(this.blobs.get(one)?.index ?? 0)]),
    );
    return { receipts, checkpoint: this.log.checkpoint(), ...this.contact(seen) };
  }

  private begin(headers: Headers): string {
    const meta = headers.get("Upload-Metadata")?.split(" ")[1] ?? "";
    const id = Buffer.from(meta, "base64").toString();
    const length = Number(headers.get("Upload-Length"));
    if (!this.parts.has(id)) this.parts.set(id, { length, bytes: Buffer.alloc(0) });
    return id;
  }

  private tus(name: string, init: RequestInit): Response {
    const headers = new Headers(init.headers);
    const body = Buffer.from((init.body as Uint8Array | null) ?? []);
    const id = name.startsWith("POST") ? this.begin(headers) : (name.split("/").at(-1) ?? "");
    const part = this.parts.get(id);
    if (!part) return problem(404, "not_found");
    const offset = Number(headers.get("Upload-Offset") ?? part.bytes.length);
    if (offset !== part.bytes.length) return problem(409, "offset_conflict");
    part.bytes = Buffer.concat([part.bytes, body]);
    return this.stored(id, part) ?? answered(name, part.bytes.length);
  }

  private stored(id: string, part: { length: number; bytes: Buffer }): Response | null {
    if (part.bytes.length < part.length || this.blobs.has(id)) return null;
    if (sha256(part.bytes) !== id) {
      this.parts.delete(id);
      return problem(460, "hash_mismatch");
    }
    const index = this.log.append({ v: 1, t: "stored", d: "", h: id, n: part.length, x: "", rx: "" });
    this.blobs.set(id, { bytes: part.bytes, index });
    return null;
  }
}

const NONE: [string, Known] = [ZEROS, { seq: 0, index: -1, said: { device: "", kind: "", body: {} } }];
const USER = { id: "u1", username: "li", name: "李", roles: ["officer"], unit: { id: "s1", name: "东城所" } };

function answered(name: string, offset: number): Response {
  const status = name.startsWith("POST") ? 201 : name.startsWith("PATCH") ? 204 : 200;
  const headers = { "Tus-Resumable": "1.0.0", "Upload-Offset": String(offset) };
  return new Response(null, { status, headers });
}
