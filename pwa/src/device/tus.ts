/** The wire of tus 1.0 for one blob: create with the first bytes, go on in chunks, resume where the server is. */
import { base64, utf8 } from "../core/bytes.ts";
import { refusal, sendAs } from "./device_token.ts";
import { type Ask, NoContact } from "./http.ts";
import type { Vault } from "./vault.ts";

const VERSION = { "Tus-Resumable": "1.0.0" } as const;
const MIN_CHUNK = 256 * 1024;
const MAX_CHUNK = 1024 * 1024;
const QUICK_MS = 2000;
const SLOWEST_BYTES_PER_MS = 4;

/** Bytes a single request carries: grows where the line is quick, and falls back after a failure. */
let chunk = MIN_CHUNK;

export interface Cargo {
  sha256: string;
  data: Uint8Array<ArrayBuffer>;
}

const resource = (sha256: string): string => `/api/evidence/${sha256}`;

/** The offset an answer names. Any answer without our protocol's headers is not from our server. */
function offsetOf(response: Response): number {
  const offset = response.headers.get("Upload-Offset") ?? "";
  if (!response.headers.has("Tus-Resumable") || !/^\d{1,15}$/.test(offset)) {
    throw new NoContact("captive_portal");
  }
  return Number(offset);
}

/** One request's bytes. No checksum of its own: what arrived before a cut then stays, and the whole is verified. */
async function carry(vault: Vault, path: string, ask: Ask, body: Uint8Array<ArrayBuffer>): Promise<number> {
  const started = performance.now();
  const headers = {
    ...VERSION,
    ...ask.headers,
    "Content-Type": "application/offset+octet-stream",
  };
  const timeout_ms = 30_000 + body.length / SLOWEST_BYTES_PER_MS;
  try {
    const response = await sendAs(vault, path, { ...ask, headers, body, timeout_ms });
    if (!response.ok) throw await refusal(response);
    if (performance.now() - started < QUICK_MS) chunk = Math.min(MAX_CHUNK, chunk * 2);
    return offsetOf(response);
  } catch (error) {
    chunk = MIN_CHUNK;
    throw error;
  }
}

/** Bytes the server has; null where it knows of no upload. Throws Problem or NoContact. */
export async function arrived(vault: Vault, sha256: string): Promise<number | null> {
  const response = await sendAs(vault, resource(sha256), { method: "HEAD", headers: VERSION });
  if (response.status === 404 || response.status === 410) return null;
  // A HEAD answer has no document that could say more than its status.
  if (!response.ok) throw await refusal(response);
  return offsetOf(response);
}

/** Creates the upload with its first bytes; resolves with how many the server has now. */
export function create(vault: Vault, { sha256, data }: Cargo): Promise<number> {
  const headers = {
    "Upload-Length": String(data.length),
    "Upload-Metadata": `sha256 ${base64(utf8(sha256))}`,
  };
  return carry(vault, "/api/evidence", { method: "POST", headers }, data.slice(0, chunk));
}

/** Sends the next chunk from `offset` on; resolves with how many bytes the server has now. */
export async function extend(vault: Vault, { sha256, data }: Cargo, offset: number): Promise<number> {
  const headers = { "Upload-Offset": String(offset) };
  const body = data.slice(offset, offset + chunk);
  const reached = await carry(vault, resource(sha256), { method: "PATCH", headers }, body);
  // Whoever takes bytes and gets no further would be sent them for ever.
  if (reached <= offset) throw new NoContact("captive_portal");
  return reached;
}
