// The wire's types as the desk uses them: generated from the server's schemas, narrowed where the wire says only "anything".

import type * as wire from "../core/contract";
import type { PositionReason } from "../core/entries";
import type { Receipt } from "../core/receipts";

export type {
  Answer,
  Bracket,
  Catalogue,
  Device,
  EnrolCode,
  May,
  Person,
  Phone,
  Photo,
  QueuePage,
  QueueRow,
  Unit,
  User,
  WaitingPictures,
} from "../core/contract";
export type { Receipt } from "../core/receipts";

export type RecordState = wire.QueueRow["state"];
export type Decision = wire.Decision["decision"];
export type DecisionInput = wire.Decision;
export type FlagDetail = wire.Flag;

/** Latitude and longitude in integers of 1e-7 degree, WGS-84. */
export interface Point {
  lat: number;
  lon: number;
}

export interface DemoAccount {
  username: string;
  password: string;
  name: string;
  roles: string[];
}

export interface About extends Omit<wire.About, "name" | "accounts"> {
  name: { zh: string; en: string };
  accounts?: DemoAccount[];
}

export interface QueueCounts extends Omit<wire.QueueCounts, "states"> {
  states: { [State in RecordState]: number };
}

/** A position with its error in metres and its age at the shutter. */
export interface Fix extends Point {
  acc_m: number;
  alt_m: number | null;
  age_ms: number;
}

export interface Geo {
  rule: string;
  place: string;
  method: string;
  distance_m: number;
  error_m: number;
  verdict: "inside" | "uncertain" | "outside";
  /** The edition of the walking network, of a way on foot. */
  network?: string;
}

export interface Place extends Omit<wire.Place, "geometry"> {
  geometry: GeoJSON.Geometry | null;
}

export interface Version extends Omit<wire.Version, "answers"> {
  answers: { [code: string]: unknown };
}

export interface HistoryStep extends Omit<wire.Step, "detail"> {
  detail: { [name: string]: unknown };
}

type Narrowed = "flags" | "position" | "geo" | "near_places" | "versions" | "history";

/** A record read by `recordOf`: what the phone said has been looked at. */
export interface RecordDetail extends Omit<wire.Record, Narrowed> {
  /** Codes only, as in a row of the queue. */
  flags: string[];
  flag_details: FlagDetail[];
  position: (Fix & { nudged: Point | null; why: PositionReason | null }) | null;
  geo: Geo | null;
  near_places: Place[];
  versions: Version[];
  history: HistoryStep[];
}

/** All receipts of a record against one checkpoint; `jws` is null once the entry was erased. */
export interface Proofs {
  entries: { jws: string | null; receipt: Receipt | null }[];
  blobs: { sha256: string; receipt: Receipt | null }[];
  checkpoint: string;
}
