// The service worker: one atomic cache per build. Install fails whole, nothing takes over unasked from a build that
// works, and an old cache goes only once the new build is in charge. Builds are named by their content and have no
// order: going back to an older one is an update like any other.

declare const self: ServiceWorkerGlobalScope;

const VERSION = "__VERSION__";
/** SHA-256 in base64 by address. */
const PRECACHE = JSON.parse("__PRECACHE__") as { [url: string]: string };
/** Files of the same build that a day can begin without: fetched behind the rest, none of them holds it up. */
const AFTERWARDS = JSON.parse("__AFTERWARDS__") as { [url: string]: string };
const PREFIX = "xunzheng-";
const CACHE = PREFIX + VERSION;
/** Where pictures of other apps wait for the vault; the app reads the same name. It outlives every build. */
const SHARED = "shared-pictures";
const MOST_SHARED = 30;
/** How long a page that runs may take to say so, in ms. */
const PATIENCE_MS = 10_000;

/** `reload` passes the HTTP cache by; the hash keeps out cut, changed and foreign bytes: builds are never mixed. */
const wholeFile = (url: string): Request =>
  new Request(url, {
    cache: "reload",
    integrity: `sha256-${PRECACHE[url] ?? AFTERWARDS[url]}`,
    redirect: "error",
  });

async function fillCache(): Promise<void> {
  const cache = await caches.open(CACHE);
  const urls = Object.keys(PRECACHE);
  const kept = await Promise.all(urls.map((url) => cache.match(url)));
  const lacking = urls.filter((_, i) => !kept[i]);
  try {
    await cache.addAll(lacking.map(wholeFile));
  } catch (error) {
    // Where files were there before, this very build is in charge: the server went back to it.
    if (lacking.length === urls.length) await caches.delete(CACHE);
    throw error;
  }
}

/** One after the other, so that a slow line carries records meanwhile; what fails is left out. */
async function fillAfterwards(): Promise<void> {
  const cache = await caches.open(CACHE);
  for (const url of Object.keys(AFTERWARDS)) {
    if (!(await cache.match(url))) await cache.add(wholeFile(url)).catch(() => undefined);
  }
}

let behind: Promise<void> | undefined;

/** Once in a worker's life, and again at each start of the app. Never while it is activated: all requests wait then. */
function comeBehind(isStart: boolean): Promise<void> {
  if (isStart || !behind) behind = (behind ?? Promise.resolve()).then(fillAfterwards);
  return behind;
}

/** Pages of the phone; the desk has its own page and is used online. */
async function phonePages(): Promise<WindowClient[]> {
  const all = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  return all.filter((page) => pageOf(new URL(page.url).pathname) === "phone");
}

/** A page that never started does not answer. */
function isRunning(page: WindowClient): Promise<boolean> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve(true);
    setTimeout(() => resolve(false), PATIENCE_MS);
    page.postMessage({ type: "running?" }, [port2]);
  });
}

const isFillingIn = async (): Promise<boolean> =>
  (await self.navigator.locks.query()).held?.some(({ name }) => name?.startsWith("xunzheng-draft-")) === true;

let stuck: WindowClient[] = [];

/** A build that does not start cannot offer its successor: that one takes over by itself, beside no open draft. */
async function rescue(): Promise<void> {
  if (!self.registration.active) return;
  const pages = (await phonePages()).filter((page) => page.visibilityState === "visible");
  const running = await Promise.all(pages.map(isRunning));
  if (pages.length === 0 || running.includes(true) || (await isFillingIn())) return;
  stuck = pages;
  await self.skipWaiting();
}

/** A successor has time: it is offered once it is all there, since an officer may change over with no network. */
async function waitWhole(): Promise<void> {
  if (self.registration.active && stuck.length === 0) await fillAfterwards();
}

async function takeOver(): Promise<void> {
  await dropOldCaches();
  await self.clients.claim();
  // Not waited for: these pages come only once this worker is active.
  for (const page of stuck) page.navigate(page.url).catch(() => undefined);
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

const isOurs = (path: string): boolean => path in PRECACHE || path in AFTERWARDS;

/** The desk is used online: its page comes from the network, and from this build only where it was kept. */
async function deskPage(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch {
    return fromCache("/");
  }
}

/** Other apps hand pictures over by a form; the vault is closed to a worker, so the app takes them later. */
async function keepShared(request: Request): Promise<void> {
  const found = (await request.formData()).getAll("photos");
  const files = found.filter((one): one is File => one instanceof File && one.type.startsWith("image/"));
  const cache = await caches.open(SHARED);
  const now = Date.now();
  for (const [n, file] of files.slice(0, MOST_SHARED).entries())
    await cache.put(`/share/${now}-${n}`, new Response(file));
}

/** Where nothing could be kept, the app finds nothing and says so. */
async function takeShared(request: Request): Promise<Response> {
  await keepShared(request).catch(() => undefined);
  return Response.redirect("/#/shared", 303);
}

function pageOf(path: string): "phone" | "desk" | null {
  if (path === "/desk" || path.startsWith("/desk/")) return "desk";
  return path === "/" || path === "/index.html" ? "phone" : null;
}

function answerPage(request: Request, path: string): Promise<Response> | null {
  const page = pageOf(path);
  if (page === "desk") return deskPage(request);
  return page === "phone" ? fromCache("/") : null;
}

/** Null leaves the request to the browser: everything below /api always goes to the network. */
function answer(request: Request, url: URL): Promise<Response> | null {
  if (url.origin !== self.location.origin) return null;
  if (request.method === "POST" && url.pathname === "/share") return takeShared(request);
  if (request.method !== "GET") return null;
  if (request.mode === "navigate") return answerPage(request, url.pathname);
  return isOurs(url.pathname) ? fromCache(request) : null;
}

self.addEventListener("install", (event) => {
  event.waitUntil(fillCache().then(rescue).then(waitWhole));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(takeOver());
});

self.addEventListener("message", (event) => {
  const message = event.data as { type?: string } | null;
  if (message?.type === "take-over") event.waitUntil(self.skipWaiting());
  if (message?.type === "version") event.ports[0]?.postMessage(VERSION);
});

self.addEventListener("fetch", (event) => {
  const response = answer(event.request, new URL(event.request.url));
  if (response) event.respondWith(response);
  event.waitUntil(comeBehind(event.request.mode === "navigate"));
});
