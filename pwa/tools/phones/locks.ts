/** Web Locks of one phone: exclusive ones, shared by its tabs, free again when a tab is killed. */

type Task = (lock: object | null) => unknown;

interface Waiting {
  tab: object;
  task: Task;
  resolve: (value: unknown) => void;
  reject: (reason: unknown) => void;
}

export class Locks {
  private readonly held = new Map<string, object>();
  private readonly queues = new Map<string, Waiting[]>();

  /** What `navigator.locks` is in one tab. */
  of(tab: object, onRequest: (name: string) => boolean) {
    const request = (
      name: string,
      second: Task | { ifAvailable?: boolean },
      third?: Task,
    ): Promise<unknown> => {
      const [options, task] = typeof second === "function" ? [{}, second] : [second, third as Task];
      if (!onRequest(name)) return new Promise(() => undefined);
      if (options.ifAvailable && this.held.has(name)) return Promise.resolve(task(null));
      return new Promise((resolve, reject) => {
        const queue = this.queues.get(name) ?? [];
        queue.push({ tab, task, resolve, reject });
        this.queues.set(name, queue);
        this.grant(name);
      });
    };
    return { request };
  }

  private grant(name: string): void {
    if (this.held.has(name)) return;
    const next = this.queues.get(name)?.shift();
    if (!next) {
      this.queues.delete(name);
      return;
    }
    this.held.set(name, next.tab);
    const settled = Promise.resolve()
      .then(() => next.task({ name }))
      .then(next.resolve, next.reject);
    void settled.then(() => {
      // A killed tab's lock was taken from it already.
      if (this.held.get(name) === next.tab && !this.gone.has(next.tab)) this.release(name);
    });
  }

  private release(name: string): void {
    this.held.delete(name);
    this.grant(name);
  }

  private readonly gone = new WeakSet<object>();

  /** The browser's own cleaning up after a tab. */
  freeAll(tab: object): void {
    this.gone.add(tab);
    for (const [name, queue] of this.queues) {
      this.queues.set(
        name,
        queue.filter((one) => one.tab !== tab),
      );
    }
    for (const [name, holder] of [...this.held]) if (holder === tab) this.release(name);
  }

  names(): string[] {
    return [...this.held.keys()];
  }
}
