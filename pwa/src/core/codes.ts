// Generated from schemas/ by `python -m schemas.contract`; change the schemas, not this file.

export const FLAG_CODES = ["clock_behind", "clock_ahead", "late_arrival", "no_position", "position_invalid", "low_accuracy", "stale_fix", "far_from_place", "distance_uncertain", "imported_photo", "reused_photo", "unknown_shot", "future_shot", "too_few_photos", "unproven_point", "unreadable", "trailing_data", "mime_differs", "unknown_item", "unknown_kind", "unknown_edition", "unknown_version", "unknown_beacon", "malformed_body", "no_right", "revoked_device", "fork", "gap", "duplicate_id", "withdrawal", "missing_answer", "invalid_answer"] as const;

export const ANSWER_PROBLEMS = ["required", "unknown_field", "unknown_counter", "wrong_type", "not_a_choice", "below_min", "above_max", "too_long", "bad_phone", "bad_plate", "bad_datetime", "contradicts", "sum_differs", "too_fast", "clock_differs"] as const;

export const PROBLEM_CODES = ["bad_checksum", "bad_entry", "bad_header", "bad_range", "bad_signature", "bad_upload_metadata", "busy", "checksum_mismatch", "code_invalid", "demo_only", "device_key_invalid", "device_taken", "device_token", "doubled_key", "entry_too_large", "evidence_erased", "evidence_kept", "evidence_pending", "evidence_too_large", "evidence_unreadable", "forbidden", "foreign_origin", "gap", "hash_mismatch", "http", "illegal_step", "incomplete", "internal", "invalid_request", "length_differs", "method_not_allowed", "nonce_invalid", "not_announced", "not_found", "not_json", "not_ready", "offset_conflict", "own_record", "proof_invalid", "reason_needed", "sealed", "setup_closed", "sign_in", "stale", "too_large", "too_many", "too_many_attempts", "tus_version", "unknown_device", "unsupported_type", "upload_gone", "upload_locked", "weak_password", "wrong_device", "wrong_ledger", "wrong_password"] as const;

export const RECORD_STATES = ["submitted", "accepted", "returned", "rejected", "withdrawn"] as const;

export const RETURN_REASONS = ["blurry_photo", "missing_photo", "wrong_item", "wrong_place", "missing_answer", "unclear_words", "other"] as const;

export const REJECT_REASONS = ["not_a_violation", "duplicate", "out_of_scope", "cannot_verify", "other"] as const;

export const OPENING_REASONS = ["verify", "appeal", "enforce", "audit", "other"] as const;

export const ROLES = ["officer", "observer", "reviewer", "liaison", "office", "auditor", "admin"] as const;
