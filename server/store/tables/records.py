"""View tables about records: the present version, all versions, flags, shots, reviews, counters."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, PrimaryKeyConstraint, Table

from server.store.tables.base import json_column, maybe_text, metadata, text

records = Table(
    "records",
    metadata,
    text("id", primary_key=True),
    text("entry_hash"),
    Column("version", Integer, nullable=False),
    text("device"),
    text("officer_id"),
    text("unit_id"),
    text("item"),
    text("edition"),
    maybe_text("kind"),
    text("result"),
    Column("severity", Integer, nullable=True),
    maybe_text("place_id"),
    Column("lat", BigInteger, nullable=True),
    Column("lon", BigInteger, nullable=True),
    Column("acc_m", BigInteger, nullable=True),
    text("address"),
    text("state"),
    maybe_text("wall_at"),
    Column("offset_min", Integer, nullable=True),
    text("received_at"),
    Column("revision", Integer, nullable=False),
    maybe_text("decided_at"),
    maybe_text("decided_by"),
    json_column("body"),
    Index("ix_records_state", "state", "received_at", "id"),
    Index("ix_records_unit", "unit_id", "state", "received_at", "id"),
    Index("ix_records_item", "item", "state", "received_at", "id"),
    Index("ix_records_unit_item", "unit_id", "item", "state", "received_at", "id"),
    Index("ix_records_officer", "officer_id", "received_at"),
)

record_versions = Table(
    "record_versions",
    metadata,
    text("entry_hash", primary_key=True),
    text("record_id"),
    text("device"),
    Column("n", Integer, nullable=False),
    json_column("body"),
    maybe_text("wall_at"),
    text("received_at"),
    Index("ix_record_versions_record", "record_id", "n"),
)

record_flags = Table(
    "record_flags",
    metadata,
    text("record_id"),
    text("code"),
    text("detail"),
    PrimaryKeyConstraint("record_id", "code"),
    Index("ix_record_flags_code", "code", "record_id"),
)

record_shots = Table(
    "record_shots",
    metadata,
    text("record_id"),
    Column("n", Integer, nullable=False),
    text("sha256"),
    PrimaryKeyConstraint("record_id", "n"),
    Index("ix_record_shots_sha256", "sha256"),
)

reviews = Table(
    "reviews",
    metadata,
    Column("leaf_idx", BigInteger, primary_key=True, autoincrement=False),
    text("record_id"),
    text("entry_hash"),
    text("decision"),
    maybe_text("reason"),
    maybe_text("words"),
    maybe_text("field"),
    text("reviewer_id"),
    text("at"),
    Column("undone", Boolean, nullable=False),
    Index("ix_reviews_record", "record_id", "leaf_idx"),
)

queue_counts = Table(
    "queue_counts",
    metadata,
    text("unit_id"),
    text("item"),
    text("state"),
    Column("n", BigInteger, nullable=False),
    PrimaryKeyConstraint("unit_id", "item", "state"),
)
