"""The photos of a record: what the phone said of each, and what was found in the bytes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from server.queries.holding import originals_of, writers
from server.queries.made import StandIn, stand_ins
from server.store.tables import examinations, shots


def read_photos(conn: Connection, record_id: str, device: str) -> list[dict[str, Any]]:
    """Give the photos of a record in its own order.

    A picture announced more than once is described by the announcement of the
    device that wrote the present version, the earliest one where there are
    several. What no device of the record announced or sent is not described.
    """
    stored = originals_of(conn, [record_id]).get(record_id, {})
    said = _announced(conn, record_id, list(stored), device)
    found = _examined(conn, [sha256 for sha256, is_stored in stored.items() if is_stored])
    instead = stand_ins(conn, record_id, stored)
    return [
        {
            **_shot(said.get(sha256)),
            "sha256": sha256,
            "stored": is_stored,
            "examined": found.get(sha256),
            "derived": _derived(instead.get(sha256)),
        }
        for sha256, is_stored in stored.items()
    ]


def _derived(instead: StandIn | None) -> dict[str, Any] | None:
    if instead is None:
        return None
    said = {"sha256": instead.sha256, "how": instead.how, "stored": instead.is_held}
    return {**said, "sealed": instead.seals}


def _announced(conn: Connection, record_id: str, hashes: list[str], device: str) -> dict[str, Any]:
    # The last row of a picture wins: its own device's, and of those the earliest.
    order = (shots.c.device == device, shots.c.wall_at.desc(), shots.c.entry_hash)
    own = shots.c.device.in_(writers(record_id))
    query = select(shots).where(shots.c.sha256.in_(hashes), own).order_by(*order)
    return {row.sha256: row for row in conn.execute(query)}


def _examined(conn: Connection, hashes: list[str]) -> dict[str, dict[str, Any]]:
    query = select(examinations).where(examinations.c.sha256.in_(hashes))
    return {
        row.sha256: {
            "readable": row.readable,
            "format": row.format,
            "width": row.width,
            "height": row.height,
            "problems": row.problems or [],
        }
        for row in conn.execute(query)
    }


def _shot(row: Any) -> dict[str, Any]:
    names = ("preview_sha256", "bytes", "width", "height", "mime", "source", "slot", "wall_at")
    told = {name: getattr(row, name, None) for name in names}
    return {**told, "fixes": (row.fixes if row is not None else None) or []}
