/** The line of one phone: cookies, connections that stay open, faults where they were armed. */
import { Agent } from "node:http";
import { carry, type Fault, type Kind } from "./faults.ts";
import { Receipts } from "./receipts.ts";
import type { Tab } from "./tab.ts";
import { type Answer, ask, failedToFetch, type Means, type Order } from "./wire.ts";

const ROUTES: [RegExp, string][] = [
  [/^POST \/api\/journal$/, "journal"],
  [/^GET \/api\/journal\/head/, "head"],
  [/ \/api\/evidence/, "evidence"],
  [/^POST \/api\/receipts/, "receipts"],
  [/ \/api\/device\/(challenge|token)$/, "token"],
  [/^GET \/api\/changes/, "changes"],
  [/^GET \/api\/ledger\/restarts/, "restarts"],
  [/^GET \/api\/catalogue\//, "catalogue"],
  [/^POST \/api\/devices$/, "enrol"],
  [/ \/api\/session/, "session"],
  [/^GET \/api\/about$/, "about"],
];

const routeOf = (method: string, path: string): string =>
  ROUTES.find(([pattern]) => pattern.test(`${method} ${path}`))?.[1] ?? "other";

/** A request that no answer came for in this long is left to the page's own timeout. */
const PATIENCE_MS = 20_000;

interface Armed extends Fault {
  route: string;
  left: number;
}

export interface Fired {
  route: string;
  kind: Kind;
  method: string;
  path: string;
}

export class Line {
  base: string;
  readonly agent = new Agent({ keepAlive: true });
  readonly fired: Fired[] = [];
  readonly receipts = new Receipts();
  private armed: Armed[] = [];
  private held: Order[] = [];
  private readonly jar = new Map<string, string>();
  private readonly loose = new Set<{ destroy(): unknown }>();

  constructor(base: string) {
    this.base = base;
  }

  arm(route: string, nth: number, fault: Fault): void {
    this.armed.push({ ...fault, route, left: nth });
  }

  get waiting(): number {
    return this.armed.length;
  }

  /** No fault is armed any more; resolves with how many requests that were held back reached the server now. */
  async clear(): Promise<number> {
    this.armed = [];
    return this.deliver();
  }

  hold(order: Order): void {
    this.held.push(order);
  }

  /** What was held back arrives; nobody hears the answers. */
  async deliver(): Promise<number> {
    const late = this.held.splice(0);
    const means = { agent: this.agent, sockets: this.loose, onSent: () => undefined };
    for (const order of late)
      await ask(order, means)
        .then((answer) => answer.whole())
        .catch(() => undefined);
    return late.length;
  }

  end(): void {
    this.armed = [];
    this.held = [];
    for (const socket of this.loose) socket.destroy();
    this.agent.destroy();
  }

  private take(route: string, order: Order): Fault | null {
    let struck: Armed | null = null;
    for (const one of this.armed) {
      if (one.route !== route && one.route !== "any") continue;
      one.left -= 1;
      if (one.left === 0) struck ??= one;
    }
    this.armed = this.armed.filter((one) => one.left > 0);
    if (struck) {
      const { method, url } = order;
      this.fired.push({ route, kind: struck.kind, method, path: url.pathname });
    }
    return struck;
  }

  /** What `fetch` is in one tab. */
  fetchOf(tab: Tab): typeof fetch {
    const carried = (input: string, init: RequestInit): Promise<Answer> => this.carried(tab, input, init);
    return carried as unknown as typeof fetch;
  }

  private order(path: string, init: RequestInit): Order {
    const { body } = init;
    const headers: { [name: string]: string } = { ...(init.headers as object), Origin: this.base };
    if (this.jar.size > 0) headers["Cookie"] = [...this.jar].map((pair) => pair.join("=")).join("; ");
    const bytes = typeof body === "string" ? Buffer.from(body) : ((body as Uint8Array | null) ?? null);
    return { url: new URL(path, this.base), method: init.method ?? "GET", headers, body: bytes };
  }

  private async carried(tab: Tab, path: string, init: RequestInit): Promise<Answer> {
    const order = this.order(path, init);
    const route = routeOf(order.method, order.url.pathname);
    const signal = init.signal ?? new AbortController().signal;
    await passed(tab, signal, `fetch before ${route}`);
    const fault = this.take(route, order);
    const late = this.held.length > 0 && fault?.kind !== "hold";
    const answer = await this.abortable(tab, signal, route, (means) =>
      carry({ tab, line: this, order, means, fault }),
    ).finally(() => late && this.deliver());
    this.keepCookies(answer.headers);
    if (answer.status >= 300 && answer.status < 400) throw failedToFetch("redirect");
    await passed(tab, signal, `fetch answered ${route}`);
    return answer.watched(async (value) => {
      if (tab.hit(`fetch read ${route}`)) await never();
      this.receipts.read(route, value);
    });
  }

  /** Ends with the page's own timeout; where no answer comes for long, time is passed on to it. */
  private async abortable(
    tab: Tab,
    signal: AbortSignal,
    route: string,
    act: (means: Means) => Promise<Answer>,
  ): Promise<Answer> {
    const sockets = new Set<{ destroy(): unknown }>();
    const cut = { destroy: () => [...sockets].map((socket) => socket.destroy()) };
    tab.sockets.add(cut);
    const patience = setTimeout(() => void untilAborted(tab, signal), PATIENCE_MS);
    const onSent = (): void => {
      if (tab.hit(`fetch sent ${route}`)) void untilAborted(tab, signal);
    };
    try {
      return await new Promise<Answer>((resolve, reject) => {
        signal.addEventListener("abort", () => {
          cut.destroy();
          reject(failedToFetch("aborted"));
        });
        // A dead page hears neither answer nor failure.
        const alive = (tell: () => void) => !tab.dead && tell();
        act({ agent: this.agent, sockets, onSent }).then(
          (answer) => alive(() => resolve(answer)),
          (error: unknown) => alive(() => reject(error)),
        );
      });
    } finally {
      clearTimeout(patience);
      tab.sockets.delete(cut);
    }
  }

  private keepCookies(headers: Headers): void {
    for (const cookie of headers.getSetCookie()) this.setCookie(cookie);
  }

  /** Keeps `name=value`; what follows a semicolon does not matter to one server. */
  setCookie(cookie: string): void {
    const [pair = ""] = cookie.split(";");
    const cut = pair.indexOf("=");
    this.jar.set(pair.slice(0, cut), pair.slice(cut + 1));
  }
}

const never = (): Promise<never> => new Promise(() => undefined);

/** Passes time on, from timer to timer, until the page gives the request up. */
export async function untilAborted(tab: Tab, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && !tab.dead) {
    const wait = tab.timers.wait();
    if (wait === null) return;
    tab.phone.clock.pass(wait);
    await new Promise(setImmediate);
  }
}

/** A labelled step of a request: hanging there ends by the page's own timeout, dying there never. */
export async function passed(tab: Tab, signal: AbortSignal, label: string): Promise<void> {
  const strike = tab.hit(label);
  if (!strike) return;
  if (tab.dead) return never();
  await untilAborted(tab, signal);
  throw failedToFetch("aborted");
}
