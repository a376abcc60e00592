import { type Signal, useSignal } from "@preact/signals";
import { keepShot } from "./draft";
import type { Finder } from "./viewfinder";

/**
 * Takes one picture or several, each stored before the next. A failure ends a burst, keeps what was stored, and
 * stays on the screen until the next success.
 */
export function useShutter(
  finder: Finder,
  trouble: Signal<unknown>,
  kept: Signal<number>,
  slot: string | null,
) {
  const at = useSignal<{ n: number; of: number } | null>(null);
  const take = async (count: number): Promise<void> => {
    kept.value = 0;
    try {
      for (let n = 1; n <= count && finder.camera.current; n += 1) {
        at.value = { n, of: count };
        await keepShot(finder.camera.current.capture(), "camera", slot);
        kept.value = n;
        // The eye stays on the scene: the hand feels that it is stored.
        navigator.vibrate?.(15);
        trouble.value = null;
      }
    } catch (error) {
      trouble.value = error;
    }
    at.value = null;
  };
  return { at, take };
}
