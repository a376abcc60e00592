"""Insert-or-replace that both databases understand.

The statements are built once for each shape of row: putting one together costs
several times what running it does.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def upsert(
    conn: Connection, table: Table, rows: Sequence[dict[str, Any]], *, keep: Sequence[str] = ()
) -> None:
    """Write rows by primary key; existing rows take all given columns but those in `keep`."""
    if not rows:
        return
    keys = tuple(column.name for column in table.primary_key)
    conn.execute(statement(conn.dialect.name, table, keys, (tuple(rows[0]), tuple(keep))), list(rows))


@lru_cache(maxsize=256)
def statement(
    dialect: str, table: Table, keys: tuple[str, ...], columns: tuple[tuple[str, ...], tuple[str, ...]]
) -> Any:
    """Build the insert for rows that conflict on `keys`; `columns` are those given and those kept."""
    given, keep = columns
    insert: Any = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(table)
    changed = {name: insert.excluded[name] for name in given if name not in keys and name not in keep}
    if changed:
        return insert.on_conflict_do_update(index_elements=keys, set_=changed)
    return insert.on_conflict_do_nothing(index_elements=keys)
