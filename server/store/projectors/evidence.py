"""Evidence that arrived and what was found in it, copied from events into the views."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from server.domain.clock_text import to_text
from server.domain.events import Event
from server.store.prepared import write
from server.store.statements import Row, upsert_into
from server.store.tables import blobs, examinations, record_flags
from server.store.upsert import upsert

_PUT_BLOB = upsert_into(blobs)


def stored(conn: Connection, event: Event) -> None:
    """Copy `stored`: verified bytes of one device and the leaf that proves them."""
    all_stored(conn, [event])


def all_stored(conn: Connection, events: Sequence[Event]) -> None:
    """Copy many `stored`."""
    write(conn, _PUT_BLOB, [_blob(event) for event in events])


def _blob(event: Event) -> Row:
    said = event.payload
    return said["sha256"], said["bytes"], to_text(event.at), said["device"], event.index


def examined(conn: Connection, event: Event) -> None:
    """Copy `evidence.examined`: what the picture is, and flags for the records that were showing it."""
    said = event.payload
    row = {name: said[name] for name in ("sha256", "readable", "format", "width", "height", "problems")}
    upsert(conn, examinations, [row])
    flags = [
        {"record_id": record, "code": code, "detail": said["sha256"]}
        for record in said["records"]
        for code in said["problems"]
    ]
    upsert(conn, record_flags, flags, keep=("detail",))


def viewed(_conn: Connection, _event: Event) -> None:
    """Copy nothing of `evidence.viewed` and `evidence.opened`: the leaf itself is the audit trail."""
