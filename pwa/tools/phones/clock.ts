/** A phone's time: the machine's, plus what was fast-forwarded, plus where its wall clock was set wrong. */

interface Timer {
  id: number;
  due: number;
  run: () => void;
  every: number | null;
}

export class Clock {
  private skipped = 0;
  private wrong = 0;
  private readonly watches = new Set<Timers>();

  /** What the wall clock of the phone shows, ms since 1970. */
  now(): number {
    return Math.round(Date.now() + this.skipped + this.wrong);
  }

  /** Milliseconds that no wall clock moves. */
  steady(): number {
    return performance.now() + this.skipped;
  }

  jump(ms: number): void {
    this.wrong += ms;
  }

  /** Time passes for every tab: what is due fires, in order. */
  pass(ms: number): void {
    const end = this.steady() + Math.max(0, ms);
    for (;;) {
      const due = this.nextDue();
      if (due === null || due > end) break;
      this.skipped += Math.max(0, due - this.steady());
      for (const timers of [...this.watches]) timers.fire(this.steady());
    }
    this.skipped += Math.max(0, end - this.steady());
  }

  private nextDue(): number | null {
    const dues = [...this.watches].flatMap((timers) => timers.next() ?? []);
    return dues.length > 0 ? Math.min(...dues) : null;
  }

  watch(timers: Timers): void {
    this.watches.add(timers);
  }

  unwatch(timers: Timers): void {
    this.watches.delete(timers);
  }

  /** `Date` as this phone's pages see it. */
  dates(): DateConstructor {
    const clock = this;
    class PhoneDate extends Date {
      constructor(...parts: [] | [number | string | Date]) {
        const [only] = parts;
        super(parts.length === 0 ? clock.now() : (only as number));
      }
      static override now(): number {
        return clock.now();
      }
    }
    return PhoneDate as unknown as DateConstructor;
  }
}

/** The timers of one tab: they fire only when time is passed on. */
export class Timers {
  private readonly list = new Map<number, Timer>();
  private last = 0;
  private readonly clock: Clock;
  private readonly onFire: () => boolean;
  /** `onFire` is asked before each timer runs; false where the tab is dead by now. */
  constructor(clock: Clock, onFire: () => boolean) {
    this.clock = clock;
    this.onFire = onFire;
    clock.watch(this);
  }

  set(run: () => void, ms = 0, every: number | null = null): number {
    this.last += 1;
    const timer = { id: this.last, due: this.clock.steady() + Math.max(0, ms), run, every };
    this.list.set(timer.id, timer);
    return timer.id;
  }

  clear(id: number): void {
    this.list.delete(id);
  }

  next(): number | null {
    let due: number | null = null;
    for (const timer of this.list.values()) due = Math.min(due ?? timer.due, timer.due);
    return due;
  }

  /** Milliseconds until the next one; null where none is set. */
  wait(): number | null {
    const due = this.next();
    return due === null ? null : Math.max(0, due - this.clock.steady());
  }

  fire(now: number): void {
    const due = [...this.list.values()].filter((timer) => timer.due <= now).sort((a, b) => a.due - b.due);
    for (const timer of due) {
      if (!this.list.has(timer.id)) continue;
      if (timer.every === null) this.list.delete(timer.id);
      else timer.due = now + Math.max(1, timer.every);
      if (this.onFire()) timer.run();
    }
  }

  end(): void {
    this.list.clear();
    this.clock.unwatch(this);
  }
}
