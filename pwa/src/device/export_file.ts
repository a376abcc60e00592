/** What every export file shares: lines of JSON with bytes in base64, and a name. */
import { base64 } from "../core/bytes.ts";
import type { Sealed } from "./crypto.ts";
import type { Officer } from "./types.ts";

/** From an open vault, under a key of its own (export.ts); from a locked one, as it lies (locked_export.ts). */
export const FORMAT = "xunzheng-export/1";
export const LOCKED_FORMAT = "xunzheng-locked/1";

/** Spaces at the ends are slips of the hand; they must not lock anybody out. */
export const tidied = (passphrase: string): string => passphrase.trim().normalize("NFKC");

export interface Exported {
  file: Blob;
  name: string;
  entries: number;
  pictures: number;
}

export const written = ({ iv, ct }: Sealed) => ({ iv: base64(iv), ct: base64(ct) });
export const line = (value: unknown): string => `${JSON.stringify(value)}\n`;

/** The file of `parts`, named after the officer and the day (UTC). */
export function fileOf(parts: Blob[], { username }: Officer): Pick<Exported, "file" | "name"> {
  const day = new Date().toISOString().slice(0, 10);
  return {
    file: new Blob(parts, { type: "application/octet-stream" }),
    name: `xunzheng-${username}-${day}.xzx`,
  };
}
