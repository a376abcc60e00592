// The desk's one door to the server. Every failure becomes an ApiProblem, so screens never see a bare fetch error.

import type {
  About,
  Catalogue,
  DecisionInput,
  EnrolCode,
  Person,
  Phone,
  Place,
  Proofs,
  QueueCounts,
  QueuePage,
  Unit,
  User,
} from "./types";

/** An RFC 9457 problem document; `code` is `offline` when no answer arrived and `bad_answer` when it was not ours. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly extras: Record<string, unknown>;

  constructor(status: number, code: string, words: { title?: string; detail?: string } = {}, extras = {}) {
    super(`${code}: ${words.title ?? ""}`);
    this.status = status;
    this.code = code;
    this.title = words.title ?? "";
    this.detail = words.detail ?? "";
    this.extras = extras;
  }
}

const TIMEOUT_MS = 20_000;
let language = "zh";
let onExpired: () => void = () => undefined;

/** Language asked of problem documents and names (`zh` or `en`). */
export function setApiLanguage(lang: string): void {
  language = lang;
}

/** What to do when a session has run out while a screen is open. */
export function setOnExpired(handler: () => void): void {
  onExpired = handler;
}

async function problemOf(response: Response): Promise<ApiProblem> {
  const body = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  const { code, title, detail, ...extras } = body;
  const text = (value: unknown, or: string): string => (typeof value === "string" ? value : or);
  const words = { title: text(title, ""), detail: text(detail, "") };
  return new ApiProblem(response.status, text(code, `http_${response.status}`), words, extras);
}

async function send(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json", "Accept-Language": language };
  if (method !== "GET") headers["X-Xunzheng"] = "1";
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const timer = new AbortController();
  const clock = setTimeout(() => timer.abort(), TIMEOUT_MS);
  const stop = (): void => timer.abort();
  signal?.addEventListener("abort", stop);
  try {
    return await fetch(`/api${path}`, {
      method,
      headers,
      signal: timer.signal,
      credentials: "same-origin",
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiProblem(0, "offline");
  } finally {
    clearTimeout(clock);
    signal?.removeEventListener("abort", stop);
  }
}

/** Any other route; rooms that load later bring their own. */
export async function call<T>(
  method: string,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<T> {
  const response = await send(method, path, body, signal);
  if (!response.ok) {
    const problem = await problemOf(response);
    if (problem.status === 401 && !path.startsWith("/session")) onExpired();
    throw problem;
  }
  if (response.status === 204) return undefined as T;
  return (await response.json().catch(() => {
    throw new ApiProblem(response.status, "bad_answer");
  })) as T;
}

function query(values: Record<string, string | number | null | undefined>): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) {
    if (value !== null && value !== undefined && value !== "") search.set(key, String(value));
  }
  const text = search.toString();
  return text ? `?${text}` : "";
}

const id = encodeURIComponent;
type Filters = Record<string, string | number | null | undefined>;

export const api = {
  about: () => call<About>("GET", "/about"),
  session: () => call<{ user: User }>("GET", "/session"),
  signIn: (username: string, password: string) =>
    call<{ user: User }>("POST", "/session", { username, password }),
  signOut: () => call<void>("DELETE", "/session"),
  changePassword: (old: string, next: string) => call<void>("POST", "/session/password", { old, new: next }),
  setup: (form: { token: string; username: string; name: string; password: string }) =>
    call<unknown>("POST", "/setup", form),
  queue: (filters: Filters, signal?: AbortSignal) =>
    call<QueuePage>("GET", `/queue${query(filters)}`, undefined, signal),
  counts: (filters: Filters) => call<QueueCounts>("GET", `/queue/counts${query(filters)}`),
  record: (record: string, signal?: AbortSignal) =>
    call<unknown>("GET", `/records/${id(record)}`, undefined, signal),
  decide: (record: string, input: DecisionInput) =>
    call<unknown>("POST", `/records/${id(record)}/decision`, input),
  undo: (record: string, revision: number) =>
    call<unknown>("POST", `/records/${id(record)}/undo`, { revision }),
  openOriginal: async (record: string, sha256: string, why: { reason: string; words: string }) => {
    const response = await send("POST", `/records/${id(record)}/photos/${sha256}/opening`, why);
    if (!response.ok) throw await problemOf(response);
    return response.blob();
  },
  proofs: (record: string) => call<Proofs>("GET", `/records/${id(record)}/proofs`),
  units: () => call<Unit[]>("GET", "/units"),
  people: (unit: string, q: string) => call<Person[]>("GET", `/people${query({ unit, q })}`),
  phones: (unit: string, q: string) => call<Phone[]>("GET", `/devices${query({ unit, q })}`),
  enrolCode: (person: string) => call<EnrolCode>("POST", `/people/${id(person)}/enrol-code`, {}),
  revoke: (kid: string, reason: string) => call<unknown>("POST", `/devices/${id(kid)}/revoke`, { reason }),
  place: (place: string) => call<Place>("GET", `/places/${id(place)}`),
  places: (q: string, category = "") => call<Place[]>("GET", `/places${query({ q, category })}`),
  catalogue: (edition: string) => call<Catalogue>("GET", `/catalogue/${id(edition)}`),
  checkpoint: async () => {
    const response = await send("GET", "/ledger/checkpoint");
    if (!response.ok) throw await problemOf(response);
    return response.text();
  },
  consistency: (from: number, to: number) =>
    call<{ proof: string[] }>("GET", `/ledger/consistency${query({ from, to })}`),
};

export type Rendition = "preview" | "thumb" | "view" | "watermarked" | "original";

/** Address of one rendition of a record's photo; the session cookie opens it. */
export function photoUrl(record: string, sha256: string, rendition: Rendition): string {
  return `/api/records/${id(record)}/photos/${sha256}/${rendition}`;
}
