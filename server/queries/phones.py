"""Which phones still hold what was not delivered: worked out from the journals, and as phones claim.

A picture that an entry announced and that its own device has not sent is missing by the server's books.
What no entry has announced yet only the phone knows; its word is shown beside, with its time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, or_, select

from server.domain.clock_text import from_text
from server.domain.silence import is_silent
from server.queries.people import User
from server.queries.units import Tree, read_tree, within
from server.store.tables import awaited_pictures, device_contacts, device_holdings, devices, entries, users

NOTHING = {"pictures": 0, "bytes": 0, "oldest_at": None}
_CLAIM = ("said_at", "entries", "pictures", "picture_bytes", "refused", "free_bytes", "oldest_at", "build")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which devices: below `unit`, by part of a name, only those that hold something."""

    unit: str
    q: str
    holding: bool
    lang: str


def list_phones(conn: Connection, viewer: User, wanted: Wanted, now: datetime) -> list[dict[str, Any]]:
    """Give the devices of the viewer's units: silent ones first, then by what they hold, revoked ones last.

    A revoked device that holds nothing is left out. A unit outside the viewer's gives none.
    """
    tree = read_tree(conn)
    allowed = tree.below(viewer.unit_id)
    if wanted.unit:
        allowed &= tree.below(wanted.unit)
    rows = conn.execute(_devices(allowed, tree, wanted.q)).all()
    missing = _missing(conn, [row.kid for row in rows])
    found = [_described(row, missing.get(row.kid, NOTHING), now) for row in rows]
    shown = [
        {**phone, "unit": tree.named(phone["unit"], wanted.lang)}
        for phone in found
        if phone["holds"] or not (wanted.holding or phone["revoked_at"])
    ]
    return sorted(shown, key=_order)


def _devices(allowed: frozenset[str], tree: Tree, q: str) -> Select[Any]:
    head = select(func.max(entries.c.seq)).where(entries.c.device == devices.c.kid).scalar_subquery()
    query = (
        select(devices, users.c.name, users.c.unit_id, device_contacts.c.last_contact_at, head.label("head"))
        .add_columns(*(device_holdings.c[name].label(f"claim_{name}") for name in (*_CLAIM, "why")))
        .join(users, users.c.id == devices.c.user_id)
        .outerjoin(device_contacts, device_contacts.c.kid == devices.c.kid)
        .outerjoin(device_holdings, device_holdings.c.kid == devices.c.kid)
        .where(within(users.c.unit_id, allowed, tree))
        .order_by(users.c.unit_id, users.c.name, devices.c.enrolled_at)
    )
    if not q:
        return query
    name, username = users.c.name, users.c.username
    return query.where(or_(name.contains(q, autoescape=True), username.contains(q.lower(), autoescape=True)))


def _missing(conn: Connection, kids: list[str]) -> dict[str, dict[str, Any]]:
    """Give {pictures, bytes, oldest_at} by device; a picture that was announced twice counts once."""
    each = awaited_pictures.c
    query = (
        select(
            each.device,
            func.count().label("pictures"),
            func.sum(each.bytes).label("bytes"),
            func.min(each.received_at).label("oldest_at"),
        )
        .where(each.device.in_(kids))
        .group_by(each.device)
    )
    return {
        row.device: {"pictures": row.pictures, "bytes": int(row.bytes), "oldest_at": row.oldest_at}
        for row in conn.execute(query)
    }


def _described(row: Row[Any], missing: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    claim = claim_of(row)
    holds = missing["pictures"] > 0 or (claim is not None and claim["entries"] + claim["pictures"] > 0)
    heard = from_text(row.last_contact_at) if row.last_contact_at else None
    return {
        "kid": row.kid,
        "label": row.label,
        "person": {"id": row.user_id, "name": row.name},
        "unit": row.unit_id,
        "revoked_at": row.revoked_at,
        "last_contact_at": row.last_contact_at,
        "head_seq": row.head or 0,
        "missing": missing,
        "claim": claim,
        "holds": holds,
        "silent": not row.revoked_at and is_silent(heard, now, owes=holds),
    }


def claim_of(row: Row[Any]) -> dict[str, Any] | None:
    """Give what a device said of itself, None where it never did."""
    if row.claim_said_at is None:
        return None
    return {name: getattr(row, f"claim_{name}") for name in _CLAIM} | {"why": row.claim_why or []}


def _order(phone: Mapping[str, Any]) -> tuple[bool, bool, int]:
    claim = phone["claim"] or {"entries": 0, "pictures": 0}
    # The phone counts among its pictures those that the server misses.
    held = claim["entries"] + max(claim["pictures"], phone["missing"]["pictures"])
    return phone["revoked_at"] is not None, not phone["silent"], -held
