"""Secret tables: only hashes; never rebuilt, never exported."""

from __future__ import annotations

from sqlalchemy import Table

from server.store.tables.base import maybe_text, metadata, text

credentials = Table("credentials", metadata, text("user_id", primary_key=True), text("password_hash"))

sessions = Table(
    "sessions",
    metadata,
    text("token_hash", primary_key=True),
    text("user_id", index=True),
    text("expires_at"),
)

enrol_codes = Table(
    "enrol_codes",
    metadata,
    text("code_hash", primary_key=True),
    text("user_id", index=True),
    text("expires_at"),
    maybe_text("used_at"),
)

setup_tokens = Table(
    "setup_tokens", metadata, text("token_hash", primary_key=True), text("expires_at"), maybe_text("used_at")
)
