import { type Bytes, hex } from "./bytes.ts";

/** UUIDv7 (RFC 9562): 48 bits of `now` in ms, then the ten bytes of `random`. */
export function uuidv7(now: number, random: Bytes): string {
  if (random.length < 10) throw new RangeError("ten random bytes are needed");
  const time = Math.floor(now).toString(16).padStart(12, "0").slice(-12);
  const tail = random.slice(0, 10);
  tail[0] = ((tail[0] ?? 0) & 0x0f) | 0x70;
  tail[2] = ((tail[2] ?? 0) & 0x3f) | 0x80;
  const all = time + hex(tail);
  return [all.slice(0, 8), all.slice(8, 12), all.slice(12, 16), all.slice(16, 20), all.slice(20)].join("-");
}
