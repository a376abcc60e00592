/** Labelled steps of a tab: counted, and where a fault was armed, struck. */

export type How = "kill" | "hang" | "quota" | "abort" | "lost" | "do";

export interface Strike {
  label: string;
  nth: number;
  how: How;
}

interface Armed extends Strike {
  left: number;
  act: object | null;
}

const WHERE: { [how in How]: RegExp } = {
  kill: /./,
  hang: /^(idb|fetch|lock) /,
  quota: /^idb (put|delete|before commit)/,
  abort: /^idb (put|delete|before commit)/,
  lost: /^idb (before|after) commit/,
  do: /./,
};

export class Labels {
  readonly hits: { [label: string]: number } = {};
  readonly fired: Strike[] = [];
  private armed: Armed[] = [];

  /** `nth` counts from now on, from 1. Throws RangeError where `how` means nothing at `label`. */
  arm(strike: Strike, act: object | null): void {
    if (!WHERE[strike.how]?.test(strike.label)) throw new RangeError(`${strike.how} at ${strike.label}`);
    this.armed.push({ ...strike, left: strike.nth, act });
  }

  disarm(): void {
    this.armed = [];
  }

  /** Counts one step under all its names; what was armed for this very step. */
  hit(names: string[]): Armed | null {
    for (const name of names) this.hits[name] = (this.hits[name] ?? 0) + 1;
    let struck: Armed | null = null;
    for (const one of this.armed) {
      if (!names.includes(one.label)) continue;
      one.left -= 1;
      if (one.left === 0) struck ??= one;
    }
    if (struck) this.fired.push({ label: struck.label, nth: struck.nth, how: struck.how });
    this.armed = this.armed.filter((one) => one.left > 0);
    return struck;
  }
}
