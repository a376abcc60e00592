/** The wire shapes of a journal entry. Integers are whole numbers; positions are WGS-84 in 1e-7 degree. */
import type { Tally } from "./tally.ts";

export type Kind = "shot" | "record" | "derive" | "countersign" | "share" | "discard";

/** One reading of the position: metres, and the milliseconds it was old when it was used. */
export interface Fix {
  lat: number;
  lon: number;
  acc_m: number;
  alt_m: number | null;
  age_ms: number;
}

export interface RecordPosition extends Fix {
  /** Where the officer moved the pin to, when it was moved by hand. */
  nudged: { lat: number; lon: number } | null;
  /** Why a reading coarser than the item wants was used; absent where it is fine enough, and in older entries. */
  why?: PositionReason;
}

export type PositionReason = "indoors" | "canyon" | "away" | "other";

export type PictureSource = "camera" | "import";

export interface ShotBody {
  sha256: string;
  bytes: number;
  preview: { sha256: string; bytes: number };
  mime: string;
  width: number;
  height: number;
  source: PictureSource;
  slot: string | null;
  fixes: Fix[];
  heading: number | null;
}

export type Answer = string | number | boolean | null | Answer[] | { [key: string]: Answer };
export type Answers = { [code: string]: Answer };

/** How the distance rule of an item read on the phone: metres, and the error both positions bring. */
export interface GeoReading {
  rule: string;
  place: string;
  method: string;
  distance_m: number;
  error_m: number;
  verdict: string;
  /** The edition of the walking network, of a way on foot; absent in all others and in older entries. */
  network?: string;
}

/** What holds for a whole patrol and is asked once. */
export interface Patrol {
  level: string;
  mode: string;
  nature: string;
  source: string;
}

export interface RecordBody extends Patrol {
  id: string;
  officer: string;
  partner: string | null;
  task: string | null;
  place: string | null;
  address: string;
  item: string;
  edition: string;
  result: "finding" | "all_clear";
  source_no: string | null;
  purpose: "inspect" | "fix" | "verify";
  case: string | null;
  replaces: string | null;
  position: RecordPosition | null;
  geo: GeoReading | null;
  answers: Answers;
  counts?: { [code: string]: number };
  tally?: Tally;
  shots: string[];
  note: string;
  guidance: string;
  /** The officer takes the record back: why. Absent in every other version. */
  withdrawn?: string;
}

export interface DeriveBody {
  from: string;
  sha256: string;
  bytes: number;
  /** `redact` (parts made unrecognisable), `mark` (arrows, circles), or `redact+mark`. */
  how: string;
  /** Absent in entries of earlier versions. */
  preview?: { sha256: string; bytes: number };
}

/** Words and pictures of a record handed to another app; nothing of it is uploaded. */
export interface ShareBody {
  record: string;
  /** The version that was shown. */
  entry: string;
  /** `sheet`: the system's own; `copy`: the words were copied. */
  how: "sheet" | "copy";
  /** What went along: the pictures it was made from, and the hash and size of what was handed over. */
  pictures: { from: string[]; sha256: string; bytes: number }[];
}

export interface CountersignBody {
  /** The hash of the partner's entry, or its first 20 hex digits, typed off a screen. */
  entry: string;
}

export interface DiscardBody {
  of: "shot" | "draft";
  what: string;
  reason: string;
}

export interface Bodies {
  shot: ShotBody;
  record: RecordBody;
  derive: DeriveBody;
  countersign: CountersignBody;
  share: ShareBody;
  discard: DiscardBody;
}

/** The phone's clock as it claims: UTC ISO with ms, minutes east of UTC, and a counter that only rises. */
export interface ClockClaim {
  wall: string;
  offset: number;
  mono: number;
}

/** The newest ledger checkpoint the phone had seen: proves the entry was made after it. */
export interface Beacon {
  size: number;
  root: string;
}

export interface EntryPayload<K extends Kind = Kind> {
  v: 1;
  kind: K;
  log: string;
  device: string;
  seq: number;
  prev: string;
  at: ClockClaim;
  beacon: Beacon | null;
  app: string;
  body: Bodies[K];
}
