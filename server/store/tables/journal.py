"""View tables about journals: entries, flags, erasures, the shots they announce, the blobs that arrived."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, PrimaryKeyConstraint, Table

from server.store.tables.base import json_column, maybe_text, metadata, text

entries = Table(
    "entries",
    metadata,
    text("hash", primary_key=True),
    text("device"),
    Column("seq", BigInteger, nullable=False),
    text("prev"),
    text("kind"),
    Column("leaf_idx", BigInteger, nullable=False),
    text("received_at"),
    Index("ix_entries_device_seq", "device", "seq", "leaf_idx"),
    Index("ix_entries_device_prev", "device", "prev"),
)

erasures = Table(
    "erasures",
    metadata,
    text("entry_hash", primary_key=True),
    maybe_text("record_id"),
    text("ground"),
    text("at"),
)

entry_flags = Table(
    "entry_flags",
    metadata,
    text("entry_hash"),
    text("code"),
    text("detail"),
    PrimaryKeyConstraint("entry_hash", "code"),
)

# A hash may be announced more than once (a reused photo): every announcement is kept.
shots = Table(
    "shots",
    metadata,
    text("sha256"),
    text("device"),
    text("entry_hash"),
    Column("bytes", BigInteger, nullable=False),
    maybe_text("preview_sha256"),
    Column("preview_bytes", BigInteger, nullable=True),
    text("mime"),
    Column("width", BigInteger, nullable=True),
    Column("height", BigInteger, nullable=True),
    maybe_text("source"),
    maybe_text("slot"),
    json_column("fixes"),
    maybe_text("wall_at"),
    PrimaryKeyConstraint("sha256", "entry_hash"),
    Index("ix_shots_preview", "preview_sha256"),
    Index("ix_shots_entry", "entry_hash"),
)

# What a device says it made from a picture: the latest redacted or marked one is shown in its place.
derivations = Table(
    "derivations",
    metadata,
    text("entry_hash", primary_key=True),
    text("device"),
    text("original"),
    text("sha256"),
    text("how"),
    Column("leaf_idx", BigInteger, nullable=False),
    Index("ix_derivations_original", "original"),
    Index("ix_derivations_sha256", "sha256"),
)

# A partner's word that an entry is right: `signed` is its hash, or the first 20 hex digits of it.
countersigns = Table(
    "countersigns",
    metadata,
    text("entry_hash", primary_key=True),
    text("signed"),
    text("device"),
    text("officer_id"),
    Column("leaf_idx", BigInteger, nullable=False),
    maybe_text("wall_at"),
    text("received_at"),
    Index("ix_countersigns_signed", "signed"),
)

# Words and pictures of a record that an officer handed to another app.
shares = Table(
    "shares",
    metadata,
    text("entry_hash", primary_key=True),
    text("record_id"),
    text("officer_id"),
    text("how"),
    Column("pictures", Integer, nullable=False),
    maybe_text("wall_at"),
    text("received_at"),
    Index("ix_shares_record", "record_id"),
)

# One row for each device that sent these bytes: only they prove that it had them.
blobs = Table(
    "blobs",
    metadata,
    text("sha256"),
    Column("bytes", BigInteger, nullable=False),
    text("stored_at"),
    text("device"),
    Column("leaf_idx", BigInteger, nullable=False),
    PrimaryKeyConstraint("sha256", "device"),
)

examinations = Table(
    "examinations",
    metadata,
    text("sha256", primary_key=True),
    Column("readable", Boolean, nullable=False),
    maybe_text("format"),
    Column("width", Integer, nullable=True),
    Column("height", Integer, nullable=True),
    json_column("problems"),
)
