"""Places by their state, and those near a record."""

from __future__ import annotations

from math import cos, radians
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, or_, select

from server.domain.geo import Position, distance_to_place, place_from
from server.store.tables import places

NEAR_M = 400
# A school's point may lie far from its wall; the box is wide enough for a campus, the distance decides.
_BOX_M = 1500
_M_PER_DEGREE = 111_320
_SHOWN = 60


def place_state(row: Row[Any]) -> dict[str, Any]:
    """Give a place as phones and screens know it."""
    return {
        "id": row.id,
        "name": row.name,
        "category": row.category,
        "unit": row.unit_id,
        "lat": row.lat,
        "lon": row.lon,
        "geometry": row.geometry,
        "gates": row.gates or [],
        "grid": row.grid,
        "attrs": row.attrs or {},
        "initials": row.initials or "",
        "pinyin": row.pinyin,
    }


def read_place(conn: Connection, place_id: str) -> dict[str, Any] | None:
    """Give one place, None when there is none."""
    row = conn.execute(select(places).where(places.c.id == place_id)).first()
    return place_state(row) if row else None


def search_places(conn: Connection, q: str, category: str, limit: int) -> list[dict[str, Any]]:
    """Give places of a category (any when empty) whose name, initials, pinyin or id match `q`, by name."""
    table, typed = places.c, q.lower()
    found = or_(
        table.name.contains(q, autoescape=True),
        table.initials.startswith(typed, autoescape=True),
        func.replace(table.pinyin, " ", "").startswith(typed, autoescape=True),
        table.id == q,
    )
    query = select(places).where(found).order_by(table.name, table.id).limit(limit)
    if category:
        query = query.where(table.category == category)
    return [place_state(row) for row in conn.execute(query)]


def near_places(conn: Connection, at: Position | None, named: set[str]) -> list[dict[str, Any]]:
    """Give the places within 400 m of `at`, nearest first, and before them those `named`.

    Each carries `distance_m`, whole metres to its boundary, None without a position.
    """
    table = places.c
    wanted: ColumnElement[bool] = table.id.in_(sorted(named))
    if at is not None and at.is_on_earth:
        lat_box = round(_BOX_M / _M_PER_DEGREE * 1e7)
        lon_box = round(lat_box / max(0.05, cos(radians(at.lat / 1e7))))
        inside = table.lat.between(at.lat - lat_box, at.lat + lat_box)
        wanted = or_(wanted, inside & table.lon.between(at.lon - lon_box, at.lon + lon_box))
    states = [place_state(row) for row in conn.execute(select(places).where(wanted))]
    for state in states:
        state["distance_m"] = _distance(state, at)
    kept = [state for state in states if state["id"] in named or _is_near(state["distance_m"])]
    kept.sort(key=lambda state: (state["id"] not in named, state["distance_m"] or 0, state["id"]))
    return kept[:_SHOWN]


def _is_near(distance: int | None) -> bool:
    return distance is not None and distance <= NEAR_M


def _distance(state: dict[str, Any], at: Position | None) -> int | None:
    if at is None or not at.is_on_earth or state["lat"] is None or state["lon"] is None:
        return None
    return round(distance_to_place(at, place_from(state)))
