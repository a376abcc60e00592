/** What every export file shares: lines of JSON with bytes in base64, and a name. */
import { base64 } from "../core/bytes.ts";
import type { Sealed } from "./crypto.ts";
import type { Officer } from "./types.ts";

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
