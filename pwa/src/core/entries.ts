/** The wire shapes of a journal entry. Integers are whole numbers; positions are WGS-84 in 1e-7 degree. */
import type { Tally } from "./tally.ts";

export type Kind = "shot" | "record" | "derive" | "countersign" | "discard";

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
}

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
}

export interface DeriveBody {
  from: string;
  sha256: string;
  bytes: number;
  how: string;
}

export interface CountersignBody {
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
