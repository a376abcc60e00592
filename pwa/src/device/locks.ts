/** One at a time: over all tabs by Web Locks, and within this one where the browser has none. */

const chains = new Map<string, Promise<unknown>>();

function queued<T>(name: string, task: () => Promise<T>): Promise<T> {
  const before = chains.get(name) ?? Promise.resolve();
  const run = before.then(task, task);
  const settled = run.catch(() => undefined);
  chains.set(name, settled);
  settled.then(() => {
    if (chains.get(name) === settled) chains.delete(name);
  });
  return run;
}

const webLocks = (): LockManager | null =>
  typeof navigator === "undefined" ? null : ((navigator as Partial<Navigator>).locks ?? null);

/** Runs `task` when nobody else holds `name`. */
export async function exclusive<T>(name: string, task: () => Promise<T>): Promise<T> {
  const locks = webLocks();
  // The library type promises a promise of a promise; awaiting flattens it.
  return locks ? await locks.request(name, () => task()) : queued(name, task);
}

/** Runs `task` only if nobody holds `name`; null otherwise. */
export async function ifFree<T>(name: string, task: () => Promise<T>): Promise<T | null> {
  const locks = webLocks();
  if (!locks) return chains.has(name) ? null : queued(name, task);
  return await locks.request(name, { ifAvailable: true }, (lock) => (lock ? task() : null));
}
