"""What the city knows around an entry: catalogue, places, shots, earlier versions, checkpoints."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from server.domain.catalogue import Catalogue, catalogue_from
from server.domain.clock_text import from_text
from server.domain.geo import Place, Position
from server.domain.versions import Author, Version
from server.store import ledger
from server.store.tables import (
    editions,
    entries,
    examinations,
    leaves,
    places,
    record_shots,
    records,
    settings,
    shots,
)

# About 1.1 km north and south: no distance rule reaches further.
_NEAR_E7 = 100_000


@dataclass(frozen=True, slots=True)
class Announced:
    """A shot as one device announced it."""

    seq: int
    source: str


def catalogue(conn: Connection, edition: str) -> Catalogue | None:
    """Give a published edition under the city's own parameters."""
    sha256 = conn.scalar(select(editions.c.sha256).where(editions.c.edition == edition))
    if sha256 is None:
        return None
    own = conn.scalar(select(settings.c.value).where(settings.c.key == "local_parameters")) or {}
    text = json.dumps(own, sort_keys=True)
    # Editions are immutable: typing 43 items once per process is enough.
    cached = _typed.get((sha256, text))
    if cached is None:
        query = select(editions.c.document).where(editions.c.edition == edition)
        document: dict[str, Any] = conn.execute(query).scalar_one()
        cached = _typed[sha256, text] = catalogue_from(document, own)
    return cached


_typed: dict[tuple[str, str], Catalogue] = {}


def place(conn: Connection, place_id: str) -> Place | None:
    """Give a place as the rules see it; None when it is unknown or has no position."""
    row = conn.execute(select(places).where(places.c.id == place_id)).first()
    return _place(row) if row is not None and row.lat is not None and row.lon is not None else None


def places_near(conn: Connection, at: Position, categories: Iterable[str]) -> tuple[Place, ...]:
    """Give the places of these categories whose middle lies within about a kilometre."""
    wide = 2 * _NEAR_E7
    query = select(places).where(
        places.c.category.in_(list(categories)),
        places.c.lat.between(at.lat - _NEAR_E7, at.lat + _NEAR_E7),
        places.c.lon.between(at.lon - wide, at.lon + wide),
    )
    return tuple(_place(row) for row in conn.execute(query.order_by(places.c.id)))


def _place(row: Any) -> Place:
    gates = tuple(Position(gate["lat"], gate["lon"]) for gate in row.gates or ())
    return Place(
        row.id, row.name, row.category, Position(row.lat, row.lon), row.geometry, gates, row.attrs or {}
    )


def announced(conn: Connection, kid: str, hashes: Iterable[str]) -> dict[str, Announced]:
    """Give those of these shots that the device announced, by hash, the first announcement of each."""
    query = (
        select(shots.c.sha256, entries.c.seq, shots.c.source)
        .join(entries, entries.c.hash == shots.c.entry_hash)
        .where(shots.c.device == kid, shots.c.sha256.in_(set(hashes)))
        .order_by(entries.c.seq.desc())
    )
    return {row.sha256: Announced(row.seq, row.source or "") for row in conn.execute(query)}


def known_shots(conn: Connection, hashes: Iterable[str]) -> set[str]:
    """Give those of these hashes that any device announced before."""
    return set(conn.scalars(select(shots.c.sha256).where(shots.c.sha256.in_(set(hashes)))))


def users_of_shots(conn: Connection, hashes: Iterable[str]) -> dict[str, set[str]]:
    """Give the records that name each of these shots."""
    query = select(record_shots.c.sha256, record_shots.c.record_id).where(
        record_shots.c.sha256.in_(set(hashes))
    )
    found: dict[str, set[str]] = {}
    for row in conn.execute(query):
        found.setdefault(row.sha256, set()).add(row.record_id)
    return found


def found_problems(conn: Connection, hashes: Iterable[str]) -> list[tuple[str, str]]:
    """List (flag code, hash) of what the worker already found in these pictures."""
    found = examinations.c
    query = select(found.sha256, found.problems).where(found.sha256.in_(set(hashes)))
    return sorted((code, row.sha256) for row in conn.execute(query) for code in row.problems or ())


def versions(conn: Connection, record_ids: Iterable[str]) -> dict[str, Version]:
    """Give the present version of each of these records."""
    query = select(records).where(records.c.id.in_(set(record_ids)))
    return {
        row.id: Version(row.version, row.entry_hash, Author(row.device, row.officer_id))
        for row in conn.execute(query)
    }


def beacon_time(conn: Connection, size: int, root: str) -> datetime | None:
    """Give the time of the checkpoint (size, root in hex); LookupError when this log never had it."""
    if size > ledger.read_head(conn).size or ledger.root_at(conn, size).hex() != root:
        raise LookupError(root)
    at = conn.scalar(select(leaves.c.at).where(leaves.c.idx == size - 1))
    return from_text(at) if at else None
