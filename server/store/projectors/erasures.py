"""Erasures, copied from events into the views; every replay begins without the words.

Payload of `entry.erased`: {hash, ground, kind, prev, record: id | null, blobs: [sha256]}: what stays known
of the entry, and the bytes that nothing else names.
"""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select, update

from server.domain.clock_text import to_text
from server.domain.events import Event
from server.store.tables import (
    blobs,
    entries,
    entry_flags,
    erasures,
    examinations,
    record_flags,
    records,
    reviews,
)
from server.store.upsert import upsert


def gone(conn: Connection, event: Event) -> None:
    """Keep the place in the chain of an entry without words; its erasure brings `prev` and `kind`."""
    row = {**event.payload, "leaf_idx": event.index, "received_at": to_text(event.at)}
    conn.execute(insert(entries).values(row | {"prev": "", "kind": ""}))


def erased(conn: Connection, event: Event) -> None:
    """Copy `entry.erased`, and drop what later events said about an entry that has no words any more."""
    said = event.payload
    entry_hash, record = said["hash"], said["record"]
    known = {"prev": said["prev"], "kind": said["kind"]}
    conn.execute(update(entries).where(entries.c.hash == entry_hash).values(known))
    row = {"entry_hash": entry_hash, "record_id": record, "ground": said["ground"], "at": to_text(event.at)}
    upsert(conn, erasures, [row])
    conn.execute(delete(entry_flags).where(entry_flags.c.entry_hash == entry_hash))
    conn.execute(delete(reviews).where(reviews.c.entry_hash == entry_hash))
    for table in (blobs, examinations):
        conn.execute(delete(table).where(table.c.sha256.in_(said["blobs"])))
    if record is not None and conn.scalar(select(records.c.id).where(records.c.id == record)) is None:
        conn.execute(delete(record_flags).where(record_flags.c.record_id == record))
