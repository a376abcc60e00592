import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { runInNewContext } from "node:vm";
import { beforeEach, describe, expect, test } from "vitest";

/** A page as the worker sees it; one that runs answers what it is asked. */
interface Page {
  url: string;
  visibilityState: string;
  runs: boolean;
  moved: number;
}

type Waiting = { waitUntil(work: Promise<unknown>): void };
type Handler = (event: Waiting & Record<string, unknown>) => void;

const SITE = "https://city.test";

const hashOf = (body: string): string => createHash("sha256").update(body).digest("base64");

/** Two ends of a line; what is put into one comes out of the other. */
class Ports {
  port1: { onmessage?: () => void } = {};
  port2 = { postMessage: () => this.port1.onmessage?.() };
}

/** The caches of a browser, and the network behind them. */
class Browser {
  caches = new Map<string, Map<string, string>>();
  network = new Map<string, string>();
  pages: Page[] = [];
  locks: string[] = [];
  isUpdating = true;
  skipped = 0;

  private open(name: string) {
    const cache = this.caches.get(name) ?? new Map<string, string>();
    this.caches.set(name, cache);
    return {
      addAll: async (requests: { url: string; integrity: string }[]) => {
        const found = requests.map(({ url, integrity }) => {
          const body = this.network.get(url);
          if (body === undefined) throw new TypeError("a file is missing");
          if (integrity !== `sha256-${hashOf(body)}`) throw new TypeError("a file is another");
          return body;
        });
        for (const [i, { url }] of requests.entries()) cache.set(url, found[i] ?? "");
      },
      match: async (request: string | { url: string }) => {
        const url = typeof request === "string" ? SITE + request : request.url;
        const body = cache.get(url);
        return body === undefined ? undefined : new Response(body);
      },
    };
  }

  private clients() {
    return this.pages.map((page) => ({
      ...page,
      postMessage: (_said: unknown, [port]: { postMessage(word: unknown): void }[]) =>
        page.runs ? port?.postMessage(true) : undefined,
      navigate: async () => {
        page.moved += 1;
      },
    }));
  }

  /** Runs the worker of one build, whose files are what `publish` gave. */
  worker(version: string, files: { [url: string]: string }): Map<string, Handler> {
    const source = stripTypeScriptTypes(readFileSync(new URL("./sw.ts", import.meta.url), "utf8"));
    const code = source
      .replace('"__PRECACHE__"', JSON.stringify(JSON.stringify(files)))
      .replace('"__VERSION__"', JSON.stringify(version));
    const handlers = new Map<string, Handler>();
    const scope = {
      addEventListener: (name: string, handler: Handler) => handlers.set(name, handler),
      location: new URL(SITE),
      clients: { claim: async () => undefined, matchAll: async () => this.clients() },
      registration: { active: this.isUpdating ? {} : null },
      navigator: { locks: { query: async () => ({ held: this.locks.map((name) => ({ name })) }) } },
      skipWaiting: async () => {
        this.skipped += 1;
      },
    };
    const caches = {
      open: async (name: string) => this.open(name),
      keys: async () => [...this.caches.keys()],
      delete: async (name: string) => this.caches.delete(name),
    };
    const fetchFile = async (request: { url: string }) => {
      const body = this.network.get(request.url);
      if (body === undefined) throw new TypeError("failed to fetch");
      return new Response(body);
    };
    class SiteRequest {
      url: string;
      integrity: string;
      constructor(url: string, init: { integrity: string }) {
        this.url = SITE + url;
        this.integrity = init.integrity;
      }
    }
    runInNewContext(code, {
      self: scope,
      caches,
      fetch: fetchFile,
      Request: SiteRequest,
      URL,
      JSON,
      Promise,
      MessageChannel: Ports,
      setTimeout: (give: () => void) => setTimeout(give, 0),
    });
    return handlers;
  }
}

async function dispatch(handlers: Map<string, Handler>, name: string, event: object = {}): Promise<unknown> {
  let work: Promise<unknown> = Promise.resolve();
  const waitUntil = (promise: Promise<unknown>) => {
    work = promise;
  };
  handlers.get(name)?.({ waitUntil, respondWith: waitUntil, ...event });
  return work;
}

async function ask(handlers: Map<string, Handler>, path: string, mode = "navigate"): Promise<string | null> {
  const request = { url: SITE + path, method: "GET", mode };
  const response = (await dispatch(handlers, "fetch", { request })) as Response | undefined;
  return response ? response.text() : null;
}

let browser: Browser;

/** Puts the files of a build on the network; gives what its worker knows of them. */
function publish(version: string, files = ["/", "/assets/app.js"]): { [url: string]: string } {
  for (const file of files) browser.network.set(SITE + file, `${file} of ${version}`);
  return Object.fromEntries(files.map((file) => [file, hashOf(`${file} of ${version}`)]));
}

const page = (change: Partial<Page> = {}): Page => ({
  ...{ url: `${SITE}/#/records`, visibilityState: "visible", runs: true, moved: 0 },
  ...change,
});

/** The build `a` is in charge, and `b` is installed beside it. */
async function update(...pages: Page[]): Promise<Map<string, Handler>> {
  const old = browser.worker("a", publish("a"));
  await dispatch(old, "install");
  await dispatch(old, "activate");
  browser.skipped = 0;
  browser.pages = pages;
  const next = browser.worker("b", publish("b"));
  await dispatch(next, "install");
  return next;
}

beforeEach(() => {
  browser = new Browser();
});

describe("the service worker", () => {
  test("serves the whole app of its own build with no network", async () => {
    const worker = browser.worker("a", publish("a"));
    await dispatch(worker, "install");
    await dispatch(worker, "activate");
    browser.network.clear();
    expect(await ask(worker, "/")).toBe("/ of a");
    expect(await ask(worker, "/?from=home")).toBe("/ of a");
    expect(await ask(worker, "/assets/app.js", "cors")).toBe("/assets/app.js of a");
  });

  test("fails to install as a whole when one file is missing, and the old build still starts offline", async () => {
    const old = browser.worker("a", publish("a"));
    await dispatch(old, "install");
    await dispatch(old, "activate");
    const next = browser.worker("b", { ...publish("b", ["/"]), "/assets/gone.js": hashOf("?") });
    await expect(dispatch(next, "install")).rejects.toThrow("missing");
    browser.network.clear();
    expect([...browser.caches.keys()]).toEqual(["xunzheng-a"]);
    expect(await ask(old, "/")).toBe("/ of a");
  });

  test("keeps the old build until it is in charge itself, and takes over only when told", async () => {
    const old = browser.worker("a", publish("a"));
    await dispatch(old, "install");
    const next = browser.worker("b", publish("b"));
    await dispatch(next, "install");
    expect([browser.skipped, await ask(old, "/")]).toEqual([0, "/ of a"]);
    await dispatch(next, "message", { data: { type: "take-over" } });
    expect(browser.skipped).toBe(1);
    await dispatch(next, "activate");
    expect([...browser.caches.keys()]).toEqual(["xunzheng-b"]);
  });

  test("takes no file whose bytes are not those of its build", async () => {
    const worker = browser.worker("a", publish("a"));
    browser.network.set(`${SITE}/assets/app.js`, "<title>please sign in</title>");
    await expect(dispatch(worker, "install")).rejects.toThrow("another");
    expect([...browser.caches.keys()]).toEqual([]);
  });

  test("keeps its files when it is installed again beside itself and a file fails", async () => {
    const worker = await update();
    await dispatch(worker, "activate");
    const files = { ...publish("b"), "/assets/late.js": hashOf("?") };
    await expect(dispatch(browser.worker("b", files), "install")).rejects.toThrow("missing");
    browser.network.clear();
    expect(await ask(worker, "/")).toBe("/ of b");
  });

  test("takes over from a build that does not start, and brings its page along", async () => {
    const dead = page({ runs: false });
    const next = await update(dead);
    expect(browser.skipped).toBe(1);
    await dispatch(next, "activate");
    expect(dead.moved).toBe(1);
  });

  test.each([
    ["one page runs", [page(), page({ runs: false })], []],
    ["the page sleeps", [page({ runs: false, visibilityState: "hidden" })], []],
    ["a draft is open", [page({ runs: false })], ["xunzheng-draft-1"]],
    ["it is the desk's", [page({ runs: false, url: `${SITE}/desk` })], []],
  ])("takes nothing over unasked where %s", async (_why, pages, locks) => {
    browser.locks = locks;
    const next = await update(...pages);
    await dispatch(next, "activate");
    expect([browser.skipped, ...pages.map(({ moved }) => moved)]).toEqual([0, ...pages.map(() => 0)]);
  });

  test("asks no page when it is the first", async () => {
    browser.isUpdating = false;
    await update(page({ runs: false }));
    expect(browser.skipped).toBe(0);
  });

  test("leaves the API, other origins and other pages to the network", async () => {
    const worker = browser.worker("a", publish("a"));
    await dispatch(worker, "install");
    for (const path of ["/api/journal/head", "/api/docs", "/assets/other.js"]) {
      expect(await ask(worker, path, path === "/api/docs" ? "navigate" : "cors")).toBeNull();
    }
  });
});
