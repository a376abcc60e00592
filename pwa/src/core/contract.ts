// Generated from schemas/ by `python -m schemas.contract`; change the schemas, not this file.

export interface Words {
  zh: string;
  en: string;
}

export interface When {
  field: string;
  is?: string | number | boolean;
  in?: (string | number | boolean)[];
  not?: string | number | boolean;
}

export interface ChoiceDef {
  zh: string;
  en: string;
  when?: When;
}

export interface Field {
  zh: string;
  en: string;
  code: string;
  type: "one" | "many" | "int" | "number" | "text" | "bool" | "phone" | "plate" | "place" | "datetime" | "auto_distance";
  required: boolean;
  list?: string;
  choices?: { [key: string]: ChoiceDef };
  min?: number;
  max?: number;
  when?: When;
  default?: string | number | boolean;
  derive?: string;
  options_from?: string;
  unclear?: boolean;
  later?: boolean;
  desk?: boolean;
}

export interface PhotoCounts {
  min: number;
  max: number;
  min_self_check?: number;
}

export interface ShotIf {
  shot: string;
  when: When;
}

export interface Evidence {
  photos: PhotoCounts;
  gps_m: number;
  shots: string[];
  shots_if?: ShotIf[];
  on_fail?: number;
}

export interface Check {
  zh: string;
  en: string;
  code: string;
  points: number;
  veto?: boolean;
}

export interface Counter {
  zh: string;
  en: string;
  code: string;
  role: "hit" | "miss";
  separate?: boolean;
}

export interface Responsible {
  lead: string;
  assist: string[];
}

export interface Sample {
  minutes: number;
  min_n: number;
}

export interface Target {
  rate?: number;
  op?: ">=";
  by?: string;
  max_miss?: number;
  origin: "seed" | "suggested";
  note?: string;
}

export interface Rectify {
  hours: number;
  clock: "natural" | "working";
  confirm: "revisit" | "photo" | "document" | "none";
}

export interface PassMarks {
  city: number;
  district: number;
}

export interface Score {
  mode: "deduct" | "sum" | "rate";
  points?: number;
  cap?: number;
  full?: number;
  pass?: PassMarks;
  full_at?: number;
  zero_at?: number;
  only_if?: "overdue";
  veto?: boolean;
}

export interface Escalate {
  call_first: boolean;
  to: string[];
  within_minutes: number;
}

export interface HandOver {
  to: string;
  paper: string;
}

export interface Trace {
  zh: string;
  en: string;
  threshold: number;
}

export interface LegalIf {
  cite: string;
  when: When;
}

export interface Seed {
  file: string;
  phrase: string;
  extension?: boolean;
}

export interface Item {
  code: string;
  group: string;
  kind: "violation" | "checklist" | "tally" | "register";
  name: Words;
  dept: Responsible;
  nature: ("observation" | "self_check" | "administrative_inspection")[];
  severity: number;
  negative_list: boolean;
  privacy: "normal" | "personal" | "restricted";
  evidence: Evidence;
  fields: Field[];
  checks?: Check[];
  counters?: Counter[];
  strata?: string[];
  census?: boolean;
  sample?: Sample;
  target?: Target | null;
  rectify: Rectify;
  score: Score;
  geo_rule?: string;
  window?: string;
  desk_only?: boolean;
  escalate?: Escalate;
  hand_over?: HandOver;
  gates?: string[];
  may_raise?: string;
  trace?: Trace;
  legal: string[];
  legal_if?: LegalIf[];
  seed: Seed;
}

export interface Meta {
  schema: "inspection-catalogue/1";
  edition: string;
  number: number;
  title: Words;
  language: string[];
  author: string;
  disclaimer: Words;
  score_levels: string[];
  tier_pass_marks: { [key: string]: number };
}

export interface LocalParameter {
  zh: string;
  en: string;
  value: string | number | boolean;
  note?: string;
}

export interface Law {
  zh: string;
  text: "read" | "memory";
  where?: string;
}

export interface Department {
  zh: string;
  en: string;
  aka?: string[];
}

export interface Group {
  zh: string;
  en: string;
  code: string;
}

export interface PlaceCategory {
  zh: string;
  en: string;
  school?: boolean;
  as?: { [key: string]: string };
}

export interface PlaceAttribute {
  zh: string;
  en: string;
  type: "bool" | "text" | "word" | "texts";
}

export interface GeoMethod {
  zh: string;
  en: string;
  legal: string | null;
}

export interface GeoRule {
  zh: string;
  en: string;
  radius_param: string;
  radius_by_category?: { [key: string]: string };
  method_param: string;
  methods: { [key: string]: GeoMethod };
  verdicts: { [key: string]: Words };
}

export interface TimeWindow {
  zh: string;
  en: string;
  days: "schooldays" | "workdays" | "all";
  times: string[];
}

export interface Catalogue {
  meta: Meta;
  local_parameters: { [key: string]: LocalParameter };
  legal: { [key: string]: Law };
  departments: { [key: string]: Department };
  groups: Group[];
  choice_lists: { [key: string]: { [key: string]: ChoiceDef } };
  shot_types: { [key: string]: Words };
  place_categories: { [key: string]: PlaceCategory };
  place_attributes: { [key: string]: PlaceAttribute };
  gates: { [key: string]: Words };
  geo_rules: { [key: string]: GeoRule };
  windows: { [key: string]: TimeWindow };
  common_fields: Field[];
  items: Item[];
  spelling?: { [key: string]: string };
}

export interface FromPhones {
}

export interface Seen {
  size: number;
  root: string;
}

export interface Missing {
  seq: number;
  hash: string;
}

export interface Batch {
  entries: string[];
  missing?: Missing[];
  seen?: Seen | null;
  unsent?: number | null;
}

export interface EntryFlag {
  code: string;
  detail: string;
}

export interface Result {
  hash: string;
  state: "admitted" | "known" | "refused";
  flags: EntryFlag[];
  problem?: { [key: string]: unknown } | null;
}

export interface Head {
  seq: number;
  hash: string;
}

export interface HeadAnswer {
  seq: number;
  hash: string;
  server_time: string;
}

export interface Receipt {
  leaf: string;
  index: number;
  proof: string[];
  checkpoint: string;
}

export interface Consistency {
  from: number;
  to: number;
  proof: string[];
}

export interface BatchAnswer {
  results: Result[];
  have: Head;
  receipt: Receipt | null;
  consistency: Consistency | null;
  restart: string | null;
  revoked: boolean;
  server_time: string;
}

export interface ReceiptsQuery {
  blobs: string[];
  seen?: Seen | null;
}

export interface ReceiptsAnswer {
  receipts: { [key: string]: Receipt };
  checkpoint: string;
  consistency: Consistency | null;
  restart: string | null;
}

export interface Jwk {
  kty: "EC";
  crv: "P-256";
  x: string;
  y: string;
}

export interface Enrolment {
  code: string;
  jwk: Jwk;
  label: string;
  proof: string;
}

export interface OfficerUnit {
  id: string;
  name: string;
}

export interface Officer {
  id: string;
  username: string;
  name: string;
  roles: string[];
  unit: OfficerUnit;
}

export interface Enrolled {
  kid: string;
  user: Officer;
  unit: OfficerUnit;
  origin: string;
  vkey: string;
  recovery_vkey: string;
  seal_jwk: { [key: string]: unknown };
  checkpoint: string;
  edition: string | null;
}

export interface ChallengeQuery {
  kid: string;
}

export interface Challenge {
  nonce: string;
}

export interface TokenQuery {
  kid: string;
  nonce: string;
  signature: string;
}

export interface Token {
  token: string;
  expires_at: string;
  revoked: boolean;
}

export interface Holding {
  entries: number;
  pictures: number;
  picture_bytes: number;
  refused?: number;
  why?: string[];
  free_bytes?: number | null;
  oldest_age_s?: number | null;
  build?: string;
}

export interface MissingPictures {
  pictures: number;
  bytes: number;
  oldest_at: string | null;
}

export interface Claim {
  said_at: string;
  entries: number;
  pictures: number;
  picture_bytes: number;
  refused: number;
  why: string[];
  free_bytes: number | null;
  oldest_at: string | null;
  build: string;
}

export interface Phone {
  kid: string;
  label: string;
  person: UnitName;
  unit: UnitName;
  revoked_at: string | null;
  last_contact_at: string | null;
  head_seq: number;
  missing: MissingPictures;
  claim: Claim | null;
  holds: boolean;
  silent: boolean;
}

export interface PhonesQuery {
  unit?: string;
  q?: string;
  holding?: boolean;
}

export interface ConsistencyQuery {
  from: number;
  to: number;
}

export interface InclusionQuery {
  index: number;
  size: number;
}

export interface Inclusion {
  index: number;
  size: number;
  proof: string[];
}

export interface Leaf {
  index: number;
  leaf: string;
}

export interface Restart {
  size: number;
  note: string;
}

export interface Restarts {
  restarts: Restart[];
}

export interface ChangesQuery {
  cursor?: string | null;
  limit?: number;
}

export interface Subject {
  subject: string;
  state: { [key: string]: unknown } | null;
}

export interface Changes {
  cursor: string;
  more: boolean;
  subjects: Subject[];
}

export interface About {
  name: { [key: string]: unknown };
  demo: boolean;
  origin: string;
  version: string;
  vkey: string;
  recovery_vkey: string;
  seal_jwk: { [key: string]: unknown };
  edition: string | null;
  server_time: string;
  organiser?: string | null;
  filing_no?: string | null;
  complaint?: string | null;
  accounts?: { [key: string]: unknown }[];
}

export interface Health {
  status: string;
}

export interface UnitName {
  id: string;
  name: string;
}

export interface User {
  id: string;
  username: string;
  name: string;
  roles: string[];
  unit: UnitName;
}

export interface SignIn {
  username: string;
  password: string;
}

export interface SignedIn {
  user: User;
}

export interface PasswordChange {
  old: string;
  new: string;
}

export interface Setup {
  token: string;
  username: string;
  name: string;
  password: string;
}

export interface Unit {
  id: string;
  parent_id: string | null;
  name: string;
  kind: string;
  dept: string | null;
  depth: number;
}

export interface Device {
  kid: string;
  label: string;
  enrolled_at: string;
  revoked_at: string | null;
  revoked_why: string | null;
  head_seq: number;
  last_contact_at: string | null;
}

export interface Person {
  id: string;
  username: string;
  name: string;
  roles: string[];
  unit: UnitName;
  active: boolean;
  devices: Device[];
}

export interface PeopleFilter {
  unit?: string;
  q?: string;
}

export interface EnrolCode {
  code: string;
  expires_at: string;
  url: string;
  qr_svg: string;
  first_password: string | null;
}

export interface Revocation {
  reason: string;
}

export interface Gate {
  name: string;
  lat: number;
  lon: number;
}

export interface Place {
  id: string;
  name: string;
  category: string;
  unit: string | null;
  lat: number | null;
  lon: number | null;
  geometry: unknown | null;
  gates: Gate[];
  grid: string | null;
  attrs: unknown;
  initials: string;
  pinyin: string | null;
  distance_m?: number | null;
}

export interface PlaceSearch {
  q?: string;
  category?: string;
}

export interface Filters {
  state?: "submitted" | "accepted" | "returned" | "rejected" | "withdrawn";
  unit?: string;
  item?: string;
  flag?: string;
  q?: string;
}

export interface QueueFilters {
  state?: "submitted" | "accepted" | "returned" | "rejected" | "withdrawn";
  unit?: string;
  item?: string;
  flag?: string;
  q?: string;
  cursor?: string;
  limit?: number;
}

export interface Originals {
  stored: number;
  expected: number;
}

export interface RecordRow {
  id: string;
  item: string;
  item_name: string;
  severity: number | null;
  state: "submitted" | "accepted" | "returned" | "rejected" | "withdrawn";
  result: string;
  officer_name: string;
  unit: UnitName;
  place_name: string | null;
  address: string;
  wall_at: string | null;
  offset: number | null;
  received_at: string;
  thumb: string | null;
  originals: Originals;
  revision: number;
}

export interface QueueRow {
  id: string;
  item: string;
  item_name: string;
  severity: number | null;
  state: "submitted" | "accepted" | "returned" | "rejected" | "withdrawn";
  result: string;
  officer_name: string;
  unit: UnitName;
  place_name: string | null;
  address: string;
  wall_at: string | null;
  offset: number | null;
  received_at: string;
  thumb: string | null;
  originals: Originals;
  revision: number;
  flags: string[];
}

export interface QueuePage {
  rows: QueueRow[];
  cursor: string | null;
}

export interface UnitCount {
  id: string;
  name: string;
  n: number;
}

export interface ItemCount {
  code: string;
  name: string;
  n: number;
}

export interface FlagCount {
  code: string;
  n: number;
}

export interface QueueCounts {
  states: { [key: string]: number };
  units: UnitCount[];
  items: ItemCount[];
  flags: FlagCount[];
}

export interface Answer {
  code: string;
  label: string;
  value: unknown | null;
  value_label: string | null;
}

export interface TierVerdict {
  tier: "city" | "district";
  mark: number;
  passed: boolean | null;
}

export interface ChecklistScore {
  answered: number;
  total: number;
  failed: string[];
  vetoed: string[];
  score: number | null;
  full: number;
  tiers: TierVerdict[];
}

export interface TallyStratum {
  of: (string | null)[];
  counts: { [key: string]: unknown };
}

export interface TallyFigures {
  hits: number;
  misses: number;
  n: number;
  percent: number | null;
  low: number | null;
  high: number | null;
  target: number | null;
  side: "below" | "reached" | null;
  quota: number;
  says: "empty" | "short" | "enough" | "census" | "clear" | "found";
  strata: string[];
  cells: TallyStratum[];
  started_at: string | null;
  ended_at: string | null;
  planned_min: number | null;
  counted_s: number | null;
}

export interface Examination {
  readable: boolean;
  format: string | null;
  width: number | null;
  height: number | null;
  problems: string[];
}

export interface Derived {
  sha256: string;
  how: string;
  stored: boolean;
  sealed: boolean;
}

export interface Countersign {
  name: string | null;
  version: number;
  wall_at: string | null;
  received_at: string;
}

export interface Photo {
  sha256: string;
  preview_sha256: string | null;
  bytes: number | null;
  width: number | null;
  height: number | null;
  mime: string | null;
  source: string | null;
  slot: string | null;
  wall_at: string | null;
  fixes: unknown;
  stored: boolean;
  examined: Examination | null;
  derived: Derived | null;
}

export interface WaitingPictures {
  kid: string;
  label: string;
  officer_name: string | null;
  revoked: boolean;
  pictures: number;
  last_contact_at: string | null;
  why: string[];
}

export interface Flag {
  code: string;
  detail: string;
}

export interface Version {
  n: number;
  entry_hash: string;
  wall_at: string | null;
  received_at: string;
  answers: unknown;
  shots: string[];
  withdrawn: string | null;
}

export interface Step {
  type: string;
  at: string;
  actor_name: string | null;
  detail: unknown;
}

export interface Bracket {
  claimed_at: string | null;
  offset: number | null;
  not_before: string | null;
  received_at: string;
}

export interface May {
  accept: boolean;
  return: boolean;
  reject: boolean;
  undo: boolean;
  why_not: string | null;
}

export interface Record {
  id: string;
  item: string;
  item_name: string;
  severity: number | null;
  state: "submitted" | "accepted" | "returned" | "rejected" | "withdrawn";
  result: string;
  officer_name: string;
  unit: UnitName;
  place_name: string | null;
  address: string;
  wall_at: string | null;
  offset: number | null;
  received_at: string;
  thumb: string | null;
  originals: Originals;
  revision: number;
  entry_hash: string;
  edition: string;
  level: string | null;
  mode: string | null;
  nature: string | null;
  source: string | null;
  source_no: string | null;
  purpose: string | null;
  partner: string | null;
  position: unknown | null;
  geo: unknown | null;
  note: string;
  guidance: string;
  answers: Answer[];
  score: ChecklistScore | null;
  tally: TallyFigures | null;
  near_places: Place[];
  photos: Photo[];
  waiting: WaitingPictures[];
  flags: Flag[];
  versions: Version[];
  history: Step[];
  time: Bracket;
  may: May;
  countersigned: Countersign[];
  partner_standing: string | null;
  opens_originals: boolean;
}

export interface Decision {
  decision: "accept" | "return" | "reject";
  revision: number;
  reason?: string | null;
  words?: string | null;
  field?: string | null;
}

export interface Opening {
  reason: string;
  words?: string;
}

export interface Undo {
  revision: number;
}

export interface EntryProof {
  jws: string | null;
  receipt: unknown;
}

export interface BlobProof {
  sha256: string;
  receipt: unknown;
}

export interface Proofs {
  entries: EntryProof[];
  blobs: BlobProof[];
  checkpoint: string;
}

export interface CitySettings {
  organiser?: string;
  filing_no?: string;
  complaint?: string;
  keep_days?: number;
}

export interface ExportOpened {
  format: string;
  how: "passphrase" | "recovery";
  made_at: string;
}

export interface ExportEntries {
  entries: string[];
}

export interface ExportTaken {
  admitted: number;
  known: number;
  refused: number;
}

export interface ExportPiece {
  sha256: string;
  length: number;
  offset: number;
  data: string;
}

export interface ExportStanding {
  offset: number;
  length: number;
}

export interface TaskWindow {
  code: string | null;
  days: string;
  times: string[];
}

export interface TaskList {
  id: string;
  title: string;
  note: string;
  items: string[];
  places: string[];
  first_day: string;
  last_day: string;
  each_day: boolean;
  window: TaskWindow;
}

export interface TaskProgress {
  due: boolean;
  done: number;
  begun: number;
  waiting: number;
}

export interface AssignedTaskList {
  id: string;
  title: string;
  note: string;
  items: string[];
  places: string[];
  first_day: string;
  last_day: string;
  each_day: boolean;
  window: TaskWindow;
  officers: string[] | null;
  created_at: string;
  cancelled_at: string | null;
}

export interface TaskListRow {
  id: string;
  title: string;
  note: string;
  items: string[];
  places: string[];
  first_day: string;
  last_day: string;
  each_day: boolean;
  window: TaskWindow;
  officers: string[] | null;
  created_at: string;
  cancelled_at: string | null;
  unit: UnitName;
  created_by: string;
  officer_names: string[];
  progress: TaskProgress | null;
}

export interface PlaceTask {
  place: string;
  place_name: string;
  done: string[];
}

export interface TaskListDetail {
  id: string;
  title: string;
  note: string;
  items: string[];
  places: string[];
  first_day: string;
  last_day: string;
  each_day: boolean;
  window: TaskWindow;
  officers: string[] | null;
  created_at: string;
  cancelled_at: string | null;
  day: string;
  due: boolean;
  tasks: PlaceTask[];
}

export interface TaskDay {
  day: string;
}

export interface TaskOfficers {
  unit: string;
}

export interface TaskOfficer {
  id: string;
  name: string;
}

export interface TaskAssignment {
  unit: string;
  title?: string;
  note?: string;
  officers?: string[] | null;
  items: string[];
  places: string[];
  first_day: string;
  last_day: string;
  each_day?: boolean;
  window?: string | null;
  times?: string[];
}

export interface PinnedItems {
  items: string[];
}

export interface AssignedTask {
  id: string;
}

export interface RecentReport {
  item: string;
  lat: number;
  lon: number;
  at: string;
}

export interface Recent {
  reports: RecentReport[];
}
