import { signal } from "@preact/signals";

/** A new build is downloaded, verified and waits. */
export const updateReady = signal(false);
export const buildId: string = __BUILD_ID__;

/** Registers the service worker and looks for updates on open, visible and pageshow. */
export function startUpdates(): void {}
/** Lets the new build take over and reloads; false while a draft is open. */
export async function applyUpdate(): Promise<boolean> {
  return false;
}
