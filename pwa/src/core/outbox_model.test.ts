import fc from "fast-check";
import { expect, test } from "vitest";
import { isDeclared, NEW_CHANNEL, nextStep } from "./outbox.ts";
import { backOff } from "./outbox_events.ts";
import { FATES, type Fate, type Vault, World } from "./testing/outbox_world.ts";

const RUNS = Number(process.env["MODEL_RUNS"] ?? 250);
const PATIENCE_MS = 60_000 + 100 * RUNS;
const LONGEST_PAUSE_MS = 450_000;
/** How many rows were ever written: none may vanish, whatever happens. */
interface Written {
  entries: number[];
  blobs: number[];
}

function mustBeHonest(world: World, vault: Vault): void {
  const isCurrent = vault.seen.cuts === world.server.cuts.length;
  const indexes = [...vault.receipts].map((one) => Number(one.split("@")[1]));
  for (const row of [...vault.entries.values(), ...vault.blobs.values()]) {
    if (row.state !== "sent") continue;
    expect(indexes).toContain(row.receipt_index);
    if (!isCurrent) continue;
    const at = world.server.log.indexOf(vault.leaf(row));
    expect(at).toBeGreaterThanOrEqual(0);
    expect(at).toBeLessThanOrEqual(row.receipt_index ?? -1);
  }
}

function mustHold(written: Written, world: World): void {
  for (const [at, vault] of world.vaults.entries()) {
    expect([vault.entries.size, vault.blobs.size]).toEqual([written.entries[at], written.blobs[at]]);
    expect(vault.channel.not_before).toBeLessThanOrEqual(world.now + LONGEST_PAUSE_MS);
    for (const row of vault.blobs.values()) {
      expect(row.not_before).toBeLessThanOrEqual(world.now + LONGEST_PAUSE_MS);
    }
    mustBeHonest(world, vault);
  }
}

/** One thing that happens to the phone with the vault of that number. */
class Act implements fc.Command<Written, World> {
  readonly at: number;
  readonly name: string;
  readonly act: (vault: Vault, world: World, written: Written) => void;
  constructor(at: number, name: string, act: (vault: Vault, world: World, written: Written) => void) {
    this.at = at;
    this.name = name;
    this.act = act;
  }
  check(): boolean {
    return true;
  }
  run(written: Written, world: World): void {
    const vault = world.vaults[this.at];
    if (vault) this.act(vault, world, written);
    mustHold(written, world);
  }
  toString(): string {
    return `${this.name}(${"ab"[this.at]})`;
  }
}

const who = fc.constantFrom(0, 0, 1);
const fates = fc.array(fc.constantFrom<Fate>(...FATES, ...Array<Fate>(12).fill("done")), {
  minLength: 1,
  maxLength: 12,
});

function written(at: number, count: number, bad: boolean, sizes: number[]): Act {
  return new Act(at, `write ${count}${bad ? " bad" : ""} +${sizes.length}`, (vault, _world, model) => {
    for (let n = 0; n < count; n += 1) vault.append(bad && n === 0, n === 0 ? sizes : []);
    model.entries[at] = (model.entries[at] ?? 0) + count;
    model.blobs[at] = (model.blobs[at] ?? 0) + sizes.length;
  });
}

function stepped(at: number, list: Fate[], jitter: number): Act {
  return new Act(at, `steps ${list.join(" ")}`, (vault, world) => {
    world.jitter = jitter;
    for (const fate of list) {
      const step = world.step(vault, fate);
      if (step.do === "wait") world.now = step.until;
    }
  });
}

const commands = [
  fc
    .tuple(who, fc.constantFrom(1, 1, 2, 60), fc.boolean(), fc.array(fc.nat(9), { maxLength: 3 }))
    .map(([at, count, bad, sizes]) => written(at, count, bad, sizes)),
  fc.tuple(who, fates, fc.double({ min: 0, max: 0.999, noNaN: true })).map((all) => stepped(...all)),
  fc.tuple(who, fates, fc.double({ min: 0, max: 0.999, noNaN: true })).map((all) => stepped(...all)),
  who.map((at) => new Act(at, "contact", (vault) => vault.tell({ type: "contact" }))),
  /** The channel lives in memory: another start knows only the rows and the alarm. */
  who.map(
    (at) =>
      new Act(at, "restart the app", (vault) => {
        vault.channel = { ...NEW_CHANNEL, alarm: vault.channel.alarm };
      }),
  ),
  fc.tuple(who, fc.nat(3), fc.boolean()).map(
    ([at, lost, note]) =>
      new Act(at, `restore -${lost}`, (_vault, world) => {
        world.server.restore(lost);
        world.server.hasNote = note;
      }),
  ),
  who.map(
    (at) =>
      new Act(at, "a copy writes", (vault) => {
        vault.twin = vault.entries.size + 1;
      }),
  ),
  fc.tuple(who, fc.integer({ min: -9_000_000, max: 9_000_000 })).map(
    ([at, ms]) =>
      new Act(at, "clock jumps", (_vault, world) => {
        world.now = Math.max(0, world.now + ms);
        // Nobody sets a clock without leaving the app, and coming back is a new contact.
        if (ms < 0) for (const each of world.vaults) each.tell({ type: "contact" });
      }),
  ),
];

/** From here on the line holds and the server is honest: all that can be sent must arrive. */
function drain(world: World, vault: Vault): void {
  world.server.hasNote = true;
  world.release(vault);
  vault.tell({ type: "contact" });
  for (let turn = 0; turn < 3000; turn += 1) {
    const open = [...vault.blobs.values()].filter((row) => row.state === "queued" || row.state === "stored");
    const step = world.step(vault, "done");
    if (step.do === "done" || (step.do === "wait" && open.every((row) => isOrphan(world, vault, row.seq))))
      return;
    if (step.do === "wait") world.now = step.until;
    world.release(vault);
  }
  throw new Error(`never done: ${JSON.stringify(nextStep(vault.load(), world.now))}`);
}

/** Its entry can be read no more and the server lost it too: such a picture stays here and is shown as unsent. */
function isOrphan(world: World, vault: Vault, seq: number): boolean {
  const row = vault.entries.get(seq);
  return row !== undefined && isDeclared(row) && !world.server.has(vault.leaf(row));
}

function mustBeFinished(world: World, vault: Vault): void {
  mustBeHonest(world, vault);
  for (const row of vault.entries.values()) expect(row.state === "sent" || isDeclared(row)).toBe(true);
  for (const row of vault.blobs.values()) {
    const left = row.state === "queued" && isOrphan(world, vault, row.seq);
    expect(left || ["sent", "refused", "lost"].includes(row.state)).toBe(true);
  }
}

test(
  "whatever happens, nothing vanishes, nothing is called sent too early, and in the end all is sent",
  () => {
    const programs = fc.commands(commands, { maxCommands: 40 });
    fc.assert(
      fc.property(programs, (program) => {
        const real = new World();
        fc.modelRun(() => ({ model: { entries: [0, 0], blobs: [0, 0] }, real }), program);
        for (const vault of real.vaults) {
          drain(real, vault);
          mustBeFinished(real, vault);
        }
      }),
      { numRuns: RUNS },
    );
  },
  PATIENCE_MS,
);

test("a pause doubles up to its bound and is spread evenly around it", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (n, jitter) => {
        const middle = Math.min(300_000, 2000 * 2 ** (n - 1));
        expect(backOff(n, jitter)).toBe(Math.round(middle * (0.5 + jitter)));
      },
    ),
  );
});
