"""What entries name and nobody has sent: pictures, earlier entries, and a longer log than this one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, exists, literal, select, union_all

from server.domain.journal import ZERO_HASH, read_entry
from server.store.tables import blobs, devices, entries, entry_flags, leaves, record_versions, shots


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing by its hash: a `picture`, a `preview` or an `entry`, and whose device has named it when."""

    kind: str
    hash: str
    device: str
    user: str
    named_at: str


def missing(conn: Connection) -> Iterator[Missing]:
    """Name what was announced and is not here, pictures first, in the order of the journals."""
    for part in (_pictures(), _parents()):
        for row in conn.execute(part):
            yield Missing(row.kind, row.hash, row.device, row.user_id or "", row.received_at)
    yield from _replaced(conn)


def longest_log_seen(conn: Connection) -> int:
    """Give the size of the largest checkpoint that an entry embeds and this log never signed; 0 without one.

    After a backup was restored that is how long the lost history was at least.
    """
    query = (
        select(leaves.c.jws)
        .join(entry_flags, entry_flags.c.entry_hash == leaves.c.entry_hash)
        .where(entry_flags.c.code == "unknown_beacon", leaves.c.jws.is_not(None))
    )
    return max((_size(read_entry(text).get("beacon")) for text in conn.scalars(query)), default=0)


def _size(beacon: Any) -> int:
    size = beacon.get("size") if isinstance(beacon, dict) else None
    return size if type(size) is int else 0


def _pictures() -> Select[Any]:
    named = union_all(
        select(literal("picture").label("kind"), shots.c.sha256.label("hash"), shots.c.entry_hash),
        select(literal("preview"), shots.c.preview_sha256, shots.c.entry_hash).where(
            shots.c.preview_sha256.is_not(None)
        ),
    ).subquery()
    here = exists().where(blobs.c.sha256 == named.c.hash)
    return (
        select(named.c.kind, named.c.hash, entries.c.device, devices.c.user_id, entries.c.received_at)
        .join(entries, entries.c.hash == named.c.entry_hash)
        .outerjoin(devices, devices.c.kid == entries.c.device)
        .where(~here)
        .order_by(named.c.kind, entries.c.leaf_idx, named.c.hash)
    )


def _parents() -> Select[Any]:
    before = entries.alias()
    here = exists().where(before.c.hash == entries.c.prev, before.c.device == entries.c.device)
    return (
        select(
            literal("entry").label("kind"),
            entries.c.prev.label("hash"),
            entries.c.device,
            devices.c.user_id,
            entries.c.received_at,
        )
        .outerjoin(devices, devices.c.kid == entries.c.device)
        .where(entries.c.prev.not_in([ZERO_HASH, ""]), ~here)
        .order_by(entries.c.leaf_idx)
    )


def _replaced(conn: Connection) -> Iterator[Missing]:
    """Name the versions that a correction replaces and nobody sent."""
    table = record_versions
    query = (
        select(table.c.body, table.c.device, devices.c.user_id, table.c.received_at)
        .outerjoin(devices, devices.c.kid == table.c.device)
        .where(table.c.n > 1)
        .order_by(table.c.received_at, table.c.entry_hash)
    )
    for row in conn.execute(query).all():
        replaced = row.body.get("replaces")
        if isinstance(replaced, str) and not conn.scalar(select(exists().where(entries.c.hash == replaced))):
            yield Missing("entry", replaced, row.device, row.user_id or "", row.received_at)
