"""Whole tables, a chunk at a time, so that memory does not grow with them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Table, select, tuple_

CHUNK = 500


def rows_by_key(conn: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    """Give all rows by primary key, in lists of at most CHUNK."""
    keys = list(table.primary_key)
    query = select(table).order_by(*keys).limit(CHUNK)
    rows = conn.execute(query).mappings().all()
    while rows:
        yield [dict(row) for row in rows]
        last = [rows[-1][key.name] for key in keys]
        rows = conn.execute(query.where(tuple_(*keys) > tuple_(*last))).mappings().all()
