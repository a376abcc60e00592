import {
  CircleCheck,
  CircleX,
  CloudUpload,
  Hourglass,
  Mail,
  OctagonAlert,
  Smartphone,
  Undo2,
} from "lucide-preact";
import type { CardState, RecordCard } from "../device/types";
import { t, tc } from "../text/field";
import type { IconNode, Tone } from "../ui";

export type Segment = "unsent" | "returned" | "submitted" | "closed";
export const SEGMENTS: readonly Segment[] = ["unsent", "returned", "submitted", "closed"];

const SEGMENT: Record<CardState, Segment> = {
  waiting: "unsent",
  sending: "unsent",
  problem: "unsent",
  sent: "submitted",
  submitted: "submitted",
  returned: "returned",
  accepted: "closed",
  rejected: "closed",
  withdrawn: "closed",
};

export function segmentOf(state: CardState): Segment {
  return SEGMENT[state];
}

/** The segment to open with: what the officer must act on comes first. */
export function firstSegment(cards: readonly { state: CardState }[]): Segment {
  const has = (segment: Segment) => cards.some((card) => segmentOf(card.state) === segment);
  if (has("returned")) return "returned";
  return has("unsent") ? "unsent" : "submitted";
}

type Said = { words: string; tone: Tone; icon: IconNode };

function sending(card: RecordCard): string {
  return t("rec.sending", { sent: card.pictures.sent, total: card.pictures.total });
}

const SAY: Record<CardState, (card: RecordCard) => Said> = {
  waiting: () => ({ words: t("rec.waiting"), tone: "warn", icon: Smartphone }),
  sending: (card) => ({ words: sending(card), tone: "info", icon: CloudUpload }),
  sent: () => ({ words: t("rec.sent"), tone: "info", icon: Mail }),
  submitted: () => ({ words: tc("state.submitted"), tone: "info", icon: Hourglass }),
  accepted: () => ({ words: tc("state.accepted"), tone: "ok", icon: CircleCheck }),
  returned: () => ({ words: tc("state.returned"), tone: "warn", icon: Undo2 }),
  rejected: () => ({ words: tc("state.rejected"), tone: "bad", icon: CircleX }),
  withdrawn: () => ({ words: tc("state.withdrawn"), tone: "info", icon: CircleX }),
  problem: () => ({ words: t("rec.problem"), tone: "bad", icon: OctagonAlert }),
};

/** A record's state in words; a card that is not listed yet is on this phone. */
export function stateWords(card: RecordCard | null): Said {
  return card ? SAY[card.state](card) : { words: t("rec.waiting"), tone: "warn", icon: Smartphone };
}

/** True once the server holds the record itself, by receipt. */
export function isDelivered(card: RecordCard): boolean {
  return segmentOf(card.state) !== "unsent";
}

/** What is proven about a record, in plain words. */
export function proofWords(card: Pick<RecordCard, "receipt" | "entry_receipt" | "pictures">): string {
  if (card.receipt) return t("rec.receipt_all", { n: card.pictures.total });
  if (!card.entry_receipt) return t("rec.receipt_none");
  return t("rec.receipt_some", { sent: card.pictures.sent, total: card.pictures.total });
}
