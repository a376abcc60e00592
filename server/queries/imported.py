"""The rows an import is compared with, in the shape an import writes them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, select

from server.domain.imports.plan import Existing
from server.store.tables import places, units, users


def read_existing(conn: Connection) -> Existing:
    """Read all units, users and places by id."""
    return Existing(_by_id(conn, units), _by_id(conn, users), _by_id(conn, places))


def _by_id(conn: Connection, table: Table) -> dict[str, dict[str, Any]]:
    return {row["id"]: dict(row) for row in conn.execute(select(table)).mappings()}
