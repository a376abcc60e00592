/** The number on the app's icon: how much is unsent. A number says nothing about anybody. */
import { effect } from "@preact/signals";
import { syncState } from "./sync_state.ts";
import { heldVaults, vault } from "./vault.ts";

type Badging = { setAppBadge?(n: number): Promise<void>; clearAppBadge?(): Promise<void> };

/** Keeps the icon's number true where the browser can show one; while locked nothing is known, so it stays. */
export function startBadge(icon: Badging = navigator): void {
  let shown = -1;
  effect(() => {
    const { unsent_records, unsent_pictures } = syncState.value;
    const n = unsent_records + unsent_pictures;
    if ((!vault.value && heldVaults().length === 0) || n === shown) return;
    shown = n;
    // Some browsers have the words and refuse them outside an installed app.
    const asked = n > 0 ? icon.setAppBadge?.(n) : icon.clearAppBadge?.();
    asked?.catch(() => undefined);
  });
}
