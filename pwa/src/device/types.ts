import type {
  Answers,
  Fix,
  GeoReading,
  Patrol,
  PictureSource,
  RecordBody,
  RecordPosition,
} from "../core/entries.ts";
import type { Mark } from "../core/redaction.ts";
import type { Counting } from "../core/tally.ts";

export type { Place } from "../core/geo.ts";

/** The officer a vault belongs to, as the server named them at enrolment. */
export interface Officer {
  id: string;
  name: string;
  username: string;
  unit: { id: string; name: string } | null;
}

export interface VaultInfo {
  kid: string;
  user: Officer;
  origin: string;
  enrolled_at: string;
}

/** One picture as it was journalled at the shutter. */
export interface Shot {
  sha256: string;
  bytes: number;
  preview_sha256: string;
  preview_bytes: number;
  mime: string;
  width: number;
  height: number;
  source: PictureSource;
  slot: string | null;
  fixes: Fix[];
  heading: number | null;
  wall_at: string;
  entry_hash: string;
  /** What others see in its place, once the officer made it. */
  derived?: Derived;
}

/** A picture made from a shot: redacted, marked or both. The marks are kept to go on from, on this phone only. */
export interface Derived {
  sha256: string;
  preview_sha256: string;
  how: string;
  marks: Mark[];
}

export interface ShotInput {
  /** The draft that the picture joins in the same transaction; null keeps it loose. */
  draft: string | null;
  picture: Uint8Array<ArrayBuffer>;
  preview: Uint8Array<ArrayBuffer>;
  width: number;
  height: number;
  mime: string;
  source: PictureSource;
  slot: string | null;
  fixes: Fix[];
  heading: number | null;
}

/** What the camera or a picked file gave: JPEG bytes, and the pixels of the picture. */
export interface Picture {
  picture: Uint8Array<ArrayBuffer>;
  preview: Uint8Array<ArrayBuffer>;
  width: number;
  height: number;
  mime: string;
}

/** Why the desk sent a record back. */
export interface Review {
  decision: string;
  reason: string | null;
  words: string | null;
  field: string | null;
  at: string;
  reviewer_name: string;
}

/** One record in the making. `shots` belongs to the device layer: only a shutter or a discard changes it. */
export interface Draft {
  id: string;
  item: string | null;
  edition: string | null;
  started_at: string;
  updated_at: string;
  /** As the session was when the draft began, or as the record that it corrects says. */
  patrol: Patrol;
  result: "finding" | "all_clear";
  place: string | null;
  place_name: string | null;
  address: string;
  position: RecordPosition | null;
  geo: GeoReading | null;
  answers: Answers;
  counts: { [code: string]: number } | null;
  /** How a tally is being counted; absent in drafts of earlier versions and of other items. */
  tally?: Counting | null;
  shots: Shot[];
  note: string;
  guidance: string;
  partner: string | null;
  task: string | null;
  purpose: "inspect" | "fix" | "verify";
  case: string | null;
  /** The photo that a second visit is lined up with, where one was handed over; older drafts have none. */
  before?: { preview_sha256: string; at: { lat: number; lon: number } | null } | null;
  source_no: string | null;
  /** Entry hash of the version that this one corrects, with the desk's words. */
  replaces: string | null;
  review: Review | null;
  /** Where the officer stood: restored after the app was killed. */
  step: string;
}

/** A record as it was saved on this phone: the newest version. */
export interface SavedRecord {
  body: RecordBody;
  entry_hash: string;
  seq: number;
  wall_at: string;
  place_name: string | null;
  shots: Shot[];
}

/** What the change feed says of one of the officer's own records. */
export interface RecordState {
  id: string;
  item: string;
  edition: string;
  state: "submitted" | "accepted" | "returned" | "rejected" | "withdrawn";
  version: number;
  entry_hash: string;
  received_at: string;
  flags: { code: string; detail?: unknown }[] | string[];
  review: Review | null;
  originals: { stored: number; expected: number };
  /** Whether a partner signed this version; null where one officer is enough. Absent from older servers. */
  partner?: "signed" | "missing" | null;
}

export type CardState =
  | "waiting"
  | "sending"
  | "sent"
  | "submitted"
  | "accepted"
  | "returned"
  | "rejected"
  | "withdrawn"
  | "problem";

/** A record as the phone's list shows it; `receipt` means entry and every picture have a verified receipt. */
export interface RecordCard {
  id: string;
  entry_hash: string;
  item: string;
  result: "finding" | "all_clear";
  place: string | null;
  place_name: string | null;
  address: string;
  task: string | null;
  wall_at: string;
  state: CardState;
  /** For the entry and all of its pictures. */
  receipt: boolean;
  /** For the entry itself, whatever its pictures wait for. */
  entry_receipt: boolean;
  pictures: { sent: number; total: number };
  review: Review | null;
  preview_sha256: string | null;
  problem: string | null;
  note: string;
  edition: string;
  /** Why the officer took it back, or null. */
  withdrawn: string | null;
  /** The server's word on the partner's signature; null before there is one, or where none is asked for. */
  partner: "signed" | "missing" | null;
}

export interface About {
  name: { zh: string; en: string };
  demo: boolean;
  origin: string;
  version: string;
  vkey: string;
  recovery_vkey: string;
  seal_jwk: JsonWebKey;
  edition: string;
  server_time: string;
  accounts?: { username: string; password: string; name: string; roles: string[]; code?: string }[];
}

export type SyncPhase = "idle" | "sending" | "offline" | "waiting" | "alarm" | "stranger";

export interface SyncState {
  /** Entries of the journal: one for each record, picture and discard. */
  unsent_entries: number;
  unsent_records: number;
  unsent_pictures: number;
  unsent_bytes: number;
  /** Of these, full pictures. */
  original_bytes: number;
  /** The officer paused sending; originals wait for Wi-Fi or the officer's word. */
  paused: boolean;
  holds: boolean;
  /** How many entries have a verified receipt on this phone. */
  delivered: number;
  last_receipt_at: string | null;
  /** When the ledger last proved that its history had not been rewritten. */
  ledger_ok_at: string | null;
  phase: SyncPhase;
  /** A code: `offline`, `captive_portal`, `revoked`, `restored`, a problem code of the server, or an alarm's. */
  problem: string | null;
  /** A restart note was accepted: the server was restored, and the phone sends again what it lost. */
  restored_at: string | null;
  /** The restored server does not know this device: only enrolling it again lets sending go on. */
  stranger_at: string | null;
}
