import { utf8 } from "./bytes.ts";
import type { Beacon, Bodies, ClockClaim, EntryPayload, Kind } from "./entries.ts";
import { signCompact } from "./jws.ts";
import { type Crypto, type Sign, sha256Hex } from "./ports.ts";

export const ZEROS = "0".repeat(64);
export const MAX_ENTRY_BYTES = 65536;
/** Lists and objects within each other, the payload itself included. */
export const MAX_DEPTH = 40;

/** The newest entry of a chain; seq 0 with a hash of zeros is the empty chain. */
export interface Head {
  seq: number;
  hash: string;
}

export const EMPTY: Head = { seq: 0, hash: ZEROS };

/** What stays the same from entry to entry of one vault. */
export interface Author {
  log: string;
  device: string;
  app: string;
  sign: Sign;
}

/** What was true when the officer acted. */
export interface Moment {
  at: ClockClaim;
  beacon: Beacon | null;
}

export interface Entry {
  kind: Kind;
  seq: number;
  prev: string;
  hash: string;
  jws: string;
}

export class EntryTooLarge extends Error {
  override name = "EntryTooLarge";
  readonly code = "entry_too_large";
}

/** No answer of the catalogue nests; an entry that does would be refused for ever. */
export class EntryTooDeep extends Error {
  override name = "EntryTooDeep";
  readonly code = "entry_too_deep";
}

export function payloadOf<K extends Kind>(
  author: Author,
  head: Head,
  moment: Moment,
  kind: K,
  body: Bodies[K],
): EntryPayload<K> {
  return {
    v: 1,
    kind,
    log: author.log,
    device: author.device,
    seq: head.seq + 1,
    prev: head.hash,
    at: moment.at,
    beacon: moment.beacon,
    app: author.app,
    body,
  };
}

/** SHA-256 over the whole compact JWS in ASCII: the name of an entry everywhere. */
export const entryHash = (crypto: Crypto, jws: string): Promise<string> => sha256Hex(crypto, utf8(jws));

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  const inside = Object.values(value);
  return inside.length > 0 && (levels === 0 || inside.some((each) => isDeeper(each, levels - 1)));
}

/** Signs the next entry after its `prev`; throws EntryTooLarge beyond 65,536 bytes, EntryTooDeep beyond 40 levels. */
export async function sealEntry(crypto: Crypto, author: Author, payload: EntryPayload): Promise<Entry> {
  if (isDeeper(payload, MAX_DEPTH)) throw new EntryTooDeep();
  const jws = await signCompact(author.device, utf8(JSON.stringify(payload)), author.sign);
  if (jws.length > MAX_ENTRY_BYTES) throw new EntryTooLarge(`${jws.length} bytes`);
  const { kind, seq, prev } = payload;
  return { kind, seq, prev, hash: await entryHash(crypto, jws), jws };
}

/** The phone's clock as an entry claims it; `mono` is a counter in ms that the wall clock cannot move. */
export function clockClaim(now: Date, mono: number): ClockClaim {
  return {
    wall: now.toISOString(),
    offset: -now.getTimezoneOffset() || 0,
    mono: Math.max(0, Math.round(mono)),
  };
}
