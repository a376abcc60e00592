"""Imported units, users and places, and published editions, copied from events into the views."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Table, delete, insert

from server.domain.clock_text import to_text
from server.domain.events import Event
from server.domain.walks import points_of
from server.store.tables import editions, places, units, users, walk_lines

_CHUNK = 400


def units_imported(conn: Connection, event: Event) -> None:
    """Copy `unit.imported`: every row whole, with the path decided by the import."""
    _replace(conn, units, event.payload["rows"])


def users_imported(conn: Connection, event: Event) -> None:
    """Copy `user.imported`."""
    _replace(conn, users, event.payload["rows"])


def places_imported(conn: Connection, event: Event) -> None:
    """Copy `place.imported`."""
    _replace(conn, places, event.payload["rows"])


def network_imported(conn: Connection, event: Event) -> None:
    """Copy `network.imported`, which replaces the whole walking network."""
    said = event.payload
    conn.execute(delete(walk_lines))
    rows = [_line_row(number, said["edition"], line) for number, line in enumerate(said["lines"])]
    for chunk in _chunks(rows):
        conn.execute(insert(walk_lines), chunk)


def _line_row(number: int, network: str, line: list[int]) -> dict[str, Any]:
    points = points_of(line)
    lats, lons = [at.lat for at in points], [at.lon for at in points]
    box = {"south": min(lats), "north": max(lats), "west": min(lons), "east": max(lons)}
    return {"id": number, "network": network, "line": line, **box}


def edition_published(conn: Connection, event: Event) -> None:
    """Copy `edition.published`; an edition is never replaced."""
    said = event.payload
    row = {"edition": said["edition"], "sha256": said["sha256"], "document": said["document"]}
    conn.execute(insert(editions).values(published_at=to_text(event.at), **row))


def _replace(conn: Connection, table: Table, given: list[dict[str, Any]]) -> None:
    names = [column.name for column in table.columns]
    rows = [{name: row.get(name) for name in names} for row in given]
    # All old rows leave before a new one enters, so that two users may swap their names.
    for chunk in _chunks(rows):
        conn.execute(delete(table).where(table.c.id.in_([row["id"] for row in chunk])))
    for chunk in _chunks(rows):
        conn.execute(insert(table), chunk)


def _chunks(rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    for start in range(0, len(rows), _CHUNK):
        yield rows[start : start + _CHUNK]
