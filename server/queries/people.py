"""Users and their devices as the desk and the services see them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select

from server.domain.scope import Right, rights_of
from server.queries.units import read_tree, within
from server.store.tables import device_contacts, devices, entries, leaves, users

PAGE = 500


@dataclass(frozen=True, slots=True)
class User:
    """One person with an account."""

    id: str
    username: str
    name: str
    roles: tuple[str, ...]
    unit_id: str
    active: bool

    def may(self, right: Right) -> bool:
        """Say whether one of the user's roles carries `right`."""
        return self.active and right in rights_of(self.roles)


def find_user(conn: Connection, user_id: str) -> User | None:
    """Give the user with this id."""
    return _user(conn.execute(select(users).where(users.c.id == user_id)).first())


def find_username(conn: Connection, username: str) -> User | None:
    """Give the user with this sign-in name, in any case."""
    return _user(conn.execute(select(users).where(users.c.username == username.strip().lower())).first())


def any_admin(conn: Connection) -> bool:
    """Say whether an active administrator exists."""
    rows = conn.execute(select(users.c.roles).where(users.c.active))
    return any("admin" in (row.roles or ()) for row in rows)


def describe_user(conn: Connection, user: User, lang: str) -> dict[str, Any]:
    """Give what a screen may know about a user: {id, username, name, roles, unit: {id, name}}."""
    return {
        "id": user.id,
        "username": user.username,
        "name": user.name,
        "roles": list(user.roles),
        "unit": read_tree(conn).named(user.unit_id, lang),
    }


def list_people(conn: Connection, viewer: User, unit: str | None, q: str, lang: str) -> list[dict[str, Any]]:
    """Give the people of the viewer's units with their devices, by unit and name.

    `unit` narrows to a subtree; one outside the viewer's gives nobody.
    """
    tree = read_tree(conn)
    allowed = tree.below(viewer.unit_id)
    if unit:
        allowed &= tree.below(unit)
    table = users.c
    query = select(users).where(within(table.unit_id, allowed, tree)).order_by(table.unit_id, table.name)
    if q:
        query = query.where(
            or_(table.name.contains(q, autoescape=True), table.username.contains(q.lower(), autoescape=True))
        )
    people = [user for row in conn.execute(query.limit(PAGE)) if (user := _user(row))]
    held = _devices_of(conn, [person.id for person in people])
    return [
        {
            "id": person.id,
            "username": person.username,
            "name": person.name,
            "roles": list(person.roles),
            "unit": tree.named(person.unit_id, lang),
            "active": person.active,
            "devices": held.get(person.id, []),
        }
        for person in people
    ]


def device_owner(conn: Connection, kid: str) -> str | None:
    """Give the id of the user whose device this is."""
    return conn.scalar(select(devices.c.user_id).where(devices.c.kid == kid))


def find_devices(conn: Connection, said: str) -> list[tuple[str, str]]:
    """Give (id, sign-in name) of the devices in use whose id begins with `said`, or whose owner it names."""
    query = (
        select(devices.c.kid, users.c.username)
        .join(users, users.c.id == devices.c.user_id)
        .where(devices.c.revoked_at.is_(None))
        .where(or_(devices.c.kid.startswith(said, autoescape=True), users.c.username == said.lower()))
        .order_by(devices.c.enrolled_at)
    )
    found = [(str(kid), str(owner)) for kid, owner in conn.execute(query)]
    # SQLite's LIKE knows no upper case, ids do.
    return [(kid, owner) for kid, owner in found if kid.startswith(said) or owner == said.lower()]


def head_seq(conn: Connection, kid: str) -> int:
    """Give the highest sequence number received from a device, 0 when nothing came."""
    return int(conn.scalar(select(func.max(entries.c.seq)).where(entries.c.device == kid)) or 0)


def _user(row: Row[Any] | None) -> User | None:
    if row is None:
        return None
    roles = tuple(str(role) for role in row.roles or ())
    return User(row.id, row.username, row.name, roles, row.unit_id, bool(row.active))


def _devices_of(conn: Connection, user_ids: list[str]) -> dict[str, list[dict[str, Any]]]:
    heads = (
        select(func.max(entries.c.seq))
        .where(entries.c.device == devices.c.kid)
        .scalar_subquery()
        .label("head")
    )
    query = (
        select(devices, heads, device_contacts.c.last_contact_at)
        .outerjoin(device_contacts, device_contacts.c.kid == devices.c.kid)
        .where(devices.c.user_id.in_(user_ids))
        .order_by(devices.c.enrolled_at)
    )
    held = conn.execute(query).all()
    reasons = _reasons(conn, [row.kid for row in held if row.revoked_at])
    found: dict[str, list[dict[str, Any]]] = {}
    for row in held:
        found.setdefault(row.user_id, []).append(
            {
                "kid": row.kid,
                "label": row.label,
                "enrolled_at": row.enrolled_at,
                "revoked_at": row.revoked_at,
                "revoked_why": reasons.get(row.kid),
                "head_seq": row.head or 0,
                "last_contact_at": row.last_contact_at,
            }
        )
    return found


def _reasons(conn: Connection, kids: list[str]) -> dict[str, str]:
    """Give why each of these devices was revoked, in the words of whoever did it."""
    subjects = [f"device:{kid}" for kid in kids]
    query = select(leaves.c.payload).where(leaves.c.subject.in_(subjects), leaves.c.type == "device.revoked")
    told = [json.loads(payload) for payload in conn.scalars(query) if payload]
    return {said["kid"]: str(said["reason"]) for said in told}
