/**
 * IndexedDB as one tab sees it: fake-indexeddb's, with a label at every step, faults at the labels, and a death in
 * which open transactions roll back without a word while what was committed stays.
 */
import { IDBOpenDBRequest as OpenRequest } from "fake-indexeddb";
import type { Strike } from "./labels.ts";

/** The inner members of fake-indexeddb's transaction that dying and failing need. */
export interface InnerTx extends IDBTransaction {
  _state: string;
  _requests: { request: { readyState: string }; operation: () => unknown }[];
  _rollbackLog: (() => void)[];
  _scope: Set<string>;
  _start(): void;
  _abort(name: string | null): void;
  _markFinished(): void;
  _execRequestAsync(order: { source: object; operation: () => unknown }): IDBRequest;
}

interface InnerDb extends IDBDatabase {
  _rawDatabase: { processTransactions(): void };
}

interface Watcher {
  readonly dead: boolean;
  hit(...names: string[]): Strike | null;
}

const STORE_FAULTS: { [how: string]: string } = {
  quota: "QuotaExceededError",
  abort: "AbortError",
  lost: "UnknownError",
};

export class TabStore {
  private readonly open = new Set<InnerTx>();
  private readonly databases = new Set<InnerDb>();
  private readonly tab: Watcher;
  private readonly factory: IDBFactory;
  constructor(tab: Watcher, factory: IDBFactory) {
    this.tab = tab;
    this.factory = factory;
  }

  /** What `indexedDB` is in this tab. */
  readonly indexedDB = {
    open: (name: string, version?: number): IDBOpenDBRequest => {
      const strike = this.tab.hit("idb open");
      if (this.tab.dead) return new OpenRequest();
      const request = this.factory.open(name, version);
      // Registered before the page's own listeners: a dead page hears nothing, and its connection is closed.
      request.addEventListener("success", (event) => {
        this.connect(request.result as InnerDb);
        if (this.tab.dead || strike) event.stopImmediatePropagation();
        if (this.tab.dead) request.result.close();
      });
      request.addEventListener("upgradeneeded", () => this.begin(request.transaction as InnerTx));
      return request;
    },
  };

  private connect(db: InnerDb): void {
    this.databases.add(db);
    const plain = db.transaction;
    db.transaction = (...args: Parameters<IDBDatabase["transaction"]>) => {
      const tx = plain.apply(db, args) as InnerTx;
      this.begin(tx);
      return tx;
    };
  }

  private begin(tx: InnerTx): void {
    this.open.add(tx);
    const start = tx._start;
    tx._start = () => {
      if (this.tab.dead) return;
      const ends = tx._requests.every(({ request }) => request.readyState === "done");
      if (ends && tx._state !== "finished" && tx.mode === "readwrite") this.commit(tx, () => start.call(tx));
      else start.call(tx);
      if (tx._state === "finished") this.open.delete(tx);
    };
    if (tx.mode === "readwrite") this.watchWrites(tx);
  }

  private watchWrites(tx: InnerTx): void {
    const plain = tx.objectStore;
    const watched = new Set<IDBObjectStore>();
    tx.objectStore = (name) => {
      const store = plain.call(tx, name);
      if (watched.has(store)) return store;
      watched.add(store);
      for (const act of ["put", "add", "delete"] as const) {
        const inner = store[act] as (...args: unknown[]) => IDBRequest;
        const label = `idb ${act === "add" ? "put" : act} ${name}`;
        const failing = (...args: unknown[]) =>
          this.writing(tx, label, store, () => inner.apply(store, args));
        Object.defineProperty(store, act, { value: failing, configurable: true });
      }
      return store;
    };
  }

  private writing(tx: InnerTx, label: string, source: object, write: () => IDBRequest): IDBRequest {
    const strike = this.tab.hit(label);
    if (!strike) return write();
    const error = STORE_FAULTS[strike.how];
    const operation = (): never => {
      throw new DOMException(label, error);
    };
    if (error) return tx._execRequestAsync({ source, operation });
    // Killed or hanging: the request is made and never answered.
    const request = write();
    tx._start = () => undefined;
    return request;
  }

  private commit(tx: InnerTx, finish: () => void): void {
    const stores = [...tx._scope].sort().join("+");
    const before = this.tab.hit("idb before commit", `idb before commit ${stores}`);
    if (before) {
      const error = STORE_FAULTS[before.how];
      if (error) tx._abort(error);
      return;
    }
    // From here on it is committed: nothing undoes it.
    tx._rollbackLog.length = 0;
    const after = this.tab.hit("idb after commit", `idb after commit ${stores}`);
    if (!after) finish();
    else if (after.how === "lost") tx._abort("UnknownError");
    else perish(tx);
  }

  /** The tab is dead: nothing it began and had not committed is left. */
  end(): void {
    for (const tx of this.open) perish(tx);
    for (const db of this.databases) db.close();
    this.open.clear();
    this.databases.clear();
  }
}

/** Rolls back what was not committed, tells nobody, and lets other tabs' transactions go on. */
function perish(tx: InnerTx): void {
  if (tx._state === "finished") return;
  tx._start = () => undefined;
  // An opening database belongs to the phone: its queue must hear that the upgrade failed.
  if (tx.mode === "versionchange") tx._abort(null);
  else forget(tx);
}

function forget(tx: InnerTx): void {
  for (const { request } of tx._requests) request.readyState = "done";
  tx._requests.length = 0;
  for (const undo of tx._rollbackLog.reverse()) undo();
  tx._rollbackLog.length = 0;
  tx._markFinished();
  (tx.db as InnerDb)._rawDatabase.processTransactions();
}
