/** What of a record may go to a work group, and the short code by which a picture is checked. Pure. */
import { unhex } from "./bytes.ts";
import type { Item } from "./catalogue.ts";
import { isPicture } from "./media.ts";

interface Picture {
  sha256: string;
  mime: string;
  slot: string | null;
  derived?: { how: string };
}

/** Never of restricted items, never of a covert visit, never of an item that nobody knows. */
export const mayShare = (item: Item | null, mode: string): boolean =>
  item !== null && item.privacy !== "restricted" && mode !== "covert";

/** The pictures to go along: before and after where both are there, else the first; of persons only redacted ones. */
export function toShare<P extends Picture>(shots: readonly P[], item: Item): P[] {
  const isHidden = (shot: P): boolean => shot.derived?.how.startsWith("redact") === true;
  const fit = shots.filter((shot) => isPicture(shot) && (item.privacy !== "personal" || isHidden(shot)));
  const [before, after] = ["before", "after"].map((slot) => fit.find((shot) => shot.slot === slot));
  return before && after ? [before, after] : fit.slice(0, 1);
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Ten letters and digits of a hash (hex) that a person can read out, such as `K7Q2M-4XHNA`; as the server writes them. */
export function verifyCode(sha256: string): string {
  const bits = [...unhex(sha256.slice(0, 14))].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const letters = (bits.match(/.{5}/g) ?? []).map((five) => LETTERS[Number.parseInt(five, 2)]).join("");
  return `${letters.slice(0, 5)}-${letters.slice(5, 10)}`;
}
