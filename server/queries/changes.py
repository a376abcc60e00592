"""The change feed: which subjects changed since a cursor, with their present state.

A subject is named once, at the leaf that changed it last. The cursor also remembers the
unit it was given under: when the officer moved, the places of the old unit are named as gone.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, literal, or_, select, true

from server.queries.people import User
from server.queries.subjects import Audience, states
from server.store.tables import (
    devices,
    entries,
    erasures,
    places,
    records,
    restarts,
    subject_changes,
    task_lists,
    units,
)

# A path splits into an empty part, the city, the district and what lies below.
_DISTRICT_PARTS = 3
_LAST_INDEX = 2**63 - 1
_HEAVY = 10
_BROKEN = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose phone asks, in which language names are wanted."""

    user: User
    kid: str
    lang: str


@dataclass(frozen=True, slots=True)
class _Cursor:
    """The last subject the reader was told of, by (leaf, subject), and the unit it stood in then.

    `first` while the reader has not yet seen everything once; `left` is the unit it moved away from;
    `log` is the leaf of the newest restart note (-1 without one): leaves of a lost history count for nothing.
    """

    index: int
    subject: str
    unit: str
    first: bool
    left: str | None = None
    log: int = -1


def changes(conn: Connection, reader: Reader, cursor: str | None, limit: int) -> dict[str, Any]:
    """Give a page of changed subjects: {cursor, more, subjects: [{subject, state}]}.

    An unreadable cursor, or one from before a restored backup, begins anew, which is always safe.
    """
    unit, log = reader.user.unit_id, _newest_restart(conn)
    at = _read(cursor)
    if at is None or at.log != log:
        at = _Cursor(-1, "", unit, first=True, log=log)
    if at.unit != unit:
        at = _Cursor(-1, "", unit, first=True, left=at.unit, log=log)
    table = subject_changes.c
    after = or_(table.idx > at.index, and_(table.idx == at.index, table.subject > at.subject))
    query = select(table.idx, table.subject).where(after, _concerns(conn, reader, at))
    rows = conn.execute(query.order_by(table.idx, table.subject).limit(limit + 1)).all()
    page = _light(rows[:limit])
    more = len(rows) > len(page)
    audience = Audience(reader.user, reader.kid, _units_around(conn, unit), reader.lang)
    found = states(conn, audience, [row.subject for row in page])
    index, subject = (page[-1].idx, page[-1].subject) if page else (at.index, at.subject)
    return {
        "cursor": _write(_Cursor(index, subject, unit, at.first and more, at.left if more else None, log)),
        "more": more,
        "subjects": [{"subject": row.subject, "state": found[row.subject]} for row in page],
    }


def _light(rows: Sequence[Any]) -> Sequence[Any]:
    # The streets around a school weigh as much as a hundred places, and a page that was cut off comes again.
    heavy = [number for number, row in enumerate(rows, 1) if row.subject.startswith("walks:")]
    return rows[: heavy[_HEAVY - 1]] if len(heavy) > _HEAVY else rows


def _concerns(conn: Connection, reader: Reader, at: _Cursor) -> ColumnElement[bool]:
    subject = subject_changes.c.subject
    if _is_revoked(conn, reader.kid):
        # A revoked phone drains and wipes itself: that it is revoked is all it may still learn.
        return subject == f"device:{reader.kid}"
    own = (f"user:{reader.user.id}", f"device:{reader.kid}", "settings:city")
    mine = select(literal("record:") + records.c.id).where(records.c.officer_id == reader.user.id)
    return or_(
        subject.in_(own),
        subject.startswith("edition:"),
        subject.in_(mine),
        subject.in_(_erased(reader)),
        subject.in_(_tasks(at)),
        and_(or_(subject.startswith("place:"), subject.startswith("walks:")), _places(conn, at)),
    )


def _erased(reader: Reader) -> Select[str]:
    """Name the records that are gone: no row says any more whose they were, but the devices' entries do."""
    return (
        select(literal("record:") + erasures.c.record_id)
        .join(entries, entries.c.hash == erasures.c.entry_hash)
        .join(devices, devices.c.kid == entries.c.device)
        .where(devices.c.user_id == reader.user.id, erasures.c.record_id.is_not(None))
    )


def _tasks(at: _Cursor) -> Select[str]:
    """Name the task lists of the reader's unit, and of the one they left: those are gone."""
    of_unit = task_lists.c.unit_id.in_({at.unit, at.left or at.unit})
    return select(literal("task:") + task_lists.c.id).where(of_unit)


def _newest_restart(conn: Connection) -> int:
    newest: int | None = conn.scalar(select(func.max(restarts.c.leaf_idx)))
    return -1 if newest is None else newest


def _is_revoked(conn: Connection, kid: str) -> bool:
    return conn.scalar(select(devices.c.revoked_at).where(devices.c.kid == kid)) is not None


def _places(conn: Connection, at: _Cursor) -> ColumnElement[bool]:
    """Name all changed places to a reader who may lose one; only visible ones on the first pass."""
    seen = _units_around(conn, at.unit)
    before = _units_around(conn, at.left) if at.left else frozenset()
    if not at.first or seen is None or before is None:
        return true()
    near = or_(places.c.unit_id.is_(None), places.c.unit_id.in_(sorted(seen | before)))
    shown = (select(literal(kind) + places.c.id).where(near) for kind in ("place:", "walks:"))
    return or_(*(subject_changes.c.subject.in_(each) for each in shown))


def _units_around(conn: Connection, unit_id: str) -> frozenset[str] | None:
    """Give the units whose places concern an officer: their district's and the city's own; None for all."""
    tree = conn.execute(select(units.c.id, units.c.path)).all()
    path = next((row.path for row in tree if row.id == unit_id), "")
    city, district = (path.split("/")[:count] for count in (2, 3))
    if len(district) < _DISTRICT_PARTS or not district[-1]:
        return None
    prefix, root = "/".join(district) + "/", "/".join(city) + "/"
    return frozenset(row.id for row in tree if row.path == root or row.path.startswith(prefix))


def _read(cursor: str | None) -> _Cursor | None:
    if cursor is None:
        return None
    try:
        index, subject, unit, first, left, log = json.loads(base64.urlsafe_b64decode(cursor))
    except (ValueError, TypeError, binascii.Error):
        return None
    # Integers and text beyond what a database holds are none of ours.
    are_indexes = all(type(each) is int and -1 <= each <= _LAST_INDEX for each in (index, log))
    are_texts = _is_text(subject) and _is_text(unit) and (left is None or _is_text(left))
    return (
        _Cursor(index, subject, unit, first, left, log)
        if are_indexes and are_texts and type(first) is bool
        else None
    )


def _is_text(value: object) -> bool:
    return isinstance(value, str) and not _BROKEN.search(value)


def _write(cursor: _Cursor) -> str:
    said = [cursor.index, cursor.subject, cursor.unit, cursor.first, cursor.left, cursor.log]
    return base64.urlsafe_b64encode(json.dumps(said, separators=(",", ":")).encode()).decode()
