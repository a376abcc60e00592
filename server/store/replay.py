"""Replaying the ledger: the same events through the same projectors give the same views."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, StaticPool, Table, create_engine, func, select, tuple_

from server.domain.events import Event
from server.store.ledger import event_of, trace_of
from server.store.projectors import project
from server.store.tables import VIEW_TABLES, leaves, metadata
from server.store.walking import rows_by_key

_CHUNK = 500
Key = tuple[Any, ...]


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
    """Build all views a second time, in a database of its own that memory does not have to hold."""
    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(""), poolclass=StaticPool)
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
    live = 0
    for rows in rows_by_key(conn, table):
        fresh = _by_key(table, copy, rows)
        for row in rows:
            key = _key(table, row)
            if key not in fresh:
                yield Difference(table.name, _text(key), "added")
            else:
                live += 1
                if fresh[key] != row:
                    yield Difference(table.name, _text(key), "changed")
    if live < (copy.scalar(select(func.count()).select_from(table)) or 0):
        for rows in rows_by_key(copy, table):
            here = _by_key(table, conn, rows)
            lost = (key for row in rows if (key := _key(table, row)) not in here)
            yield from (Difference(table.name, _text(key), "missing") for key in lost)


def _by_key(table: Table, conn: Connection, rows: list[dict[str, Any]]) -> dict[Key, dict[str, Any]]:
    """Give the rows of a table that have the keys of these."""
    wanted = tuple_(*table.primary_key).in_([_key(table, row) for row in rows])
    found = conn.execute(select(table).where(wanted)).mappings()
    return {_key(table, row): dict(row) for row in found}


def _key(table: Table, row: Mapping[Any, Any]) -> Key:
    return tuple(row[column.name] for column in table.primary_key)


def _text(key: Key) -> str:
    return "/".join(map(str, key))
