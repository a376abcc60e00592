"""Scratch tables: wanted work, last contacts and what phones say; losing them loses no evidence."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, PrimaryKeyConstraint, Table

from server.store.tables.base import json_column, maybe_text, metadata, text

jobs = Table(
    "jobs",
    metadata,
    Column("id", Integer, primary_key=True),
    text("kind"),
    text("key"),
    json_column("payload"),
    text("state"),
    Column("attempts", Integer, nullable=False),
    text("run_at"),
    maybe_text("lease_until"),
    maybe_text("error"),
    Index("ix_jobs_due", "state", "run_at"),
    Index("uq_jobs_kind_key", "kind", "key", unique=True),
)

device_contacts = Table(
    "device_contacts",
    metadata,
    text("kid", primary_key=True),
    text("last_contact_at"),
    Column("unsent", BigInteger, nullable=True),
)

# What a phone said that it holds unsent, as it said it: counts, never content. Times by the server's clock.
device_holdings = Table(
    "device_holdings",
    metadata,
    text("kid", primary_key=True),
    text("said_at"),
    Column("entries", BigInteger, nullable=False),
    Column("pictures", BigInteger, nullable=False),
    Column("picture_bytes", BigInteger, nullable=False),
    Column("refused", BigInteger, nullable=False),
    json_column("why"),
    Column("free_bytes", BigInteger, nullable=True),
    maybe_text("oldest_at"),
    text("build"),
)

# Pictures that a device announced and has not sent, as far as the log was looked through (`looked_through`).
awaited_pictures = Table(
    "awaited_pictures",
    metadata,
    text("device"),
    text("sha256"),
    Column("bytes", BigInteger, nullable=False),
    text("received_at"),
    PrimaryKeyConstraint("device", "sha256"),
)

looked_through = Table(
    "looked_through",
    metadata,
    text("name", primary_key=True),
    Column("upto", BigInteger, nullable=False),
)

login_failures = Table(
    "login_failures",
    metadata,
    text("username", primary_key=True),
    Column("n", Integer, nullable=False),
    text("last_at"),
)
