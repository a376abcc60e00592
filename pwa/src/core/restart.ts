import { base64, hex, unbase64 } from "./bytes.ts";
import { openNote, parseVerifierKey } from "./checkpoint.ts";
import type { Crypto } from "./ports.ts";
import type { Seen } from "./receipts.ts";

/** A lawful restart of the log: a restored backup (smaller size) or a new key, signed by the offline recovery key. */
export interface Restart {
  size: number;
  root: string;
  vkey: string;
  at: string;
  reason: string;
}

const TITLE = "xunzheng-restart/1";

export interface Pinned {
  origin: string;
  recovery_vkey: string;
  /** ISO time of the enrolment or of the last accepted restart: an older note would be a replay. */
  since: string;
}

function isRoot(text: string): boolean {
  try {
    return unbase64(text).length === 32;
  } catch {
    return false;
  }
}

function parse(text: string, origin: string): Restart | null {
  const [title, log, size = "", root = "", vkey = "", at = "", reason, last] = text.split("\n");
  const isWhole = title === TITLE && log === origin && reason !== undefined && last === "";
  if (!isWhole || !/^(0|[1-9]\d{0,15})$/.test(size) || !isRoot(root) || Number.isNaN(Date.parse(at)))
    return null;
  return { size: Number(size), root: hex(unbase64(root)), vkey, at, reason };
}

/** The restart in `note` if the pinned recovery key signed it, for this log, later than `pinned.since`; else null. */
export async function openRestart(crypto: Crypto, note: string, pinned: Pinned): Promise<Restart | null> {
  const recovery = await parseVerifierKey(crypto, pinned.recovery_vkey);
  const text = recovery ? await openNote(crypto, note, recovery) : null;
  const restart = text === null ? null : parse(text, pinned.origin);
  if (!restart || Date.parse(restart.at) <= Date.parse(pinned.since)) return null;
  return (await parseVerifierKey(crypto, restart.vkey)) ? restart : null;
}

/** What the phone has seen once it accepted `restart`: the restored head, without a note of its own yet. */
export const seenAfter = (restart: Restart): Seen => ({ size: restart.size, root: restart.root, note: "" });

/** The text that the recovery key signs. */
export function restartText(origin: string, restart: Restart): string {
  const root = base64(Uint8Array.from(restart.root.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)));
  return [TITLE, origin, restart.size, root, restart.vkey, restart.at, restart.reason, ""].join("\n");
}
