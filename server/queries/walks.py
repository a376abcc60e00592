"""The streets around places with gates, cut out of the city's walking network."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from server.domain.geo import Position
from server.domain.walk_lines import walks_near
from server.domain.walks import StreetsAround, Walks
from server.store.prepared import ask, from_json
from server.store.statements import statement
from server.store.tables import editions, places

# Somewhat more than the longest way that any rule asks about; a degree of longitude is the shorter one.
_NEAR_E7 = 60_000
_KEPT = 512
_NETWORK = statement("SELECT network FROM walk_lines ORDER BY id LIMIT 1")
_NEAR = statement(
    "SELECT line FROM walk_lines WHERE south <= ? AND north >= ? AND west <= ? AND east >= ? ORDER BY id"
)
_Key = tuple[str, tuple[Position, ...]]


def network_edition(conn: Connection) -> str | None:
    """Give the edition of the walking network; None where the city loaded none."""
    rows = ask(conn, _NETWORK)
    return str(rows[0][0]) if rows else None


def gated_places(conn: Connection) -> list[str]:
    """Name the places around which phones may need the streets: those with gates."""
    return [row.id for row in conn.execute(select(places.c.id, places.c.gates)) if row.gates]


def walk_states(conn: Connection, rows: Iterable[Any]) -> dict[str, dict[str, Any]]:
    """Give the streets around each of these place rows that is a school with gates, as phones keep them."""
    network = network_edition(conn)
    if network is None:
        return {}
    schools = _school_categories(conn)
    found = {row.id: _walks(conn, network, gates_of(row.gates)) for row in rows if row.category in schools}
    return {
        place: {"network": walks.network, "reach_m": walks.reach_m, "lines": walks.lines}
        for place, walks in found.items()
        if walks
    }


def streets_around(conn: Connection, network: str, gates: Sequence[Position]) -> StreetsAround | None:
    """Give the streets around gates, ready to be asked for ways; None where the network has none."""
    key = (network, tuple(gates))
    if key not in _streets:
        walks = _walks(conn, network, gates)
        _keep(_streets, key, StreetsAround(walks, gates) if walks else None)
    return _streets[key]


def gates_of(given: Sequence[Mapping[str, int]] | None) -> tuple[Position, ...]:
    """Read the gates of a place."""
    return tuple(Position(gate["lat"], gate["lon"]) for gate in given or ())


def _walks(conn: Connection, network: str, gates: Sequence[Position]) -> Walks | None:
    key = (network, tuple(gates))
    if gates and key not in _cut:
        lats, lons = [gate.lat for gate in gates], [gate.lon for gate in gates]
        wide = 2 * _NEAR_E7
        box = (max(lats) + _NEAR_E7, min(lats) - _NEAR_E7, max(lons) + wide, min(lons) - wide)
        lines = [from_json(line) for (line,) in ask(conn, _NEAR, *box)]
        _keep(_cut, key, walks_near(network, lines, gates))
    return _cut.get(key)


def _keep(kept: dict[_Key, Any], key: _Key, value: Any) -> None:
    if len(kept) >= _KEPT:
        kept.clear()
    kept[key] = value


# The name of an edition follows from its content, so what was cut out of it once stays true.
_cut: dict[_Key, Walks | None] = {}
_streets: dict[_Key, StreetsAround | None] = {}


def _school_categories(conn: Connection) -> frozenset[str]:
    documents = conn.scalars(select(editions.c.document))
    return frozenset(
        code
        for document in documents
        for code, category in document.get("place_categories", {}).items()
        if category.get("school")
    )
