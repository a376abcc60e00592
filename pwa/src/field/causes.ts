import type { PROBLEM_CODES } from "../core/codes";
import type { Cause } from "../text/field_problems";

type ServerCode = (typeof PROBLEM_CODES)[number];
/** Codes and names of errors that this phone gives itself. */
type OwnCode =
  | "refused"
  | "lost"
  | "unreadable"
  | "no_receipt"
  | "server_unavailable"
  | "unexpected"
  | "unknown"
  | "EntryTooLarge"
  | "EntryTooDeep"
  | "EmptyPicture"
  | "NoItem"
  | "TimeoutError"
  | "AbortError";

const SAYS: Record<Cause, readonly (ServerCode | OwnCode)[]> = {
  refused: [
    ...(["refused", "bad_signature", "bad_header", "bad_entry", "doubled_key", "not_announced"] as const),
    ...(["bad_upload_metadata", "tus_version", "length_differs", "bad_checksum", "invalid_request"] as const),
    ...(["not_json", "unsupported_type", "method_not_allowed", "not_found", "forbidden", "http"] as const),
    ...(["bad_range", "evidence_kept", "foreign_origin"] as const),
  ],
  too_large: ["evidence_too_large", "too_large"],
  too_long: ["EntryTooLarge", "EntryTooDeep"],
  other_server: ["wrong_ledger", "wrong_device"],
  unknown_device: ["unknown_device", "device_token", "nonce_invalid"],
  busy: [
    ...(["busy", "not_ready", "internal", "server_unavailable", "no_receipt", "unexpected", "gap"] as const),
    ...(["incomplete", "offset_conflict", "hash_mismatch", "checksum_mismatch", "upload_gone"] as const),
    ...(["upload_locked", "too_many_attempts", "too_many", "unknown", "TimeoutError", "AbortError"] as const),
  ],
  erased: ["evidence_erased"],
  lost: ["lost"],
  unreadable: ["unreadable"],
  empty: ["EmptyPicture"],
  no_item: ["NoItem"],
};

/** The cause that a bare code stands for; null for one that nobody foresaw. */
export function causeOf(code: string): Cause | null {
  const found = Object.entries(SAYS).find(([, codes]) => (codes as readonly string[]).includes(code));
  return found ? (found[0] as Cause) : null;
}
