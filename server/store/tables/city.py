"""View tables about the organisation: units, people, devices, places, editions, settings."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Table

from server.store.tables.base import json_column, maybe_text, metadata, text

units = Table(
    "units",
    metadata,
    text("id", primary_key=True),
    maybe_text("parent_id"),
    text("path", index=True),
    text("name_zh"),
    text("name_en"),
    text("kind"),
    maybe_text("dept"),
)

users = Table(
    "users",
    metadata,
    text("id", primary_key=True),
    text("username", unique=True),
    text("name"),
    json_column("roles"),
    text("unit_id", index=True),
    Column("active", Boolean, nullable=False),
)

devices = Table(
    "devices",
    metadata,
    text("kid", primary_key=True),
    json_column("jwk"),
    text("user_id", index=True),
    text("unit_id"),
    text("label"),
    Column("demo", Boolean, nullable=False),
    text("enrolled_at"),
    maybe_text("revoked_at"),
    Column("revoked_after_seq", BigInteger, nullable=True),
)

editions = Table(
    "editions",
    metadata,
    text("edition", primary_key=True),
    text("sha256"),
    json_column("document"),
    text("published_at"),
)

places = Table(
    "places",
    metadata,
    text("id", primary_key=True),
    text("name"),
    text("category"),
    maybe_text("unit_id"),
    Column("lat", BigInteger, nullable=True),
    Column("lon", BigInteger, nullable=True),
    json_column("geometry"),
    json_column("gates"),
    maybe_text("grid"),
    json_column("attrs"),
    maybe_text("initials"),
    maybe_text("pinyin"),
    Index("ix_places_unit_id", "unit_id"),
)

# `line` is packed (see server.domain.walks); the sides are those of its box, in 1e-7 degree.
walk_lines = Table(
    "walk_lines",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    text("network"),
    *(Column(side, BigInteger, nullable=False) for side in ("south", "north", "west", "east")),
    json_column("line"),
    Index("ix_walk_lines_south", "south", "north"),
)

settings = Table("settings", metadata, text("key", primary_key=True), json_column("value"))

restarts = Table(
    "restarts",
    metadata,
    Column("leaf_idx", BigInteger, primary_key=True, autoincrement=False),
    Column("size", BigInteger, nullable=False),
    text("note"),
    text("at"),
)

subject_changes = Table(
    "subject_changes",
    metadata,
    text("subject", primary_key=True),
    Column("idx", BigInteger, nullable=False),
    Index("ix_subject_changes_order", "idx", "subject"),
)
