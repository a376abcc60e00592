"""The tree over the leaves, made again: its stored subtrees say nothing that the leaves do not."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from server.domain import merkle
from server.store.guards import drop_guards, renew_guards
from server.store.replay import leaf_rows
from server.store.tables import nodes

_CHUNK = 1000


def regrow(conn: Connection) -> None:
    """Replace all stored subtrees; only for a log whose leaves and head agree."""
    drop_guards(conn)
    conn.execute(nodes.delete())
    frontier: list[bytes] = []
    rows: list[dict[str, Any]] = []
    for row in leaf_rows(conn):
        frontier, made = merkle.append(frontier, row.idx, bytes(row.leaf_hash))
        rows += [{"level": level, "idx": index, "hash": node} for level, index, node in made]
        if len(rows) >= _CHUNK:
            conn.execute(nodes.insert(), rows)
            rows.clear()
    if rows:
        conn.execute(nodes.insert(), rows)
    renew_guards(conn)
