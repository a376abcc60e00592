"""What the server has of each device's journal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from server.domain import journal, jws
from server.domain.clock_text import from_text
from server.domain.scope import Right, rights_of
from server.store.tables import devices, entries, users


@dataclass(frozen=True, slots=True)
class Device:
    """An enrolled device and the officer it belongs to."""

    kid: str
    key: jws.PublicKey
    user_id: str
    unit_id: str
    may_record: bool
    enrolled_at: datetime
    revoked_at: str | None
    revoked_after_seq: int | None

    def is_revoked_at(self, seq: int) -> bool:
        """Say whether an entry of this seq was written after the device was revoked."""
        return self.revoked_after_seq is not None and seq > self.revoked_after_seq


def find_device(conn: Connection, kid: str) -> Device | None:
    """Give the device with this id, with its officer's present unit and right."""
    query = (
        select(devices, users.c.unit_id.label("user_unit"), users.c.roles, users.c.active)
        .outerjoin(users, users.c.id == devices.c.user_id)
        .where(devices.c.kid == kid)
    )
    row = conn.execute(query).first()
    if row is None:
        return None
    return Device(
        kid=row.kid,
        key=jws.public_key(row.jwk),
        user_id=row.user_id,
        unit_id=row.user_unit or row.unit_id,
        may_record=bool(row.active) and Right.RECORD in rights_of(row.roles or ()),
        enrolled_at=from_text(row.enrolled_at),
        revoked_at=row.revoked_at,
        revoked_after_seq=row.revoked_after_seq,
    )


def head(conn: Connection, kid: str) -> journal.Known:
    """Give the newest entry of a device: highest seq, of several the one admitted last."""
    newest = (entries.c.seq.desc(), entries.c.leaf_idx.desc())
    query = select(entries.c.hash, entries.c.seq).where(entries.c.device == kid).order_by(*newest).limit(1)
    row = conn.execute(query).first()
    return journal.Known(row.hash, row.seq) if row else journal.Known(journal.ZERO_HASH, 0)


def known(conn: Connection, kid: str, hashes: Iterable[str]) -> dict[str, journal.Known]:
    """Give those of these entries that the device has sent before, by hash."""
    query = select(entries.c.hash, entries.c.seq).where(
        entries.c.device == kid, entries.c.hash.in_(set(hashes))
    )
    return {row.hash: journal.Known(row.hash, row.seq) for row in conn.execute(query)}


def children(conn: Connection, kid: str, hashes: Iterable[str]) -> dict[str, list[str]]:
    """Give, for each of these entries, the entries that follow it."""
    query = (
        select(entries.c.prev, entries.c.hash)
        .where(entries.c.device == kid, entries.c.prev.in_(set(hashes)))
        .order_by(entries.c.leaf_idx)
    )
    found: dict[str, list[str]] = {}
    for row in conn.execute(query):
        found.setdefault(row.prev, []).append(row.hash)
    return found


def leaf_of(conn: Connection, entry_hash: str) -> int | None:
    """Give the leaf of an entry."""
    found: int | None = conn.scalar(select(entries.c.leaf_idx).where(entries.c.hash == entry_hash))
    return found
