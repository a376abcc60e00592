"""Which pictures a record may show: those that a device of its own versions announced and sent.

Every SHA-256 stands in the public ledger, so naming one proves nothing: whoever shows a picture must
have had its bytes. A correction may come from the officer's other device: each device that wrote a
version counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, select

from server.store.tables import blobs, record_shots, record_versions


def writers(record_id: ColumnElement[str] | str) -> Select[Any]:
    """Select the devices that wrote the versions of a record."""
    return select(record_versions.c.device).where(record_versions.c.record_id == record_id)


def is_held(record_id: ColumnElement[str] | str, sha256: ColumnElement[str] | str) -> ColumnElement[bool]:
    """Say in SQL whether a device of a record sent these very bytes."""
    held = select(record_versions.c.entry_hash).join(blobs, blobs.c.device == record_versions.c.device)
    return exists(held.where(record_versions.c.record_id == record_id, blobs.c.sha256 == sha256))


def originals_of(conn: Connection, ids: Sequence[str]) -> dict[str, dict[str, bool]]:
    """Give, by record, each original's SHA-256 in order and whether it is stored."""
    table = record_shots.c
    query = (
        select(table.record_id, table.sha256, is_held(table.record_id, table.sha256).label("stored"))
        .where(table.record_id.in_(ids))
        .order_by(table.record_id, table.n)
    )
    found: dict[str, dict[str, bool]] = {}
    for row in conn.execute(query):
        found.setdefault(row.record_id, {}).setdefault(row.sha256, bool(row.stored))
    return found


def count_originals(pictures: dict[str, bool]) -> dict[str, int]:
    """Count what `originals_of` gives for one record: {stored, expected}."""
    return {"stored": sum(pictures.values()), "expected": len(pictures)}
