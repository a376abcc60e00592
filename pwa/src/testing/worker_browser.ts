/** A browser as a service worker sees it: caches, pages, locks, and a network that files are put on. */

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { runInNewContext } from "node:vm";

/** A page as the worker sees it; one that runs answers what it is asked. */
export interface Page {
  url: string;
  visibilityState: string;
  runs: boolean;
  moved: number;
}

type Waiting = { waitUntil(work: Promise<unknown>): void };
export type Handler = (event: Waiting & Record<string, unknown>) => void;

export const SITE = "https://city.test";

export const hashOf = (body: string): string => createHash("sha256").update(body).digest("base64");

/** Two ends of a line; what is put into one comes out of the other. */
class Ports {
  port1: { onmessage?: () => void } = {};
  port2 = { postMessage: () => this.port1.onmessage?.() };
}

/** The caches of a browser, and the network behind them. */
export class Browser {
  caches = new Map<string, Map<string, string>>();
  network = new Map<string, string>();
  pages: Page[] = [];
  locks: string[] = [];
  isUpdating = true;
  skipped = 0;

  private open(name: string) {
    const cache = this.caches.get(name) ?? new Map<string, string>();
    this.caches.set(name, cache);
    const addAll = async (requests: { url: string; integrity: string }[]) => {
      const found = requests.map(({ url, integrity }) => {
        const body = this.network.get(url);
        if (body === undefined) throw new TypeError("a file is missing");
        if (integrity !== `sha256-${hashOf(body)}`) throw new TypeError("a file is another");
        return body;
      });
      for (const [i, { url }] of requests.entries()) cache.set(url, found[i] ?? "");
    };
    return {
      addAll,
      add: (request: { url: string; integrity: string }) => addAll([request]),
      match: async (request: string | { url: string }) => {
        const url = typeof request === "string" ? SITE + request : request.url;
        const body = cache.get(url);
        return body === undefined ? undefined : new Response(body);
      },
    };
  }

  /** The paths that a cache holds. */
  cached(name: string): string[] {
    return [...(this.caches.get(name)?.keys() ?? [])].map((url) => url.slice(SITE.length));
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
  worker(
    version: string,
    files: { [url: string]: string },
    afterwards: { [url: string]: string } = {},
  ): Map<string, Handler> {
    const source = stripTypeScriptTypes(readFileSync(new URL("../sw.ts", import.meta.url), "utf8"));
    const code = source
      .replace('"__PRECACHE__"', JSON.stringify(JSON.stringify(files)))
      .replace('"__AFTERWARDS__"', JSON.stringify(JSON.stringify(afterwards)))
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

export async function dispatch(
  handlers: Map<string, Handler>,
  name: string,
  event: object = {},
): Promise<unknown> {
  let work: Promise<unknown> = Promise.resolve();
  const going: Promise<unknown>[] = [];
  const waitUntil = (promise: Promise<unknown>) => {
    going.push(promise);
  };
  const respondWith = (promise: Promise<unknown>) => {
    work = promise;
  };
  handlers.get(name)?.({ waitUntil, respondWith, ...event });
  await Promise.all(going);
  return work;
}

export async function ask(
  handlers: Map<string, Handler>,
  path: string,
  mode = "navigate",
): Promise<string | null> {
  const request = { url: SITE + path, method: "GET", mode };
  const response = (await dispatch(handlers, "fetch", { request })) as Response | undefined;
  return response ? response.text() : null;
}
