/** One tab: an evaluation of the bundle over its phone, with labels, and a death after which nothing of it runs. */
import {
  IDBCursor,
  IDBDatabase,
  IDBIndex,
  IDBKeyRange,
  IDBObjectStore,
  IDBRequest,
  IDBTransaction,
} from "fake-indexeddb";
import type { Bundle, Globals, Surface } from "./bundle.ts";
import { Timers } from "./clock.ts";
import { TabStore } from "./idb.ts";
import { Labels, type Strike } from "./labels.ts";
import type { Phone } from "./phone.ts";
import { quickCrypto } from "./quick.ts";

export class Killed extends Error {
  override name = "Killed";
}

export class Tab {
  dead = false;
  readonly labels = new Labels();
  readonly timers: Timers;
  readonly surface: Surface;
  readonly build: string;
  readonly phone: Phone;
  /** Cut when the tab dies. */
  readonly sockets = new Set<{ destroy(): unknown }>();
  /** The unlock codes this tab was given, and an enrolment whose vault is not made yet. */
  agreed: { code: string; enrolment: Awaited<ReturnType<Surface["enrol"]>> } | null = null;
  private readonly store: TabStore;
  private readonly onDeath = new Set<() => void>();

  constructor(phone: Phone, bundle: Bundle) {
    this.phone = phone;
    this.build = bundle.build;
    this.timers = new Timers(phone.clock, () => this.hit("timer") === null && !this.dead);
    this.store = new TabStore(this, phone.factory);
    this.surface = bundle.evaluate(this.globals());
  }

  /** One labelled step, under all its names; what struck there. After a `kill` the tab is dead. */
  hit(...names: string[]): Strike | null {
    if (this.dead) return { label: names[0] ?? "", nth: 0, how: "kill" };
    const struck = this.labels.hit(names);
    if (!struck) return null;
    if (struck.how === "kill") this.kill();
    if (struck.how !== "do") return struck;
    if (struck.act) this.phone.start(struck.act);
    return null;
  }

  kill(): void {
    if (this.dead) return;
    this.dead = true;
    this.timers.end();
    this.store.end();
    for (const socket of this.sockets) socket.destroy();
    this.sockets.clear();
    this.phone.hub.leave(this);
    this.phone.locks.freeAll(this);
    for (const tell of this.onDeath) tell();
    this.onDeath.clear();
  }

  /** What `act` gives; rejects with Killed where the tab dies first. */
  async living<T>(act: () => Promise<T>): Promise<T> {
    if (this.dead) throw new Killed();
    return new Promise<T>((resolve, reject) => {
      const die = (): void => reject(new Killed());
      this.onDeath.add(die);
      const settle = (done: () => void): void => {
        this.onDeath.delete(die);
        if (!this.dead) done();
      };
      act().then(
        (value) => settle(() => resolve(value)),
        (error: unknown) => settle(() => reject(error)),
      );
    });
  }

  private globals(): Globals {
    const { phone, timers } = this;
    const { clock } = phone;
    const onLock = (name: string): boolean =>
      this.hit(`lock request ${name.replace(/-[\w-]{43}$/, "")}`) === null;
    const navigator = { locks: phone.locks.of(this, onLock), userAgent: "", onLine: true };
    const document = {
      documentElement: { lang: "zh-CN" },
      visibilityState: "visible",
      addEventListener: nothing,
    };
    return {
      indexedDB: this.store.indexedDB,
      ...{ IDBKeyRange, IDBDatabase, IDBIndex, IDBObjectStore, IDBCursor, IDBTransaction, IDBRequest },
      fetch: phone.line.fetchOf(this),
      setTimeout: (run: () => void, ms?: number) => timers.set(run, ms),
      clearTimeout: (id: number) => timers.clear(id),
      setInterval: (run: () => void, ms?: number) => timers.set(run, ms, ms),
      clearInterval: (id: number) => timers.clear(id),
      Date: phone.Date,
      Math: phone.Math,
      performance: { now: () => clock.steady() },
      ...{ navigator, document, location: { origin: "", href: "" }, localStorage: phone.localStorage },
      BroadcastChannel: phone.hub.classFor(this),
      globalThis: { document, navigator, isSecureContext: true, crypto: quickCrypto, setTimeout },
      crypto: quickCrypto,
      ...{ addEventListener: nothing, removeEventListener: nothing, __BUILD_ID__: this.build },
    };
  }
}

const nothing = (): void => undefined;
