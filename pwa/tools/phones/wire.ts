/** One HTTP request over a real socket, with the handles that a cut line needs. */
import { type Agent, type ClientRequest, type IncomingMessage, request } from "node:http";
import { request as secureRequest } from "node:https";
import { connect } from "node:net";

export interface Order {
  url: URL;
  method: string;
  headers: { [name: string]: string };
  body: Uint8Array | null;
}

/** What one request may touch: its phone's connections, and where its socket is registered to be cut. */
export interface Means {
  agent: Agent;
  sockets: Set<{ destroy(): unknown }>;
  /** All of it has left; called once. */
  onSent: () => void;
}

/** What `fetch` says of every failure of the line. */
export const failedToFetch = (cause: unknown): TypeError => new TypeError("Failed to fetch", { cause });

/** An answer as far as the device layer reads one. */
export class Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly ok: boolean;
  private readonly body: Promise<Buffer>;
  private readonly onRead: (value: unknown) => void | Promise<void>;
  constructor(
    head: { status: number; headers: Headers },
    body: Promise<Buffer>,
    onRead: (value: unknown) => void | Promise<void> = () => undefined,
  ) {
    this.status = head.status;
    this.headers = head.headers;
    this.ok = head.status >= 200 && head.status < 300;
    this.body = body;
    this.onRead = onRead;
    body.catch(() => undefined);
  }

  async json(): Promise<unknown> {
    const value: unknown = JSON.parse((await this.body).toString("utf-8"));
    await this.onRead(value);
    return value;
  }

  /** The same answer, told when it is read. */
  watched(onRead: (value: unknown) => void | Promise<void>): Answer {
    return new Answer(this, this.body, onRead);
  }

  whole(): Promise<Buffer> {
    return this.body;
  }
}

export function made(
  status: number,
  type: string,
  text: string,
  more: { [name: string]: string } = {},
): Answer {
  const headers = new Headers({ "Content-Type": type, ...more });
  return new Answer({ status, headers }, Promise.resolve(Buffer.from(text)));
}

function bodyOf(message: IncomingMessage, cutAt: number | null): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    const declared = Number(message.headers["content-length"] ?? Number.MAX_SAFE_INTEGER);
    const limit = cutAt === null ? null : Math.max(0, Math.min(cutAt, declared - 1));
    let arrived = 0;
    const cut = (): void => {
      message.destroy();
      reject(failedToFetch("reset"));
    };
    message.on("data", (part: Buffer) => {
      arrived += part.length;
      parts.push(part);
      if (limit !== null && arrived > limit) cut();
    });
    message.on("end", () => (limit === null ? resolve(Buffer.concat(parts)) : cut()));
    message.on("error", (error) => reject(failedToFetch(error)));
    message.on("aborted", () => reject(failedToFetch("aborted")));
  });
}

function headersOf(message: IncomingMessage): Headers {
  const headers = new Headers();
  const raw = message.rawHeaders;
  for (let i = 0; i + 1 < raw.length; i += 2) headers.append(raw[i] ?? "", raw[i + 1] ?? "");
  return headers;
}

function begun(order: Order, means: Means): ClientRequest {
  const length = order.body ? { "Content-Length": String(order.body.length) } : {};
  const headers = { ...order.headers, ...length };
  const how = { method: order.method, headers };
  const isSecure = order.url.protocol === "https:";
  const sent = isSecure
    ? secureRequest(order.url, { ...how, agent: false, rejectUnauthorized: true })
    : request(order.url, { ...how, agent: means.agent });
  means.sockets.add(sent);
  sent.on("close", () => means.sockets.delete(sent));
  sent.on("finish", means.onSent);
  return sent;
}

/** Sends and resolves with the answer once its head is here; `cutAt`: the line breaks after so many bytes of its body. */
export function ask(order: Order, means: Means, cutAt: number | null = null): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = begun(order, means);
    sent.on("error", (error) => reject(failedToFetch(error)));
    sent.on("response", (message) => {
      const head = { status: message.statusCode ?? 0, headers: headersOf(message) };
      resolve(new Answer(head, bodyOf(message, cutAt)));
    });
    sent.end(order.body ?? undefined);
  });
}

/** Sends at the pace of a slow line: `step` is told of every part's length before it leaves. */
export function askSlowly(
  order: Order,
  means: Means,
  step: (bytes: number) => Promise<void>,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = begun(order, means);
    sent.on("error", (error) => reject(failedToFetch(error)));
    sent.on("response", (message) => {
      const head = { status: message.statusCode ?? 0, headers: headersOf(message) };
      resolve(new Answer(head, bodyOf(message, null)));
    });
    const feed = async (): Promise<void> => {
      const body = order.body ?? new Uint8Array();
      const size = Math.max(1, Math.ceil(body.length / 8));
      for (let at = 0; at < body.length; at += size) {
        const part = body.subarray(at, at + size);
        await step(part.length);
        if (sent.destroyed) return;
        await new Promise((done) => sent.write(part, done));
      }
      sent.end();
    };
    feed().catch(reject);
  });
}

/** The request's head and `bytes` of its body, then a reset; a request without a body breaks within its head. */
export function cutRequest(order: Order, bytes: number): Promise<void> {
  const { url, method, headers } = order;
  const body = order.body ?? new Uint8Array();
  const lines = [`${method} ${url.pathname}${url.search} HTTP/1.1`, `Host: ${url.host}`];
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  if (order.body) lines.push(`Content-Length: ${body.length}`);
  const head = Buffer.from(`${lines.join("\r\n")}\r\n\r\n`);
  const kept = body.length > 0 ? Math.min(bytes, body.length - 1) : 0;
  const text =
    body.length > 0 ? Buffer.concat([head, body.subarray(0, kept)]) : head.subarray(0, head.length - 2);
  return new Promise((resolve) => {
    const socket = connect(Number(url.port), url.hostname, () =>
      // The server shall have read what was sent before the reset throws it away.
      socket.write(text, () => setTimeout(() => socket.resetAndDestroy(), 2)),
    );
    socket.on("error", () => resolve());
    socket.on("close", () => resolve());
  });
}
