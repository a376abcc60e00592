// The reason a reviewer gives before returning or rejecting, as a pure value.

import type { DecisionInput } from "./types";

export type Reasoned = "return" | "reject";

export interface Choosing {
  decision: Reasoned;
  reason: string | null;
  words: string;
  field: string;
}

export const REASONS: Record<Reasoned, readonly string[]> = {
  return: [
    "blurry_photo",
    "missing_photo",
    "wrong_item",
    "wrong_place",
    "missing_answer",
    "unclear_words",
    "other",
  ],
  reject: ["not_a_violation", "duplicate", "out_of_scope", "cannot_verify", "other"],
};

/** The field a reason usually means; the reviewer may choose another. */
const USUAL_FIELD: Record<string, string> = {
  blurry_photo: "photos",
  missing_photo: "photos",
  wrong_place: "place",
};

export function startChoosing(decision: Reasoned): Choosing {
  return { decision, reason: null, words: "", field: "" };
}

/** Chooses a reason; a field that was only guessed from the last reason follows the new one. */
export function withReason(choosing: Choosing, reason: string): Choosing {
  const guessed = choosing.field === (USUAL_FIELD[choosing.reason ?? ""] ?? "");
  return { ...choosing, reason, field: guessed ? (USUAL_FIELD[reason] ?? "") : choosing.field };
}

/** The reason under digit `n` (1 = first). */
export function withDigit(choosing: Choosing, n: number): Choosing {
  const reason = REASONS[choosing.decision][n - 1];
  return reason ? withReason(choosing, reason) : choosing;
}

export type Missing = "reason" | "words" | null;

/** What still has to be said before the decision can be sent. */
export function missingIn(choosing: Choosing): Missing {
  if (!choosing.reason) return "reason";
  return choosing.reason === "other" && choosing.words.trim() === "" ? "words" : null;
}

export function decisionOf(choosing: Choosing, revision: number): DecisionInput {
  const { decision, reason, words, field } = choosing;
  return {
    decision,
    revision,
    ...(reason ? { reason } : {}),
    ...(words.trim() ? { words: words.trim() } : {}),
    ...(decision === "return" && field ? { field } : {}),
  };
}
