"""What an erasure takes with it: entries, and the bytes that nothing else names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, or_, select

from server.queries.holding import writers
from server.queries.made import made_from
from server.store.ledger import event_of
from server.store.tables import blobs, entries, leaves, record_shots, record_versions, shots


@dataclass(frozen=True, slots=True)
class Doomed:
    """An entry to be erased, and the pictures and previews it announces."""

    hash: str
    kind: str
    prev: str
    leaf: int
    record: str | None
    pictures: tuple[str, ...]


def doomed(conn: Connection, entry_hash: str) -> list[Doomed]:
    """Give the entry itself, then the announcements of pictures that only this version names.

    Nothing when there is no such entry, or when its words are gone already.
    """
    record = _record_of(conn, entry_hash)
    hashes = [entry_hash, *(_announcements(conn, record, entry_hash) if record else ())]
    query = (
        select(entries)
        .join(leaves, leaves.c.idx == entries.c.leaf_idx)
        .where(entries.c.hash.in_(hashes), leaves.c.payload.is_not(None))
        .order_by(entries.c.hash != entry_hash, entries.c.leaf_idx)
    )
    found = [
        Doomed(
            row.hash, row.kind, row.prev, row.leaf_idx, _record_of(conn, row.hash), _pictures(conn, row.hash)
        )
        for row in conn.execute(query)
    ]
    return found if found and found[0].hash == entry_hash else []


def _record_of(conn: Connection, entry_hash: str) -> str | None:
    table = record_versions.c
    found: str | None = conn.scalar(select(table.record_id).where(table.entry_hash == entry_hash))
    return found


def _announcements(conn: Connection, record: str, entry_hash: str) -> list[str]:
    table = record_versions.c
    own = writers(record)
    bodies = conn.execute(select(table.entry_hash, table.body).where(table.device.in_(own))).all()
    named = {row.entry_hash: set((row.body or {}).get("shots") or ()) for row in bodies}
    alone = named.pop(entry_hash, set()).difference(*named.values())
    query = select(shots.c.entry_hash).where(shots.c.sha256.in_(alone), shots.c.device.in_(own))
    return sorted({*conn.scalars(query), *conn.scalars(made_from(alone, own))})


def _pictures(conn: Connection, entry_hash: str) -> tuple[str, ...]:
    query = select(shots.c.sha256, shots.c.preview_sha256).where(shots.c.entry_hash == entry_hash)
    return tuple(dict.fromkeys(each for row in conn.execute(query) for each in row if each is not None))


def unnamed(conn: Connection, hashes: Iterable[str], without: Collection[str]) -> set[str]:
    """Give those of the hashes that no entry names but those in `without`."""
    wanted = set(hashes)
    query = select(shots.c.sha256, shots.c.preview_sha256).where(
        or_(shots.c.sha256.in_(wanted), shots.c.preview_sha256.in_(wanted)),
        shots.c.entry_hash.not_in(list(without)),
    )
    return wanted - {each for row in conn.execute(query) for each in row}


def records_showing(conn: Connection, hashes: Iterable[str]) -> list[str]:
    """Give the records whose present version names one of these pictures."""
    query = select(record_shots.c.record_id).where(record_shots.c.sha256.in_(set(hashes)))
    return sorted(set(conn.scalars(query)))


def still_stored(conn: Connection, hashes: Iterable[str]) -> set[str]:
    """Give those of the hashes whose bytes a device has sent and nobody erased since."""
    return set(conn.scalars(select(blobs.c.sha256).where(blobs.c.sha256.in_(set(hashes)))))


def come_back(conn: Connection, hashes: Iterable[str]) -> list[str]:
    """Give those of the entries that have words, in the order of the ledger."""
    query = (
        select(entries.c.hash)
        .join(leaves, leaves.c.idx == entries.c.leaf_idx)
        .where(entries.c.hash.in_(set(hashes)), leaves.c.payload.is_not(None))
        .order_by(entries.c.leaf_idx)
    )
    return list(conn.scalars(query))


def erasures(conn: Connection) -> Iterator[dict[str, Any]]:
    """Give what the ledger says of each erasure, as the list outside the backup has it."""
    query = select(leaves).where(leaves.c.type == "entry.erased", leaves.c.payload.is_not(None))
    for row in conn.execute(query.order_by(leaves.c.idx)):
        said = event_of(row).payload
        yield {name: said[name] for name in ("hash", "ground", "blobs")} | {"at": row.at}
