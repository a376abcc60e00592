"""Who opened whose export file."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, exists, select

from server.domain.clock_text import to_text
from server.store.tables import leaves


def was_opened(conn: Connection, kid: str, actor: str, since: datetime) -> bool:
    """Say whether somebody wrote down, since then, that they opened a file of this device."""
    table = leaves.c
    said = (
        table.subject == f"device:{kid}",
        table.type == "export.opened",
        table.actor == actor,
        table.at >= to_text(since),
    )
    return bool(conn.scalar(select(exists().where(*said))))
