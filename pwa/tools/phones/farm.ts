/** Many phones in one process, driven by the requests of README.md in tests/faults/phone. */
import * as acts from "./acts.ts";
import * as after from "./after_acts.ts";
import { bundleOf } from "./bundle.ts";
import type { Fault } from "./faults.ts";
import { isKind } from "./faults.ts";
import { holdings } from "./holdings.ts";
import type { How } from "./labels.ts";
import { Phone } from "./phone.ts";
import { PLANTS } from "./plants.ts";
import { Killed, type Tab } from "./tab.ts";

export type Request = { [name: string]: unknown };

/** The request itself is wrong. */
export class Usage extends Error {
  override name = "Usage";
}

const text = (of: Request, name: string): string => {
  const value = of[name];
  if (typeof value !== "string") throw new Usage(`${name} is missing`);
  return value;
};
const textOr = (of: Request, name: string): string | null => (of[name] === undefined ? null : text(of, name));
const number = (of: Request, name: string, otherwise?: number): number => {
  const value = of[name] ?? otherwise;
  if (typeof value !== "number") throw new Usage(`${name} is missing`);
  return value;
};

type Handler = (of: Request) => unknown;
type TabHandler = (tab: Tab, of: Request) => unknown;

export class Farm {
  private readonly phones = new Map<string, Phone>();
  /** Rejections that no one took care of: a page would show them in its console. */
  readonly unhandled: string[] = [];

  private phone(of: Request): Phone {
    const found = this.phones.get(text(of, "phone"));
    if (!found) throw new Usage(`no phone ${of["phone"]}`);
    return found;
  }

  private tab(of: Request): Tab {
    const found = this.phone(of).tabs.get(text(of, "tab"));
    if (!found) throw new Usage(`no tab ${of["tab"]}`);
    return found;
  }

  /** Performs one request; rejects as README.md says. */
  async perform(of: Request): Promise<unknown> {
    const name = text(of, "do");
    const handler = this.handlers[name];
    if (handler) return handler(of);
    const act = TAB_HANDLERS[name];
    if (!act) throw new Usage(`what is ${name}?`);
    const tab = this.tab(of);
    return tab.living(async () => act(tab, of));
  }

  private readonly handlers: { [name: string]: Handler } = {
    "phone.new": (of) => {
      const name = text(of, "phone");
      this.phones.get(name)?.drop();
      const start = (act: object): void => void this.perform(act as Request).catch(() => undefined);
      this.phones.set(name, new Phone(name, text(of, "base"), start));
      return {};
    },
    "phone.base": (of) => {
      this.phone(of).line.base = text(of, "base");
      return {};
    },
    "phone.drop": (of) => {
      this.phone(of).drop();
      this.phones.delete(text(of, "phone"));
      return {};
    },
    "tab.open": async (of) => {
      const [phone, name] = [this.phone(of), text(of, "tab")];
      const bundle = await bundleOf(textOr(of, "plant"), of["build"] === "next" ? "next" : "this");
      const tab = phone.openTab(name, bundle);
      if (of["live"] === true) tab.surface.startSync();
      return { build: tab.build };
    },
    "tab.kill": (of) => {
      this.tab(of).kill();
      return {};
    },
    "tab.arm": (of) => {
      const [label, how, act] = [text(of, "label"), text(of, "how") as How, (of["act"] as object) ?? null];
      this.tab(of).labels.arm({ label, how, nth: number(of, "nth", 1) }, act);
      return {};
    },
    "tab.disarm": (of) => {
      this.tab(of).labels.disarm();
      return {};
    },
    "tab.labels": (of) => {
      const { hits, fired } = this.tab(of).labels;
      return { labels: hits, fired };
    },
    "net.arm": (of) => {
      if (!isKind(of["kind"])) throw new Usage(`what is ${of["kind"]}?`);
      this.phone(of).line.arm(text(of, "route"), number(of, "nth", 1), of as unknown as Fault);
      return {};
    },
    "net.fired": (of) => {
      const { fired, waiting } = this.phone(of).line;
      return { fired, armed: waiting };
    },
    "net.clear": async (of) => ({ delivered: await this.phone(of).line.clear() }),
    "clock.jump": (of) => {
      this.phone(of).clock.jump(number(of, "ms"));
      return {};
    },
    "clock.run": (of) => {
      this.phone(of).clock.pass(number(of, "ms"));
      return {};
    },
    said: (of) => ({ said: this.phone(of).said }),
    tried: (of) => ({ tried: this.phone(of).tried }),
    holdings: (of) => holdings(this.phone(of), of["full"] === true),
    plants: () => ({ plants: Object.keys(PLANTS) }),
    stats: () => ({
      phones: this.phones.size,
      tabs: [...this.phones.values()].reduce((sum, { tabs }) => sum + tabs.size, 0),
      heap_bytes: heapInUse(),
      cpu_ms: Math.round((process.cpuUsage().user + process.cpuUsage().system) / 1000),
      unhandled: this.unhandled,
    }),
  };
}

/** Bytes that are still needed, where Node was told to let them be counted exactly. */
function heapInUse(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

const recording = (of: Request, pictures: number): acts.Recording => ({
  seed: number(of, "seed"),
  pictures: number(of, "pictures", pictures),
  bytes: number(of, "bytes", 5000),
  draft: textOr(of, "draft"),
});

const TAB_HANDLERS: { [name: string]: TabHandler } = {
  enrol: (tab, of) => {
    const cookie = textOr(of, "cookie");
    const [username, password] = ["username", "password"].map((name) =>
      cookie === null ? text(of, name) : "",
    );
    const [code, pin] = ["code", "pin"].map((name) => text(of, name));
    return acts.enrol(tab, { username, password, code, pin, cookie } as acts.Login);
  },
  enrol_again: (tab, of) => after.enrolAgain(tab, text(of, "password"), text(of, "code")),
  unlock: async (tab, of) => {
    const { kid } = await tab.surface.unlock(text(of, "kid"), text(of, "pin"));
    return { kid };
  },
  lock: async (tab) => {
    await tab.surface.lock();
    return {};
  },
  change_pin: (tab, of) => acts.changePin(tab, text(of, "old"), text(of, "pin")),
  draft: (tab, of) => acts.draft(tab, textOr(of, "draft"), textOr(of, "note") ?? ""),
  shoot: (tab, of) => acts.shoot(tab, number(of, "bytes"), number(of, "seed"), textOr(of, "draft")),
  record: (tab, of) => acts.record(tab, recording(of, 1)),
  correct: (tab, of) => acts.correct(tab, text(of, "record"), recording(of, 0)),
  discard: (tab, of) => acts.discard(tab, text(of, "draft"), textOr(of, "sha256")),
  withdraw: (tab, of) => after.withdraw(tab, text(of, "record")),
  share: (tab, of) => after.share(tab, text(of, "record"), number(of, "seed")),
  mask: (tab, of) => after.mask(tab, text(of, "record"), text(of, "sha256"), number(of, "seed")),
  pause: (tab) => after.pause(tab),
  resume: (tab) => after.resume(tab),
  sync: (tab, of) => acts.sync(tab, number(of, "rounds", 12)),
  shown: ({ surface }) => ({
    state: surface.syncState.value,
    cards: surface.myRecords.value,
    farewell: surface.farewell.value,
  }),
  vaults: async ({ surface }) => ({ vaults: await surface.listVaults() }),
  export: (tab, of) => acts.exported(tab, text(of, "path"), textOr(of, "kid")),
};

const WORDS: [(error: Error) => boolean, string][] = [
  [(error) => error instanceof Killed, "killed"],
  [(error) => error instanceof Usage || error instanceof RangeError, "usage"],
  [({ name }) => name === "WrongPin", "wrong_pin"],
  [({ message }) => message === "locked", "locked"],
];

/** The word of an error for the laboratory, and what else it knows. */
export function told(error: unknown): { error: string; [name: string]: unknown } {
  if (!(error instanceof Error)) return { error: String(error) };
  const { code, wait_s } = error as Error & { code?: unknown; wait_s?: unknown };
  const own = WORDS.find(([fits]) => fits(error))?.[1];
  const word = own ?? (typeof code === "string" ? code : error.name);
  const detail = error.name === "Error" ? error.stack : error.message;
  return { error: word, detail, ...(wait_s === undefined ? {} : { wait_s }) };
}
