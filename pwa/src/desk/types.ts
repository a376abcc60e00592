// The shapes the desk reads from the server, as answered by /api (snake_case on the wire and here).

export type RecordState = "submitted" | "accepted" | "returned" | "rejected";
export type Decision = "accept" | "return" | "reject";

/** Latitude and longitude in integers of 1e-7 degree, WGS-84. */
export interface Point {
  lat: number;
  lon: number;
}

export interface User {
  id: string;
  username: string;
  name: string;
  roles: string[];
  unit: { id: string; name: string };
}

export interface DemoAccount {
  username: string;
  password: string;
  name: string;
  roles: string[];
  code?: string;
}

export interface About {
  name: { zh: string; en: string };
  demo: boolean;
  origin: string;
  version: string;
  vkey: string;
  edition: string;
  server_time: string;
  accounts?: DemoAccount[];
}

export interface QueueRow {
  id: string;
  item: string;
  item_name: string;
  /** 1 minor to 4 red line; null where the item is unknown. */
  severity: number | null;
  state: RecordState;
  result: "finding" | "all_clear";
  officer_name: string;
  unit: { id: string; name: string };
  place_name: string | null;
  address: string;
  wall_at: string | null;
  received_at: string;
  flags: string[];
  thumb: string | null;
  originals: { stored: number; expected: number };
  revision: number;
}

export interface QueuePage {
  rows: QueueRow[];
  cursor: string | null;
}

export interface QueueCounts {
  states: Record<RecordState, number>;
  units: { id: string; name: string; n: number }[];
  items: { code: string; name: string; n: number }[];
  flags: { code: string; n: number }[];
}

export interface Fix extends Point {
  acc_m: number;
  alt_m: number | null;
  age_ms: number;
}

export interface Photo {
  sha256: string;
  preview_sha256: string | null;
  bytes: number | null;
  width: number | null;
  height: number | null;
  source: string | null;
  slot: string | null;
  wall_at: string | null;
  stored: boolean;
  examined: Examination | null;
}

export interface Examination {
  readable: boolean;
  format: string | null;
  width: number | null;
  height: number | null;
  problems: string[];
}

export interface Geo {
  rule: string;
  place: string;
  method: string;
  distance_m: number;
  error_m: number;
  verdict: "inside" | "uncertain" | "outside";
}

export interface Place {
  id: string;
  name: string;
  category: string;
  unit: string | null;
  lat: number | null;
  lon: number | null;
  geometry: GeoJSON.Geometry | null;
  gates: (Point & { name: string })[];
  grid: string | null;
  attrs: Record<string, unknown>;
  distance_m?: number | null;
}

export interface Answer {
  code: string;
  label: string;
  value: unknown;
  value_label: string | null;
}

export interface Version {
  n: number;
  entry_hash: string;
  received_at: string;
  answers: Record<string, unknown>;
  shots: string[];
}

export interface HistoryStep {
  type: string;
  at: string;
  actor_name: string | null;
  detail: Record<string, unknown>;
}

export interface FlagDetail {
  code: string;
  detail: string;
}

export interface RecordDetail extends QueueRow {
  answers: Answer[];
  note: string;
  guidance: string;
  level: string | null;
  mode: string | null;
  nature: string | null;
  source: string | null;
  purpose: string | null;
  position: (Fix & { nudged: Point | null }) | null;
  geo: Geo | null;
  near_places: Place[];
  photos: Photo[];
  flag_details: FlagDetail[];
  versions: Version[];
  history: HistoryStep[];
  time: { claimed_at: string | null; offset: number | null; not_before: string | null; received_at: string };
  may: May;
}

export interface May {
  accept: boolean;
  return: boolean;
  reject: boolean;
  undo: boolean;
  why_not: string | null;
}

export interface DecisionInput {
  decision: Decision;
  revision: number;
  reason?: string;
  words?: string;
  field?: string;
}

/** `{leaf, index, proof, checkpoint}`: RFC 6962 inclusion against the checkpoint's own size. */
export interface Receipt {
  leaf: string;
  index: number;
  proof: string[];
  checkpoint: string;
}

export interface Proofs {
  entries: { jws: string | null; receipt: Receipt | null }[];
  blobs: { sha256: string; receipt: Receipt | null }[];
  checkpoint: string;
}

export interface Unit {
  id: string;
  parent_id: string | null;
  name: string;
  depth: number;
}

export interface DeviceInfo {
  kid: string;
  label: string;
  enrolled_at: string;
  revoked_at: string | null;
  head_seq: number;
  last_contact_at: string | null;
}

export interface Person {
  id: string;
  username: string;
  name: string;
  roles: string[];
  unit: { id: string; name: string };
  active: boolean;
  devices: DeviceInfo[];
}

export interface EnrolCode {
  code: string;
  expires_at: string;
  url: string;
  qr_svg: string;
  /** Set once, when the person had no password yet. */
  first_password: string | null;
}
