"""View table of task lists: what a unit's officers are asked to look at, where and when."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Table

from server.store.tables.base import json_column, maybe_text, metadata, text

task_lists = Table(
    "task_lists",
    metadata,
    text("id", primary_key=True),
    text("unit_id"),
    text("title"),
    text("note"),
    # Null asks everybody of the unit.
    json_column("officers"),
    json_column("items"),
    json_column("places"),
    text("first_day"),
    text("last_day"),
    Column("each_day", Boolean, nullable=False),
    json_column("window"),
    text("created_at"),
    text("created_by"),
    maybe_text("cancelled_at"),
    Index("ix_task_lists_unit", "unit_id", "last_day"),
)
