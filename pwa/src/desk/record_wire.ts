// Reads a record's answer into the desk's shape. What the phone said comes as it was said, so it is looked at before it is shown.

import type * as wire from "../core/contract";
import type { Fix, Geo, May, Point, RecordDetail } from "./types";

type Json = Record<string, unknown>;

const NO_MAY: May = { accept: false, return: false, reject: false, undo: false, why_not: null };
const REASONS = ["indoors", "canyon", "away", "other"] as const;
const VERDICTS = ["inside", "uncertain", "outside"] as const;
const list = <T>(value: unknown): T[] => (Array.isArray(value) ? (value as T[]) : []);
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const number = (value: unknown): number | null =>
  typeof value === "number" && Number.isFinite(value) ? value : null;
const object = (value: unknown): Json => (typeof value === "object" && value !== null ? (value as Json) : {});

function pointOf(value: unknown): Point | null {
  const { lat, lon } = object(value);
  const [y, x] = [number(lat), number(lon)];
  return y === null || x === null ? null : { lat: y, lon: x };
}

function positionOf(value: unknown): RecordDetail["position"] {
  const point = pointOf(value);
  if (!point) return null;
  const said = object(value);
  const fix: Fix = {
    ...point,
    acc_m: number(said["acc_m"]) ?? 0,
    alt_m: number(said["alt_m"]),
    age_ms: number(said["age_ms"]) ?? 0,
  };
  const why = REASONS.find((reason) => reason === said["why"]) ?? null;
  return { ...fix, nudged: pointOf(said["nudged"]), why };
}

function geoOf(value: unknown): Geo | null {
  const said = object(value);
  const verdict = VERDICTS.find((name) => name === said["verdict"]);
  const distance_m = number(said["distance_m"]);
  if (!verdict || distance_m === null) return null;
  return {
    rule: text(said["rule"]),
    place: text(said["place"]),
    method: text(said["method"]),
    distance_m,
    error_m: number(said["error_m"]) ?? 0,
    verdict,
    ...(typeof said["network"] === "string" && { network: said["network"] }),
  };
}

/** A record from `/api/records/<id>` or a decision's answer, with every list present. */
export function recordOf(answer: unknown): RecordDetail {
  const record = answer as wire.Record;
  const flags = list<wire.Flag>(record.flags);
  return {
    ...record,
    flags: flags.map((flag) => flag.code),
    flag_details: flags,
    answers: list(record.answers),
    near_places: list(record.near_places),
    photos: list(record.photos),
    waiting: list(record.waiting),
    versions: list(record.versions),
    history: list(record.history),
    position: positionOf(record.position),
    geo: geoOf(record.geo),
    may: { ...NO_MAY, ...record.may },
  };
}
