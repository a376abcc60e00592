"""Projectors of the city's settings and of lawful restarts of the ledger."""

from __future__ import annotations

from sqlalchemy import Connection

from server.domain.clock_text import to_text
from server.domain.events import Event
from server.store.tables import restarts, settings
from server.store.upsert import upsert


def settings_changed(conn: Connection, event: Event) -> None:
    """Set the city's settings: payload {values: {key: value}}."""
    upsert(conn, settings, [{"key": key, "value": value} for key, value in event.payload["values"].items()])


def ledger_restarted(conn: Connection, event: Event) -> None:
    """Keep the restart note that phones will ask for: payload {note, size}."""
    size, note = event.payload["size"], event.payload["note"]
    upsert(conn, restarts, [{"leaf_idx": event.index, "size": size, "note": note, "at": to_text(event.at)}])
