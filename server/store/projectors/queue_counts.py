"""The counter rows of the queue, kept in the transaction that changes a record.

Counting 10,000 records on every page costs more than the page itself; these
rows make it a sum over units × items. Whoever inserts a record or changes its
state, unit or item calls `count` in the same transaction.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from server.store.prepared import write_all
from server.store.statements import Row, Statement, insertion
from server.store.tables import queue_counts

_ADD = insertion(
    [queue_counts.c[name] for name in ("unit_id", "item", "state", "n")],
    " ON CONFLICT (unit_id, item, state) DO UPDATE SET n = queue_counts.n + excluded.n",
    key=(0, 1, 2),
)


def count(conn: Connection, unit_id: str, item: str, *, before: str | None, after: str | None) -> None:
    """Move one record of `unit_id` and `item` from state `before` to state `after` (None: not counted)."""
    if before == after:
        return
    moved = ((before, -1), (after, 1))
    changes = {(unit_id, item, state): change for state, change in moved if state is not None}
    write_all(conn, [counting(changes)])


def counting(changes: Mapping[tuple[str, str, str], int]) -> tuple[Statement, list[Row]]:
    """Give the write that adds to the counters of (unit, item, state)."""
    return _ADD, [(*key, change) for key, change in changes.items()]
