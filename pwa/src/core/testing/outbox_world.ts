/** A phone's rows, kept as device/outbox_store.ts keeps them, and a server whose log grows, shrinks and restarts. */
import type { Head } from "../journal.ts";
import {
  type Channel,
  NEW_CHANNEL,
  nextStep,
  type OutBlob,
  type Outbox,
  type OutEntry,
  type Step,
} from "../outbox.ts";
import { apply, backOff, type EntryResult, type OutboxEvent } from "../outbox_events.ts";
import { blob, entry, head, refused, result } from "./outbox_rows.ts";

/** What becomes of one step: whether the server acted, whether its answer came, and what the phone still has. */
export const FATES = [
  "done",
  "no_contact",
  "lost_answer",
  "busy",
  "no_receipt",
  "cut",
  "refused_blob",
  "gone_from_phone",
] as const;
const IDLE: ReadonlySet<string> = new Set(["wait", "done", "stop"]);
export type Fate = (typeof FATES)[number];

/** One log for all: leaf names by index. `cuts` are the sizes it was restored to, oldest first. */
export class Server {
  log: string[] = [];
  cuts: number[] = [];
  hasNote = true;

  has(name: string): boolean {
    return this.log.includes(name);
  }

  add(name: string): number {
    if (!this.has(name)) this.log.push(name);
    return this.log.indexOf(name);
  }

  /** Comes back without its newest `lost` leaves. */
  restore(lost: number): void {
    this.log = this.log.slice(0, Math.max(0, this.log.length - lost));
    this.cuts.push(this.log.length);
  }
}

/** One vault: what is on its disk, what it saw of the log, and what it was ever given a receipt for. */
export class Vault {
  entries = new Map<number, OutEntry>();
  blobs = new Map<string, OutBlob>();
  channel: Channel = NEW_CHANNEL;
  seen = { size: 0, cuts: 0 };
  receipts = new Set<string>();
  /** Seqs that the server will always refuse. */
  bad = new Set<number>();
  /** Another copy of this disk wrote that far. */
  twin = 0;
  readonly kid: string;

  constructor(kid: string) {
    this.kid = kid;
  }

  leaf(row: OutEntry | OutBlob): string {
    return "sha256" in row ? `${this.kid}/${row.sha256}` : `${this.kid}/${row.seq}`;
  }

  append(isBad: boolean, pictures: number[]): void {
    const seq = this.entries.size + 1;
    this.entries.set(seq, entry(seq));
    if (isBad) this.bad.add(seq);
    for (const bytes of pictures) {
      const sha256 = `picture${this.blobs.size}`;
      this.blobs.set(sha256, blob(sha256, { seq, bytes, role: bytes % 2 ? "preview" : "picture" }));
    }
  }

  /** The rows that wait, and those beyond the cursor: no others are ever loaded for a step. */
  load(): Outbox {
    const from = this.channel.cursor?.seq ?? Number.MAX_SAFE_INTEGER;
    const entries = [...this.entries.values()].filter((row) => row.state !== "sent" || row.seq > from);
    const blobs = [...this.blobs.values()].filter((row) => row.state !== "sent");
    return { entries, blobs, channel: this.channel };
  }

  loadAll(): Outbox {
    return { entries: [...this.entries.values()], blobs: [...this.blobs.values()], channel: this.channel };
  }

  tell(event: OutboxEvent, rows: Outbox = this.load()): void {
    const next = apply(rows, event);
    for (const row of next.entries) this.entries.set(row.seq, row);
    for (const row of next.blobs) this.blobs.set(row.sha256, row);
    this.channel = next.channel;
  }
}

/** The world as one phone with several vaults meets it; `now` in ms. */
export class World {
  now = 0;
  jitter = 0.5;
  server = new Server();
  vaults = [new Vault("a"), new Vault("b")];

  step(vault: Vault, fate: Fate): Step {
    const step = nextStep(vault.load(), this.now);
    if (!IDLE.has(step.do)) this.meet(vault, step, fate);
    return step;
  }

  private meet(vault: Vault, step: Step, fate: Fate): void {
    if (fate === "no_contact") this.fail(vault, 0);
    else if (fate === "busy") this.fail(vault, 60_000);
    else if (fate !== "gone_from_phone" || !this.isGone(vault, step)) this.perform(vault, step, fate);
  }

  fail(vault: Vault, asked: number): void {
    const pause = Math.max(asked, backOff(vault.channel.attempts + 1, this.jitter));
    vault.tell({ type: "failed", not_before: this.now + pause });
  }

  private isGone(vault: Vault, step: Step): boolean {
    if (step.do === "journal") vault.tell({ type: "entry_unreadable", seq: step.seqs[0] ?? 0 });
    else if (step.do === "upload") vault.tell({ type: "blob_lost", sha256: step.sha256 });
    else return false;
    return true;
  }

  private perform(vault: Vault, step: Step, fate: Fate): void {
    const results = step.do === "journal" ? this.admit(vault, step) : [];
    if (step.do === "upload") {
      this.upload(vault, step.sha256, fate);
      return;
    }
    if (fate === "lost_answer") {
      this.fail(vault, 0);
      return;
    }
    if (step.do !== "head" && this.followRestarts(vault)) return;
    if (step.do === "head") vault.tell({ type: "head", ...this.headOf(vault) });
    if (step.do === "journal") this.hearJournal(vault, results, fate);
    if (step.do === "receipts") this.hearReceipts(vault, step.blobs);
  }

  /** What the server says on its own is not believed: a shorter or other history is an alarm without a note. */
  private followRestarts(vault: Vault): boolean {
    const unknown = this.server.cuts.slice(vault.seen.cuts);
    if (!unknown.some((size) => size < vault.seen.size) || !this.server.hasNote) return false;
    for (const size of unknown) vault.tell({ type: "restarted", size }, vault.loadAll());
    vault.seen = { size: unknown.at(-1) ?? 0, cuts: this.server.cuts.length };
    return true;
  }

  private isAlarming(vault: Vault): boolean {
    const other = this.server.cuts.slice(vault.seen.cuts).some((size) => size < vault.seen.size);
    if (other) vault.tell({ type: "alarm", code: "shrunk" });
    else vault.seen = { size: this.server.log.length, cuts: this.server.cuts.length };
    return other;
  }

  /** A lawful restart that an officer's phone hears of while it stands still. */
  release(vault: Vault): void {
    if (vault.channel.alarm !== null) this.followRestarts(vault);
  }

  private headOf(vault: Vault): { have: Head; ours: boolean } {
    const own = [...vault.entries.values()].filter((row) => this.server.has(vault.leaf(row)));
    const newest = Math.max(0, ...own.map((row) => row.seq));
    if (vault.twin > newest) return { have: { seq: vault.twin, hash: "twin" }, ours: false };
    return { have: head(newest), ours: true };
  }

  private admit(vault: Vault, step: Step & { do: "journal" }): EntryResult[] {
    const holes = new Set(step.missing.map((one) => one.seq));
    return step.seqs.map((seq) => {
      const leaf = `${vault.kid}/${seq}`;
      if (this.server.has(leaf)) return result(seq, "known");
      if (vault.bad.has(seq)) return refused(seq, "bad_entry", true);
      const follows = seq === 1 || this.server.has(`${vault.kid}/${seq - 1}`) || holes.has(seq - 1);
      if (!follows) return refused(seq, "gap", false);
      this.server.add(leaf);
      return result(seq, "admitted");
    });
  }

  private hearJournal(vault: Vault, results: EntryResult[], fate: Fate): void {
    const before = vault.channel.cursor?.seq;
    const { have, ours } = this.headOf(vault);
    vault.tell({ type: "journal", results, have, ours });
    const last = results.filter((one) => one.state !== "refused").at(-1);
    if (last && fate !== "no_receipt") {
      if (this.isAlarming(vault)) return;
      const index = this.server.add(`${vault.kid}/${last.seq}`);
      vault.receipts.add(`${last.hash}@${index}`);
      vault.tell({ type: "entry_receipt", seq: last.seq, index });
    } else if (!results.some((one) => one.problem?.permanent) && have.seq === before) {
      this.fail(vault, 0);
    }
  }

  private hearReceipts(vault: Vault, asked: string[]): void {
    if (this.isAlarming(vault)) return;
    const stored = asked.filter((sha256) => this.server.has(`${vault.kid}/${sha256}`));
    const indexes = Object.fromEntries(stored.map((one) => [one, this.server.add(`${vault.kid}/${one}`)]));
    for (const one of stored) vault.receipts.add(`${one}@${indexes[one]}`);
    if (asked.length > 0) vault.tell({ type: "blob_receipts", asked, indexes, now: this.now });
    vault.tell({ type: "checked" });
  }

  private upload(vault: Vault, sha256: string, fate: Fate): void {
    const row = vault.blobs.get(sha256);
    const later = this.now + backOff((row?.attempts ?? 0) + 1, this.jitter);
    const failed = { type: "blob_failed", sha256, permanent: false, not_before: later } as const;
    vault.tell({ type: "progress", sha256, offset: 0 });
    if (!this.server.has(`${vault.kid}/${row?.seq}`)) {
      vault.tell({ ...failed, code: "not_announced" });
    } else if (fate === "refused_blob") {
      vault.tell({ ...failed, code: "evidence_too_large", permanent: true, not_before: 0 });
    } else if (fate === "cut" || fate === "lost_answer") {
      if (fate === "lost_answer") this.server.add(`${vault.kid}/${sha256}`);
      vault.tell({ ...failed, code: "offline" });
      this.fail(vault, 0);
    } else {
      this.server.add(`${vault.kid}/${sha256}`);
      vault.tell({ type: "stored", sha256 });
    }
  }
}
