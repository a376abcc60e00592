import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { runInNewContext } from "node:vm";
import { beforeEach, describe, expect, test } from "vitest";

type Waiting = { waitUntil(work: Promise<unknown>): void };
type Handler = (event: Waiting & Record<string, unknown>) => void;

const SITE = "https://city.test";

/** The caches of a browser, and the network behind them. */
class Browser {
  caches = new Map<string, Map<string, string>>();
  network = new Map<string, string>();
  skipped = 0;

  private open(name: string) {
    const cache = this.caches.get(name) ?? new Map<string, string>();
    this.caches.set(name, cache);
    return {
      addAll: async (requests: { url: string }[]) => {
        const found = requests.map(({ url }) => this.network.get(url));
        if (found.includes(undefined)) throw new TypeError("a file is missing");
        for (const [i, { url }] of requests.entries()) cache.set(url, found[i] ?? "");
      },
      match: async (request: string | { url: string }) => {
        const url = typeof request === "string" ? SITE + request : request.url;
        const body = cache.get(url);
        return body === undefined ? undefined : new Response(body);
      },
    };
  }

  /** Runs the worker of one build; resolves with its handlers. */
  worker(version: string, files: string[]): Map<string, Handler> {
    const source = stripTypeScriptTypes(readFileSync(new URL("./sw.ts", import.meta.url), "utf8"));
    const code = source
      .replace('"__PRECACHE__"', JSON.stringify(JSON.stringify(files)))
      .replace('"__VERSION__"', JSON.stringify(version));
    const handlers = new Map<string, Handler>();
    const scope = {
      addEventListener: (name: string, handler: Handler) => handlers.set(name, handler),
      location: new URL(SITE),
      clients: { claim: async () => undefined },
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
      constructor(url: string) {
        this.url = SITE + url;
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

function publish(version: string, files = ["/", "/assets/app.js"]): string[] {
  for (const file of files) browser.network.set(SITE + file, `${file} of ${version}`);
  return files;
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
    browser.network.set(`${SITE}/`, "/ of b");
    const next = browser.worker("b", ["/", "/assets/gone.js"]);
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

  test("leaves the API, other origins and other pages to the network", async () => {
    const worker = browser.worker("a", publish("a"));
    await dispatch(worker, "install");
    for (const path of ["/api/journal/head", "/api/docs", "/assets/other.js"]) {
      expect(await ask(worker, path, path === "/api/docs" ? "navigate" : "cors")).toBeNull();
    }
  });
});
