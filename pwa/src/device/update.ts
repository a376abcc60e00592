/** New builds: downloaded whole behind the running one, and taken over only when the officer says so. */
import { signal } from "@preact/signals";
import { read } from "./db.ts";

/** A new build is downloaded, verified and waits. */
export const updateReady = signal(false);
export const buildId: string = __BUILD_ID__;

const LOOK_EVERY_MS = 30 * 60_000;
const WORKER = "/sw.js";

interface Policies {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): {
    createScriptURL(url: string): unknown;
  };
}

/** Under Trusted Types only this one URL becomes a worker. */
function workerUrl(): string {
  const policies = (globalThis as { trustedTypes?: Policies }).trustedTypes;
  if (!policies) return WORKER;
  const policy = policies.createPolicy("xunzheng-sw", {
    createScriptURL: (url) => {
      if (url !== WORKER) throw new TypeError("not our worker");
      return url;
    },
  });
  return policy.createScriptURL(WORKER) as string;
}

let registration: ServiceWorkerRegistration | null = null;

function watch(found: ServiceWorkerRegistration): void {
  registration = found;
  // Without a controller the waiting worker is the first one: there is nothing to update from.
  const look = (): void => {
    updateReady.value = found.waiting !== null && navigator.serviceWorker.controller !== null;
  };
  look();
  found.addEventListener("updatefound", () => found.installing?.addEventListener("statechange", look));
}

function lookForUpdate(): void {
  registration?.update().catch(() => undefined);
}

/** Registers the service worker and looks for updates on open, visible and pageshow. */
export function startUpdates(): void {
  if (!("serviceWorker" in navigator) || import.meta.env.DEV) return;
  const { serviceWorker } = navigator;
  serviceWorker.register(workerUrl(), { updateViaCache: "none" }).then(watch, () => undefined);
  // The next build asks whether this one runs.
  serviceWorker.addEventListener("message", ({ ports }) => ports[0]?.postMessage(true));
  let isControlled = serviceWorker.controller !== null;
  serviceWorker.addEventListener("controllerchange", () => {
    // Every window goes along: the parts of the old build are gone.
    if (isControlled) location.reload();
    isControlled = true;
  });
  addEventListener("pageshow", lookForUpdate);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") lookForUpdate();
  });
  setInterval(lookForUpdate, LOOK_EVERY_MS);
}

const hasDrafts = async (): Promise<boolean> => (await read((db) => db.count("drafts"))) > 0;

/** Lets the new build take over, and every window reloads; false while a draft is open, or where none waits. */
export async function applyUpdate(): Promise<boolean> {
  const waiting = registration?.waiting;
  if (!waiting || (await hasDrafts())) return false;
  waiting.postMessage({ type: "take-over" });
  return true;
}
