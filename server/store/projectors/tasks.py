"""Projectors of task lists: assigned and cancelled."""

from __future__ import annotations

from sqlalchemy import Connection, update

from server.domain.clock_text import to_text
from server.domain.events import Event
from server.store.tables import task_lists
from server.store.upsert import upsert


def assigned(conn: Connection, event: Event) -> None:
    """Add a list: the payload has its columns, and `unit`."""
    said = event.payload
    named = (
        "id",
        "title",
        "note",
        "officers",
        "items",
        "places",
        "first_day",
        "last_day",
        "each_day",
        "window",
    )
    row = {name: said[name] for name in named}
    upsert(conn, task_lists, [{
        **row, "unit_id": said["unit"], "created_at": to_text(event.at), "created_by": event.actor,
        "cancelled_at": None,
    }])  # fmt: skip


def cancelled(conn: Connection, event: Event) -> None:
    """End a list: payload {id}; it stays for the records that name it."""
    named = task_lists.c.id == event.payload["id"]
    conn.execute(update(task_lists).where(named).values(cancelled_at=to_text(event.at)))
