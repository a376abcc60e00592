// What a phone still owes, in lines of words: what the server misses by its own books, then what the phone says of itself.

import { type DeskWord, t } from "../text/desk";
import { bytes, dotted, shortTime } from "./format";
import type { Phone } from "./types";

export interface HeldLine {
  kind: "missing" | "claim" | "refused" | "room";
  words: string;
}

/** Below this a day's photos no longer fit. */
const SCARCE_BYTES = 200_000_000;
const WHYS: ReadonlyMap<string, DeskWord> = new Map([
  ["wifi", "phones.why_wifi"],
  ["manual", "phones.why_manual"],
  ["paused", "phones.why_paused"],
]);

/** Reasons that this build has words for, in the phone's order. */
export const whyWords = (why: readonly string[]): string[] =>
  why.flatMap((code) => WHYS.get(code) ?? []).map((word) => t(word));

function missingLine({ missing }: Phone): HeldLine[] {
  if (missing.pictures === 0) return [];
  const numbers = { n: missing.pictures, size: bytes(missing.bytes), at: shortTime(missing.oldest_at) };
  return [{ kind: "missing", words: t("phones.missing", numbers) }];
}

type Claim = NonNullable<Phone["claim"]>;

function amount({ entries: e, pictures: n, picture_bytes }: Claim): string {
  const numbers = { e, n, size: bytes(picture_bytes) };
  if (e > 0 && n > 0) return t("phones.both", numbers);
  return n > 0 ? t("phones.pictures", numbers) : t("phones.entries", { n: e });
}

function claimWords(claim: Claim): string {
  const at = shortTime(claim.said_at);
  if (claim.entries + claim.pictures === 0) return t("phones.claim_none", { at });
  return dotted(
    t("phones.claim", { at, what: amount(claim) }),
    claim.oldest_at && t("phones.oldest", { at: shortTime(claim.oldest_at) }),
    ...whyWords(claim.why),
  );
}

/** Everything to say of a phone that holds something; nothing of one that does not. */
export function heldLines(phone: Phone): HeldLine[] {
  if (!phone.holds) return [];
  const { claim } = phone;
  const lines = missingLine(phone);
  if (!claim) return lines;
  lines.push({ kind: "claim", words: claimWords(claim) });
  if (claim.refused > 0) lines.push({ kind: "refused", words: t("phones.refused", { n: claim.refused }) });
  const free = claim.free_bytes;
  if (free !== null && free < SCARCE_BYTES) {
    lines.push({ kind: "room", words: t("phones.room", { size: bytes(free) }) });
  }
  return lines;
}
