// The service worker: one atomic cache per build. Install fails whole, nothing takes over unasked,
// and an old cache goes only once the new build is in charge.

declare const self: ServiceWorkerGlobalScope;

const VERSION = "__VERSION__";
const PRECACHE = JSON.parse("__PRECACHE__") as string[];
const PREFIX = "xunzheng-";
const CACHE = PREFIX + VERSION;

async function fillCache(): Promise<void> {
  const cache = await caches.open(CACHE);
  try {
    // `reload` passes the HTTP cache by, so one build is never mixed with another.
    await cache.addAll(PRECACHE.map((url) => new Request(url, { cache: "reload" })));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

async function dropOldCaches(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function fromCache(request: Request | string): Promise<Response> {
  const cache = await caches.open(CACHE);
  return (await cache.match(request, { ignoreSearch: true })) ?? fetch(request);
}

/** The desk is used online: its page comes from the network, and from this build only where it was kept. */
async function deskPage(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch {
    return fromCache("/");
  }
}

function answerPage(request: Request, path: string): Promise<Response> | null {
  if (path === "/desk" || path.startsWith("/desk/")) return deskPage(request);
  return path === "/" || path === "/index.html" ? fromCache("/") : null;
}

/** Null leaves the request to the browser: everything below /api always goes to the network. */
function answer(request: Request, url: URL): Promise<Response> | null {
  if (request.method !== "GET" || url.origin !== self.location.origin) return null;
  if (request.mode === "navigate") return answerPage(request, url.pathname);
  return PRECACHE.includes(url.pathname) ? fromCache(request) : null;
}

self.addEventListener("install", (event) => {
  event.waitUntil(fillCache());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOldCaches().then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => {
  const message = event.data as { type?: string } | null;
  if (message?.type === "take-over") event.waitUntil(self.skipWaiting());
  if (message?.type === "version") event.ports[0]?.postMessage(VERSION);
});

self.addEventListener("fetch", (event) => {
  const response = answer(event.request, new URL(event.request.url));
  if (response) event.respondWith(response);
});
