import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { keepAwake } from "../device/wake_lock";

/**
 * Seconds counted, by a clock that only runs forward: setting the phone's clock changes nothing. It rests while
 * the screen is hidden, because nobody watches the road then.
 */
export class TallyClock {
  #before: number;
  #since: number | null = null;
  readonly now: () => number;

  constructor(before: number, now = () => performance.now()) {
    this.#before = before;
    this.now = now;
  }

  get seconds(): number {
    return this.#before + (this.#since === null ? 0 : (this.now() - this.#since) / 1000);
  }

  run(): void {
    this.#since ??= this.now();
  }

  rest(): void {
    this.#before = this.seconds;
    this.#since = null;
  }
}

const TICK_MS = 1000;

/** The clock of the screen, its seconds as a signal, and the screen kept awake; `onRest` is told when it stops. */
export function useTallyClock(before: number, begun: boolean, onRest: (seconds: number) => void) {
  const clock = useMemo(() => new TallyClock(before), []);
  const shown: Signal<number> = useSignal(before);
  useEffect(() => {
    const rest = () => {
      clock.rest();
      onRest(clock.seconds);
    };
    const turn = () => (document.hidden ? rest() : begun && clock.run());
    turn();
    const ticking = setInterval(() => {
      shown.value = clock.seconds;
    }, TICK_MS);
    document.addEventListener("visibilitychange", turn);
    return () => {
      clearInterval(ticking);
      document.removeEventListener("visibilitychange", turn);
      rest();
    };
  }, [begun]);
  useEffect(keepAwake, []);
  return { clock, shown };
}
