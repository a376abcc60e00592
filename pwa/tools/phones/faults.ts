/** The ways in which a line fails, each as near to the real thing as one process can bring it. */
import type { Line } from "./line.ts";
import type { Tab } from "./tab.ts";
import {
  type Answer,
  ask,
  askSlowly,
  cutRequest,
  failedToFetch,
  type Means,
  made,
  type Order,
} from "./wire.ts";

export interface Fault {
  kind: Kind;
  /** Bytes of the body after which the line breaks. */
  k?: number;
  together?: boolean;
  status?: number;
  retry_after?: number;
  /** The server did get the request that this answer denies. */
  reached?: boolean;
  /** A problem document instead of a proxy's page. */
  json?: object;
  bytes_per_s?: number;
}

interface Trip {
  tab: Tab;
  line: Line;
  order: Order;
  means: Means;
  fault: Fault;
}

const PAGE = "<!doctype html><html><title>Sign in</title><body>Welcome to the hotel</body></html>";

/** A port of this machine where nobody listens. */
const CLOSED = "http://127.0.0.1:1";

const elsewhere = (order: Order, base: string): Order => ({
  ...order,
  url: new URL(order.url.pathname + order.url.search, base),
});

/** The whole answer, so that the server is known to be done with the request. */
async function heard(answering: Promise<Answer>): Promise<Answer> {
  const answer = await answering;
  await answer.whole();
  return answer;
}

async function slowly({ tab, order, means, fault }: Trip): Promise<Answer> {
  const perMs = Math.max(1, fault.bytes_per_s ?? 4000) / 1000;
  const step = async (bytes: number): Promise<void> => {
    tab.phone.clock.pass(bytes / perMs);
    await new Promise(setImmediate);
  };
  return askSlowly(order, means, step);
}

async function twice({ order, means, fault }: Trip): Promise<Answer> {
  if (!fault.together) {
    await heard(ask(order, means));
    return ask(order, means);
  }
  const [, second] = await Promise.all([heard(ask(order, means)), heard(ask(order, means))]);
  return second;
}

async function denied({ order, means, fault }: Trip): Promise<Answer> {
  if (fault.reached) await heard(ask(order, means));
  const more = fault.retry_after === undefined ? {} : { "Retry-After": String(fault.retry_after) };
  const status = fault.status ?? 503;
  return fault.json
    ? made(status, "application/problem+json", JSON.stringify(fault.json), more)
    : made(status, "text/html", PAGE, more);
}

const KINDS = {
  refused: ({ order, means }) => ask(elsewhere(order, CLOSED), means),
  dns: ({ order, means }) => ask(elsewhere(order, "http://city.invalid"), means),
  tls: ({ order, means }) => ask(elsewhere(order, order.url.origin.replace("http:", "https:")), means),
  reset_sending: async ({ order, fault }) => {
    await cutRequest(order, fault.k ?? 0);
    throw failedToFetch("reset");
  },
  reset_answer: ({ order, means, fault }) => ask(order, means, fault.k ?? 0),
  lost_answer: async ({ order, means }) => {
    await heard(ask(order, means));
    throw failedToFetch("reset");
  },
  duplicate: twice,
  hold: ({ line, order }) => {
    line.hold(order);
    return Promise.reject(failedToFetch("reset"));
  },
  captive: () => Promise.resolve(made(200, "text/html; charset=utf-8", PAGE)),
  status: denied,
  slow: slowly,
} satisfies { [kind: string]: (trip: Trip) => Promise<Answer> };

export type Kind = keyof typeof KINDS;

export const isKind = (name: unknown): name is Kind => typeof name === "string" && Object.hasOwn(KINDS, name);

export function carry({ fault, ...trip }: Omit<Trip, "fault"> & { fault: Fault | null }): Promise<Answer> {
  return fault ? KINDS[fault.kind]({ ...trip, fault }) : ask(trip.order, trip.means);
}
