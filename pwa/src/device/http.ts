/** Requests to our own server, and the three ways they fail: a problem document, nobody, or somebody else. */

/** A problem document (RFC 9457) of the server: `permanent` says that trying again cannot help. */
export class Problem extends Error {
  override name = "Problem";
  readonly status: number;
  readonly code: string;
  readonly permanent: boolean;
  readonly detail: string;
  readonly extras: Record<string, unknown>;
  /** Seconds the server asked to wait, from Retry-After. */
  readonly retry_after_s: number | null;
  constructor(status: number, document: Record<string, unknown>, retryAfter: number | null = null) {
    super(String(document["title"] ?? status));
    this.status = status;
    this.code = String(document["code"] ?? "unknown");
    this.permanent = document["permanent"] === true;
    this.detail = String(document["detail"] ?? "");
    this.extras = document;
    this.retry_after_s = retryAfter;
  }
}

/** Nobody answered, or something that is not our server did: `captive_portal`. */
export class NoContact extends Error {
  override name = "NoContact";
  readonly code: "offline" | "timeout" | "captive_portal";
  constructor(code: "offline" | "timeout" | "captive_portal") {
    super(code);
    this.code = code;
  }
}

export interface Ask {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "HEAD" | "DELETE";
  json?: unknown;
  body?: Uint8Array<ArrayBuffer>;
  token?: string;
  headers?: Record<string, string>;
  timeout_ms?: number;
}

interface Line {
  base: string;
  fetch: typeof fetch;
}

const JSON_TIMEOUT_MS = 30_000;
let line: Line = { base: "", fetch: (input, init) => fetch(input, init) };

/** Other base and fetch, for a phone without a browser. */
export function useLine(other: Partial<Line>): void {
  line = { ...line, ...other };
}

/** The language of the screens, in which the server words its problems; a phone without a page has none. */
const pageLanguage = (): string => (typeof document === "undefined" ? "" : document.documentElement.lang);

function headersOf(ask: Ask): Record<string, string> {
  const headers: Record<string, string> = { Accept: "application/json", ...ask.headers };
  const language = pageLanguage();
  if (language) headers["Accept-Language"] = language;
  if (ask.json !== undefined) headers["Content-Type"] = "application/json";
  if (ask.token) headers["Authorization"] = `Bearer ${ask.token}`;
  else if (ask.method && ask.method !== "GET") headers["X-Xunzheng"] = "1";
  return headers;
}

const options = (ask: Ask): RequestInit => ({
  method: ask.method ?? "GET",
  headers: headersOf(ask),
  body: ask.json === undefined ? (ask.body ?? null) : JSON.stringify(ask.json),
  redirect: "error",
  cache: "no-store",
  credentials: "same-origin",
});

/** What the server's clock showed at its last answer, ms since 1970: the phone's own may be wrong by years. */
export let serverNow = 0;

/** The answer as it came, whatever its status. A redirect is not ours: our server sends none. Throws NoContact. */
export async function send(path: string, ask: Ask): Promise<Response> {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), ask.timeout_ms ?? JSON_TIMEOUT_MS);
  try {
    const response = await line.fetch(line.base + path, { ...options(ask), signal: timeout.signal });
    serverNow = Date.parse(response.headers.get("Date") ?? "") || Date.now();
    return response;
  } catch {
    throw new NoContact(timeout.signal.aborted ? "timeout" : "offline");
  } finally {
    clearTimeout(timer);
  }
}

function retryAfter(response: Response): number | null {
  const seconds = Number(response.headers.get("Retry-After"));
  return Number.isFinite(seconds) && seconds > 0 ? seconds : null;
}

async function jsonOf(response: Response): Promise<Record<string, unknown> | null> {
  if (!/^application\/([\w.-]+\+)?json\b/.test(response.headers.get("Content-Type") ?? "")) return null;
  try {
    const value: unknown = await response.json();
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** The Problem of a failed answer. A page instead of a document never counts as a refusal. */
export async function problemOf(response: Response): Promise<Problem | NoContact> {
  const document = await jsonOf(response);
  if (document && "code" in document) return new Problem(response.status, document, retryAfter(response));
  if (response.status >= 500 || response.status === 429) {
    return new Problem(response.status, { code: "server_unavailable" }, retryAfter(response));
  }
  return new NoContact("captive_portal");
}

/** The JSON of an answer below 300; throws Problem or NoContact. `T` is the contract's word, not checked here. */
export async function request<T>(path: string, ask: Ask = {}): Promise<T> {
  const response = await send(path, ask);
  if (!response.ok) throw await problemOf(response);
  if (response.status === 204) return undefined as T;
  const value = await jsonOf(response);
  if (!value) throw new NoContact("captive_portal");
  return value as T;
}

/** An answer that has the shape of ours; any other was given by somebody else. Throws NoContact. */
export function ours<T>(value: unknown, is: (value: unknown) => value is T): T {
  if (!is(value)) throw new NoContact("captive_portal");
  return value;
}
