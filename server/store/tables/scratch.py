"""Scratch tables: wanted work and last contacts; losing them loses no evidence."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, Table

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

login_failures = Table(
    "login_failures",
    metadata,
    text("username", primary_key=True),
    Column("n", Integer, nullable=False),
    text("last_at"),
)
