"""What the evidence services need to know before they decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from server.domain.journal import read_entry
from server.store.tables import (
    blobs,
    entries,
    examinations,
    leaves,
    record_shots,
    record_versions,
    records,
    shots,
    users,
)


@dataclass(frozen=True, slots=True)
class Caption:
    """What a watermark says about one picture in one record; texts as they were claimed."""

    item: str
    edition: str
    address: str
    officer_name: str
    wall_at: str | None
    offset_min: int | None


def announced_lengths(conn: Connection, kid: str, sha256: str) -> tuple[int, ...]:
    """List the sizes in bytes that a device's entries announce for a hash, as picture or as preview."""
    picture = select(shots.c.bytes).where(shots.c.sha256 == sha256, shots.c.device == kid)
    preview = select(shots.c.preview_bytes).where(shots.c.preview_sha256 == sha256, shots.c.device == kid)
    return tuple(sorted(set(conn.execute(picture.union(preview)).scalars())))


def stored_bytes(conn: Connection, sha256: str) -> int | None:
    """Return the size of a verified blob that the ledger knows, None before that."""
    return conn.execute(select(blobs.c.bytes).where(blobs.c.sha256 == sha256)).scalar()


def records_naming(conn: Connection, sha256: str) -> list[str]:
    """List the records that show this picture, in a steady order."""
    query = select(record_shots.c.record_id).where(record_shots.c.sha256 == sha256).distinct()
    return sorted(conn.execute(query).scalars())


def announced_mime(conn: Connection, sha256: str) -> str | None:
    """Return the type the first announcing entry claims for a picture; None for previews."""
    query = select(shots.c.mime).where(shots.c.sha256 == sha256).order_by(shots.c.entry_hash).limit(1)
    return conn.execute(query).scalar()


def examination(conn: Connection, sha256: str) -> Any:
    """Return the row of `examinations`, None while the worker has not looked."""
    return conn.execute(select(examinations).where(examinations.c.sha256 == sha256)).first()


def preview_of(conn: Connection, sha256: str) -> str | None:
    """Return the hash of a picture's own preview, None where no entry announces one."""
    preview = shots.c.preview_sha256
    query = select(preview).where(shots.c.sha256 == sha256, preview.is_not(None))
    return conn.execute(query.order_by(shots.c.entry_hash).limit(1)).scalar()


def caption(conn: Connection, record_id: str, sha256: str) -> Caption | None:
    """Return what the watermark of a picture says, None where the record does not show it."""
    query = (
        select(records, users.c.name, shots.c.wall_at.label("shot_at"), leaves.c.jws)
        .join(record_shots, record_shots.c.record_id == records.c.id)
        .join(shots, shots.c.sha256 == record_shots.c.sha256)
        .join(entries, entries.c.hash == shots.c.entry_hash)
        .join(leaves, leaves.c.idx == entries.c.leaf_idx)
        .outerjoin(users, users.c.id == records.c.officer_id)
        .where(records.c.id == record_id, record_shots.c.sha256 == sha256)
        .order_by(shots.c.device != records.c.device, shots.c.entry_hash)
        .limit(1)
    )
    row = conn.execute(query).first()
    if row is None:
        return None
    offset = read_entry(row.jws)["at"].get("offset") if row.jws else None
    return Caption(row.item, row.edition, row.address, row.name or "", row.shot_at, offset)


@dataclass(frozen=True, slots=True)
class ShownIn:
    """The record a picture is asked for by: whose it is, and what its item is."""

    officer_id: str
    item: str
    edition: str


def shown_in(conn: Connection, record_id: str, sha256: str) -> ShownIn | None:
    """Return the record if this or an earlier version of it names the picture, else None."""
    row = conn.execute(select(records).where(records.c.id == record_id)).first()
    if row is None:
        return None
    bodies = select(record_versions.c.body).where(record_versions.c.record_id == record_id)
    if not any(sha256 in (body.get("shots") or ()) for body in conn.execute(bodies).scalars()):
        return None
    return ShownIn(row.officer_id, row.item, row.edition)
