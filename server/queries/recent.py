"""What the colleagues of an officer reported in the last day, so that nobody reports it twice.

Neither names nor words, nothing restricted, nothing of a covert visit. The phone measures how far away each
is: where its officer stands is nobody's business before the shutter.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from server.domain.clock_text import to_text
from server.queries.labels import labels_of
from server.queries.people import User
from server.store.tables import records

LASTS = timedelta(hours=24)
MOST = 300
_GONE = ("rejected", "withdrawn")


def recent_reports(conn: Connection, user: User, now: datetime) -> list[dict[str, Any]]:
    """Give [{item, lat, lon, at}] of the officer's unit without their own, newest first, at most 300."""
    table = records.c
    query = (
        select(table.item, table.edition, table.lat, table.lon, table.wall_at, table.received_at, table.body)
        .where(table.unit_id == user.unit_id, table.officer_id != user.id)
        .where(table.received_at > to_text(now - LASTS), table.result == "finding")
        .where(table.state.not_in(_GONE), table.lat.is_not(None), table.lon.is_not(None))
        .order_by(table.received_at.desc())
        .limit(MOST)
    )
    return [
        {"item": row.item, "lat": row.lat, "lon": row.lon, "at": row.wall_at or row.received_at}
        for row in conn.execute(query)
        if _may_be_told(conn, row)
    ]


def _may_be_told(conn: Connection, row: Any) -> bool:
    item = labels_of(conn, row.edition).items.get(row.item, {})
    # An item nobody knows counts as restricted.
    is_open = item.get("privacy", "restricted") != "restricted"
    return is_open and (row.body or {}).get("mode") != "covert"
