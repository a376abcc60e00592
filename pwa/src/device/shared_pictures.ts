/**
 * Pictures that another app handed over while the vault was closed: the service worker laid them into a cache of
 * their own. They leave it for a draft, sealed like all others, or are dropped; nobody's are kept beyond a day.
 */
import { signal } from "@preact/signals";

// The service worker writes the same name and addresses: `/share/<ms since 1970>-<n>`.
const CACHE = "shared-pictures";
const KEPT_MS = 24 * 60 * 60_000;

/** The addresses of what waits, the oldest first. */
export const sharedPictures = signal<readonly string[]>([]);

const takenAt = (url: string): number => Number(/\/share\/(\d+)-/.exec(url)?.[1] ?? 0);

/** Finds what waits; drops what nobody took within a day of `now`. */
export async function lookForShared(now: number): Promise<void> {
  if (!("caches" in globalThis) || !(await caches.has(CACHE))) return;
  const cache = await caches.open(CACHE);
  const urls = (await cache.keys()).map(({ url }) => url);
  const isOld = (url: string): boolean => Math.abs(now - takenAt(url)) > KEPT_MS;
  await Promise.all(urls.filter(isOld).map((url) => cache.delete(url)));
  sharedPictures.value = urls.filter((url) => !isOld(url));
}

/** The bytes as a file, as if it had been picked from the album; null where they are gone. */
export async function sharedFile(url: string): Promise<File | null> {
  const found = await (await caches.open(CACHE)).match(url);
  if (!found) return null;
  const bytes = await found.blob();
  return new File([bytes], "", { type: bytes.type });
}

/** Forgets pictures that were taken in or are not wanted. */
export async function dropShared(urls: readonly string[]): Promise<void> {
  const cache = await caches.open(CACHE);
  await Promise.all(urls.map((url) => cache.delete(url)));
  sharedPictures.value = sharedPictures.value.filter((url) => !urls.includes(url));
}
