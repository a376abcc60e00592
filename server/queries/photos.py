"""The photos of a record: what the phone said of each, and what was found in the bytes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from server.store.tables import blobs, examinations, record_shots, shots


def read_photos(conn: Connection, record_id: str, device: str) -> list[dict[str, Any]]:
    """Give the photos of a record in its own order.

    A picture announced more than once is described by the announcement of the
    record's own device, the earliest one where there are several.
    """
    query = (
        select(record_shots.c.n, record_shots.c.sha256, blobs.c.stored_at)
        .outerjoin(blobs, blobs.c.sha256 == record_shots.c.sha256)
        .where(record_shots.c.record_id == record_id)
        .order_by(record_shots.c.n)
    )
    named = conn.execute(query).all()
    hashes = [row.sha256 for row in named]
    said, found = _announced(conn, hashes, device), _examined(conn, hashes)
    stored = {row.sha256: row.stored_at is not None for row in named}
    return [
        {**_shot(said.get(sha256)), "sha256": sha256, "stored": stored[sha256], "examined": found.get(sha256)}
        for sha256 in dict.fromkeys(hashes)
    ]


def _announced(conn: Connection, hashes: list[str], device: str) -> dict[str, Any]:
    # The last row of a picture wins: its own device's, and of those the earliest.
    order = (shots.c.device == device, shots.c.wall_at.desc(), shots.c.entry_hash)
    query = select(shots).where(shots.c.sha256.in_(hashes)).order_by(*order)
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
