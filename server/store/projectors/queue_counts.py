"""The counter rows of the queue, kept in the transaction that changes a record.

Counting 10,000 records on every page costs more than the page itself; these
rows make it a sum over units × items. Whoever inserts a record or changes its
state, unit or item calls `count` in the same transaction.
"""

from __future__ import annotations

from sqlalchemy import Connection, insert, update

from server.store.tables import queue_counts


def count(conn: Connection, unit_id: str, item: str, *, before: str | None, after: str | None) -> None:
    """Move one record of `unit_id` and `item` from state `before` to state `after` (None: not counted)."""
    if before == after:
        return
    if before is not None:
        _add(conn, (unit_id, item, before), -1)
    if after is not None:
        _add(conn, (unit_id, item, after), 1)


def _add(conn: Connection, key: tuple[str, str, str], change: int) -> None:
    unit_id, item, state = key
    table = queue_counts.c
    same = (table.unit_id == unit_id) & (table.item == item) & (table.state == state)
    done = conn.execute(update(queue_counts).where(same).values(n=table.n + change))
    if done.rowcount == 0:
        conn.execute(insert(queue_counts).values(unit_id=unit_id, item=item, state=state, n=change))
