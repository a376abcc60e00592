"""Which leaves of the ledger speak of a record."""

from __future__ import annotations

from sqlalchemy import Connection, select, union

from server.queries.holding import writers
from server.store.tables import blobs, entries, leaves, record_shots, record_versions, shots


def leaves_of_record(conn: Connection, record_id: str) -> tuple[dict[int, str | None], dict[int, str]]:
    """Give two maps by leaf index: the JWS of a record's entries, and the SHA-256 of its stored pictures.

    The JWS is None where the entry was erased; its leaf stays provable.
    """
    versions = select(record_versions.c.entry_hash).where(record_versions.c.record_id == record_id)
    pictures = (
        select(shots.c.entry_hash)
        .join(record_shots, record_shots.c.sha256 == shots.c.sha256)
        .where(record_shots.c.record_id == record_id, shots.c.device.in_(writers(record_id)))
    )
    said = (
        select(leaves.c.idx, leaves.c.jws)
        .join(entries, entries.c.leaf_idx == leaves.c.idx)
        .where(entries.c.hash.in_(union(versions, pictures)))
        .order_by(leaves.c.idx)
    )
    stored = (
        select(blobs.c.leaf_idx, blobs.c.sha256)
        .join(record_shots, record_shots.c.sha256 == blobs.c.sha256)
        .where(record_shots.c.record_id == record_id, blobs.c.device.in_(writers(record_id)))
        .order_by(blobs.c.leaf_idx)
    )
    return (
        {row.idx: row.jws for row in conn.execute(said)},
        {row.leaf_idx: row.sha256 for row in conn.execute(stored)},
    )
