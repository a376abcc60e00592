"""The pictures that are announced and not here, noted as the log grows.

To find them anew would mean to read every shot that was ever announced. So one look goes on where the last
one ended; both tables are scratch, and a look over an empty one finds everything again.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, exists, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from server.store.tables import awaited_pictures, blobs, entries, leaves, ledger_head, looked_through, shots
from server.store.upsert import upsert

NAME = "awaited_pictures"
# What one transaction looks through: phones wait meanwhile on SQLite.
SLICE = 2_000


def look_on(conn: Connection) -> bool:
    """Note what the next leaves announce and forget what has arrived or was erased; True at the log's end."""
    upto = looked_through.c.upto
    seen = conn.scalar(select(upto).where(looked_through.c.name == NAME)) or 0
    size = conn.scalar(select(ledger_head.c.size)) or 0
    end = min(size, seen + SLICE)
    if seen < end:
        _note(conn, seen, end)
        upsert(conn, looked_through, [{"name": NAME, "upto": end}])
    gone = ~exists().where(_same(awaited_pictures, shots))
    conn.execute(delete(awaited_pictures).where(or_(_is_here(awaited_pictures), gone)))
    return end >= size


def _note(conn: Connection, first: int, end: int) -> None:
    insert: Any = (postgresql if conn.dialect.name == "postgresql" else sqlite).insert(awaited_pictures)
    announced = (
        select(shots.c.device, shots.c.sha256, func.max(shots.c.bytes), func.min(entries.c.received_at))
        .join(leaves, leaves.c.entry_hash == shots.c.entry_hash)
        .join(entries, entries.c.hash == shots.c.entry_hash)
        .where(leaves.c.idx >= first, leaves.c.idx < end, ~_is_here(shots))
        .group_by(shots.c.device, shots.c.sha256)
        .order_by(shots.c.device, shots.c.sha256)
    )
    names = ["device", "sha256", "bytes", "received_at"]
    conn.execute(insert.from_select(names, announced).on_conflict_do_nothing())


def _is_here(pictures: Table) -> ColumnElement[bool]:
    return exists().where(_same(pictures, blobs))


def _same(one: Table, other: Table) -> ColumnElement[bool]:
    return (one.c.sha256 == other.c.sha256) & (one.c.device == other.c.device)
