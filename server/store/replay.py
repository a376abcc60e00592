"""Replaying the ledger: the same events through the same projectors give the same views."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, create_engine, select

from server.domain.events import Event
from server.store.ledger import event_of, trace_of
from server.store.projectors import project
from server.store.tables import VIEW_TABLES, leaves, metadata

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that a view table has and the ledger does not say, or the other way round."""

    table: str
    key: str
    kind: str


def leaf_rows(conn: Connection) -> Iterator[Any]:
    """Give all leaves in order, a chunk at a time."""
    last = -1
    while True:
        query = select(leaves).where(leaves.c.idx > last).order_by(leaves.c.idx).limit(_CHUNK)
        rows = conn.execute(query).all()
        yield from rows
        if len(rows) < _CHUNK:
            return
        last = rows[-1].idx


def events(conn: Connection) -> Iterator[Event]:
    """Give all events in order; of an entry without words only that it was there, so that heads stay."""
    for row in leaf_rows(conn):
        if row.payload is not None:
            yield event_of(row)
        elif row.type == "entry":
            yield trace_of(row)


def rebuild_views(conn: Connection) -> int:
    """Empty all view tables and fill them again from the ledger; returns the number of events."""
    for table in VIEW_TABLES:
        conn.execute(table.delete())
    count = 0
    for event in events(conn):
        project(conn, event)
        count += 1
    return count


@contextmanager
def rebuilt(conn: Connection) -> Iterator[Connection]:
    """Build all views a second time, in a database of its own in memory."""
    engine = create_engine("sqlite://")
    try:
        with engine.begin() as copy:
            metadata.create_all(copy)
            for event in events(conn):
                project(copy, event)
            yield copy
    finally:
        engine.dispose()


def differences(conn: Connection, copy: Connection) -> Iterator[Difference]:
    """Compare every view table with its rebuilt copy, row by row."""
    for table in VIEW_TABLES:
        yield from _compare(table, conn, copy)


def _compare(table: Table, conn: Connection, copy: Connection) -> Iterator[Difference]:
    live, fresh = _rows(table, conn), _rows(table, copy)
    for key in sorted(live.keys() | fresh.keys()):
        if key not in fresh:
            yield Difference(table.name, "/".join(key), "added")
        elif key not in live:
            yield Difference(table.name, "/".join(key), "missing")
        elif live[key] != fresh[key]:
            yield Difference(table.name, "/".join(key), "changed")


def _rows(table: Table, conn: Connection) -> dict[tuple[str, ...], dict[str, Any]]:
    names = [column.name for column in table.primary_key]
    rows = conn.execute(select(table)).mappings()
    return {tuple(str(row[name]) for name in names): dict(row) for row in rows}
