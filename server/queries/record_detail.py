"""Everything the desk shows of one record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from server.domain.geo import Position
from server.domain.review import Reviewer, permits
from server.domain.scope import Right
from server.queries.answers import read_answers
from server.queries.countersigns import partner_of
from server.queries.history import read_history, read_time, read_versions
from server.queries.labels import labels_of
from server.queries.near import near_places
from server.queries.people import User
from server.queries.photos import read_photos
from server.queries.queue import describe_row, flags_of
from server.queries.results import read_results
from server.queries.standing import find_record
from server.queries.units import read_tree
from server.queries.waiting import waiting_pictures
from server.store.tables import places, records, users

_SAID = ("level", "mode", "nature", "source", "source_no", "purpose", "partner")


def may_see(conn: Connection, viewer: User, record_id: str) -> bool:
    """Say whether a record exists in the units a viewer may see."""
    unit_id = conn.scalar(select(records.c.unit_id).where(records.c.id == record_id))
    return unit_id is not None and unit_id in read_tree(conn).below(viewer.unit_id)


def read_record(conn: Connection, record_id: str, viewer: User, lang: str) -> dict[str, Any] | None:
    """Give a record in full, or None when there is none in the viewer's units."""
    tree = read_tree(conn)
    row = _row(conn, record_id)
    found = find_record(conn, record_id)
    if row is None or found is None or row.unit_id not in tree.below(viewer.unit_id):
        return None
    body: Mapping[str, Any] = row.body or {}
    labels = labels_of(conn, row.edition)
    photos = read_photos(conn, record_id, row.device)
    stored = sum(photo["stored"] for photo in photos)
    versions = read_versions(conn, record_id)
    return {
        **describe_row(row, tree, labels, lang),
        "thumb": photos[0]["sha256"] if photos else None,
        "originals": {"stored": stored, "expected": len(photos)},
        **{name: _text(body.get(name)) for name in _SAID},
        "note": _text(body.get("note")) or "",
        "guidance": _text(body.get("guidance")) or "",
        "position": body.get("position"),
        "geo": body.get("geo"),
        "entry_hash": row.entry_hash,
        "edition": row.edition,
        "answers": read_answers(conn, labels, body, lang),
        **read_results(labels, body),
        "near_places": near_places(conn, _position(row), _named_places(row, body)),
        "photos": photos,
        "waiting": [] if stored == len(photos) else waiting_pictures(conn, record_id),
        "flags": flags_of(conn, [record_id]).get(record_id, []),
        "versions": versions,
        "history": read_history(conn, record_id, versions, row.officer or ""),
        "time": read_time(conn, row.entry_hash, row.wall_at, row.received_at),
        **partner_of(conn, record_id, row),
        "opens_originals": viewer.may(Right.OPEN_ORIGINALS),
        "may": permits(found.standing, Reviewer(viewer.id, viewer.roles)),
    }


def _text(value: Any) -> str | None:
    # An admitted body may hold anything under any key; it is shown, never trusted.
    return None if value is None else str(value)


def _row(conn: Connection, record_id: str) -> Any:
    query = (
        select(records, users.c.name.label("officer"), places.c.name.label("place"))
        .outerjoin(users, users.c.id == records.c.officer_id)
        .outerjoin(places, places.c.id == records.c.place_id)
        .where(records.c.id == record_id)
    )
    return conn.execute(query).first()


def _position(row: Any) -> Position | None:
    return None if row.lat is None or row.lon is None else Position(row.lat, row.lon)


def _named_places(row: Any, body: Mapping[str, Any]) -> set[str]:
    geo = body.get("geo")
    measured = geo.get("place") if isinstance(geo, Mapping) else None
    return {place for place in (row.place_id, measured) if isinstance(place, str)}
