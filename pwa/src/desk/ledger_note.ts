// The checkpoint's text as a reader sees it, and what this browser remembers of the last one.

import type { Seen } from "../core/receipts";

export interface LedgerNote {
  text: string;
  size: number;
  /** Base64, as written in the note. */
  root: string;
}

/** Only for showing: whether the note is true is the verifier's question. */
export function readNote(text: string): LedgerNote {
  const [, size = "0", root = ""] = text.split("\n");
  return { text: text.trimEnd(), size: Number(size) || 0, root };
}

export interface RememberedSeen extends Seen {
  at: string | null;
}

const NOTHING: RememberedSeen = { size: 0, root: "", note: "", at: null };

/** What was remembered, or nothing seen when it is absent or damaged. */
export function seenFrom(stored: string | null): RememberedSeen {
  if (!stored) return NOTHING;
  try {
    const { size, root, note, at } = JSON.parse(stored) as Partial<RememberedSeen>;
    if (typeof size !== "number" || typeof root !== "string" || typeof note !== "string") return NOTHING;
    return { size, root, note, at: typeof at === "string" ? at : null };
  } catch {
    return NOTHING;
  }
}
