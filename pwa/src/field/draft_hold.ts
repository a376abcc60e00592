import { effect } from "@preact/signals";
import { ifFree } from "../device/locks";
import { draftLock } from "./open_drafts";
import { type Route, route } from "./router";

/** The draft that this window fills in: its lock is held while its address is on the screen. */
let held: { id: string; release: () => void } | null = null;

const shown = (at: Route): string | null => ("draft" in at ? at.draft : null);

function letGo(): void {
  held?.release();
  held = null;
}

effect(() => {
  const id = shown(route.value);
  if (held && held.id !== id) letGo();
});

export const holds = (id: string): boolean => held?.id === id;

/** Makes this window the only one that writes the draft; false while another one is. */
export function claim(id: string): Promise<boolean> {
  if (holds(id)) return Promise.resolve(true);
  letGo();
  return new Promise((resolve, reject) => {
    const hold = () =>
      new Promise<true>((done) => {
        held = { id, release: () => done(true) };
        resolve(true);
      });
    ifFree(draftLock(id), hold).then((ran) => ran ?? resolve(false), reject);
  });
}

/** Gives up a claim that came after its screen was left. */
export function unclaim(id: string): void {
  if (holds(id) && shown(route.peek()) !== id) letGo();
}
