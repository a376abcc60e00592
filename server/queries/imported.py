"""The rows an import is compared with, in the shape an import writes them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, select

from server.domain.imports.plan import Existing
from server.store.tables import editions, places, units, users


def read_existing(conn: Connection) -> Existing:
    """Read all units, users and places by id, and the kinds of place that the editions know."""
    documents = conn.scalars(select(editions.c.document))
    categories = {
        code: category["zh"]
        for document in documents
        for code, category in document.get("place_categories", {}).items()
    }
    return Existing(_by_id(conn, units), _by_id(conn, users), _by_id(conn, places), categories)


def _by_id(conn: Connection, table: Table) -> dict[str, dict[str, Any]]:
    return {row["id"]: dict(row) for row in conn.execute(select(table)).mappings()}
