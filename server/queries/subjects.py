"""The present state of a subject, as the phone of one officer may see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from server.queries.countersigns import countersigned, standing_of
from server.queries.holding import count_originals, originals_of
from server.queries.people import User
from server.queries.pins import pinned_for
from server.queries.tasks import concerns, phone_state
from server.queries.units import read_tree
from server.queries.walks import walk_states
from server.store.tables import (
    devices,
    editions,
    places,
    record_flags,
    records,
    reviews,
    settings,
    task_lists,
    users,
)


@dataclass(frozen=True, slots=True)
class Audience:
    """One reader: a person, their device, and the units whose places concern them (None: all)."""

    user: User
    kid: str
    units: frozenset[str] | None
    lang: str


def states(conn: Connection, audience: Audience, subjects: Sequence[str]) -> dict[str, dict[str, Any] | None]:
    """Give the state of each subject, None where it is gone or not for this reader."""
    by_kind: dict[str, list[str]] = {}
    for subject in subjects:
        kind, _, key = subject.partition(":")
        by_kind.setdefault(kind, []).append(key)
    found: dict[str, dict[str, Any] | None] = dict.fromkeys(subjects)
    for kind, keys in by_kind.items():
        for key, state in _READERS[kind](conn, audience, keys).items():
            found[f"{kind}:{key}"] = state
    return found


def place_state(row: Any) -> dict[str, Any]:
    """Give a place as phones and the desk know it."""
    return {
        "id": row.id, "name": row.name, "category": row.category, "unit": row.unit_id, "lat": row.lat,
        "lon": row.lon, "geometry": row.geometry, "gates": row.gates or [], "grid": row.grid,
        "attrs": row.attrs or {}, "initials": row.initials,
        "pinyin": row.pinyin,
    }  # fmt: skip


def _places(conn: Connection, audience: Audience, keys: list[str]) -> dict[str, dict[str, Any]]:
    rows = conn.execute(select(places).where(places.c.id.in_(keys)))
    return {row.id: place_state(row) for row in rows if _may_see(audience, row)}


def _may_see(audience: Audience, place: Any) -> bool:
    return audience.units is None or place.unit_id is None or place.unit_id in audience.units


def _records(conn: Connection, audience: Audience, keys: list[str]) -> dict[str, dict[str, Any]]:
    mine = (records.c.id.in_(keys), records.c.officer_id == audience.user.id)
    rows = conn.execute(select(records).where(*mine)).all()
    ids = [row.id for row in rows]
    flags, originals, decisions = _flags(conn, ids), originals_of(conn, ids), _reviews(conn, ids)
    signed = countersigned(conn, ids)
    return {
        row.id: {
            "id": row.id, "item": row.item, "edition": row.edition, "state": row.state,
            "version": row.version, "entry_hash": row.entry_hash, "received_at": row.received_at,
            "flags": flags.get(row.id, []),
            "review": decisions.get(row.id) if row.state not in ("submitted", "withdrawn") else None,
            "originals": count_originals(originals.get(row.id, {})),
            "partner": standing_of(signed.get(row.id, []), row),
        }
        for row in rows
    }  # fmt: skip


def _flags(conn: Connection, ids: list[str]) -> dict[str, list[dict[str, str]]]:
    query = select(record_flags).where(record_flags.c.record_id.in_(ids)).order_by(record_flags.c.code)
    found: dict[str, list[dict[str, str]]] = {}
    for row in conn.execute(query):
        found.setdefault(row.record_id, []).append({"code": row.code, "detail": row.detail})
    return found


def _reviews(conn: Connection, ids: list[str]) -> dict[str, dict[str, Any]]:
    query = (
        select(reviews, users.c.name.label("reviewer_name"))
        .outerjoin(users, users.c.id == reviews.c.reviewer_id)
        .where(reviews.c.record_id.in_(ids), reviews.c.undone.is_(False))
        .order_by(reviews.c.leaf_idx)
    )
    names = ("decision", "reason", "words", "field", "at", "reviewer_name")
    return {row.record_id: {name: getattr(row, name) for name in names} for row in conn.execute(query)}


def _editions(conn: Connection, _audience: Audience, keys: list[str]) -> dict[str, dict[str, Any]]:
    query = select(editions.c.edition, editions.c.sha256, editions.c.published_at)
    rows = conn.execute(query.where(editions.c.edition.in_(keys))).mappings()
    return {row["edition"]: dict(row) for row in rows}


def _user(conn: Connection, audience: Audience, keys: list[str]) -> dict[str, dict[str, Any]]:
    me = audience.user
    if me.id not in keys:
        return {}
    unit = read_tree(conn).named(me.unit_id, audience.lang)
    return {me.id: {"id": me.id, "name": me.name, "roles": list(me.roles), "unit": unit}}


def _device(conn: Connection, audience: Audience, keys: list[str]) -> dict[str, dict[str, Any]]:
    if audience.kid not in keys:
        return {}
    revoked_at = conn.scalar(select(devices.c.revoked_at).where(devices.c.kid == audience.kid))
    return {audience.kid: {"kid": audience.kid, "revoked_at": revoked_at}}


def _settings(conn: Connection, audience: Audience, keys: list[str]) -> dict[str, dict[str, Any]]:
    found = {row.key: row.value for row in conn.execute(select(settings.c.key, settings.c.value))}
    if "pinned_items" in found:
        # A phone needs those of its own unit only.
        pins = pinned_for(found["pinned_items"], read_tree(conn), audience.user.unit_id)
        found["pinned_items"] = pins
    return dict.fromkeys(keys[:1], found)


def _tasks(conn: Connection, audience: Audience, keys: list[str]) -> dict[str, dict[str, Any]]:
    found = conn.execute(select(task_lists).where(task_lists.c.id.in_(keys))).mappings()
    rows = [dict(row) for row in found]
    return {row["id"]: phone_state(row) for row in rows if concerns(row, audience.user)}


def _walks(conn: Connection, audience: Audience, keys: list[str]) -> dict[str, dict[str, Any]]:
    rows = conn.execute(select(places).where(places.c.id.in_(keys)))
    return walk_states(conn, [row for row in rows if _may_see(audience, row)])


_READERS = {
    "record": _records,
    "place": _places,
    "edition": _editions,
    "user": _user,
    "device": _device,
    "settings": _settings,
    "task": _tasks,
    "walks": _walks,
}
