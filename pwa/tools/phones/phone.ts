/** One browser installation: what its tabs share, and what the laboratory remembers of it. */
import { IDBFactory } from "fake-indexeddb";
import type { Bundle } from "./bundle.ts";
import { Hub } from "./channel.ts";
import { Clock } from "./clock.ts";
import { Line } from "./line.ts";
import { Locks } from "./locks.ts";
import { Tab } from "./tab.ts";

/** What the product promised or was given; members as README.md names them. */
export type Fact = { kind: string } & { [name: string]: unknown };

function seeded(name: string): Math {
  let state = [...name].reduce((sum, char) => (Math.imul(sum, 31) + char.charCodeAt(0)) >>> 0, 7);
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return Object.create(Math, { random: { value: random } }) as Math;
}

function storage(): Pick<Storage, "getItem" | "setItem" | "removeItem"> {
  const kept = new Map<string, string>();
  return {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
    removeItem: (name) => void kept.delete(name),
  };
}

export class Phone {
  readonly factory = new IDBFactory();
  readonly locks = new Locks();
  readonly hub = new Hub();
  readonly clock = new Clock();
  readonly localStorage = storage();
  readonly Date = this.clock.dates();
  readonly Math: Math;
  readonly line: Line;
  readonly tabs = new Map<string, Tab>();
  /** Unlock codes by vault, as the officers know them. */
  readonly pins = new Map<string, string>();
  readonly said: Fact[] = [];
  readonly tried: Fact[] = [];
  /** Starts a request of the protocol beside whatever runs. */
  readonly start: (act: object) => void;

  constructor(name: string, base: string, start: (act: object) => void) {
    this.line = new Line(base);
    this.Math = seeded(name);
    this.start = start;
  }

  openTab(name: string, bundle: Bundle): Tab {
    this.tabs.get(name)?.kill();
    const tab = new Tab(this, bundle);
    this.tabs.set(name, tab);
    return tab;
  }

  drop(): void {
    for (const tab of this.tabs.values()) tab.kill();
    this.line.end();
  }
}
