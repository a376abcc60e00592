/** A short token bought with a signed challenge: the device key sends, never a session. */
import { base64url, utf8 } from "../core/bytes.ts";
import { type Ask, Problem, problemOf, request, send } from "./http.ts";
import type { Vault } from "./vault.ts";

interface Token {
  token: string;
  expires_at: number;
}

/** The server gives this device no token: that says nothing about what it wanted to send. */
export class TokenRefused extends Problem {
  override name = "TokenRefused";
}

const tokens = new Map<string, Token>();
const EARLY_MS = 30_000;

async function buy(vault: Vault): Promise<Token> {
  const { kid } = vault;
  const { nonce } = await request<{ nonce: string }>("/api/device/challenge", {
    method: "POST",
    json: { kid },
  });
  const signature = base64url(await vault.sign(utf8(`xunzheng-token\n${nonce}`)));
  const json = { kid, nonce, signature };
  const found = await request<{ token: string; expires_at: string }>("/api/device/token", {
    method: "POST",
    json,
  });
  // The phone's clock may be wrong by years: the token's life is counted from its arrival.
  const ends = Date.parse(found.expires_at);
  const expires_at = ends > Date.now() ? ends : Date.now() + EARLY_MS * 2;
  const token = { token: found.token, expires_at };
  tokens.set(kid, token);
  return token;
}

async function tokenOf(vault: Vault): Promise<string> {
  const known = tokens.get(vault.kid);
  if (known && known.expires_at > Date.now() + EARLY_MS) return known.token;
  try {
    return (await buy(vault)).token;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw new TokenRefused(error.status, error.extras, error.retry_after_s);
  }
}

/** Sends as the device; a token the server no longer takes is bought anew, once. Throws Problem or NoContact. */
export async function sendAs(vault: Vault, path: string, ask: Ask): Promise<Response> {
  const first = await send(path, { ...ask, token: await tokenOf(vault) });
  if (first.status !== 401) return first;
  tokens.delete(vault.kid);
  return send(path, { ...ask, token: await tokenOf(vault) });
}

export async function askAs<T>(vault: Vault, path: string, ask: Ask = {}): Promise<T> {
  const first = { ...ask, token: await tokenOf(vault) };
  try {
    return await request<T>(path, first);
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 401) throw error;
    tokens.delete(vault.kid);
    return request<T>(path, { ...ask, token: await tokenOf(vault) });
  }
}

/** For a failed answer of `sendAs`. */
export const refusal = problemOf;
