"""A small city with a fixed cast: Chen records in the east, Liu reviews there, Wang records in the west."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from schemas.catalogue import first_edition
from server.config import Config, load_config
from server.domain.codes import normalise_code
from server.domain.events import Event
from server.domain.scope import path_of
from server.queries.people import User, find_user
from server.services import enrolling
from server.services.catalogues import publish_edition
from server.services.people import OPERATOR, issue_enrol_code
from server.services.sessions import set_password
from server.store.keys import City, create_folder
from server.store.store import Store
from tests.support.phone import Phone

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
ORIGIN = "test/city"
PASSWORD = "correct horse battery"
_UNITS = (
    ("city", None), ("east", "city"), ("east-1", "east"), ("west", "city"), ("west-1", "west"),
)  # fmt: skip
_USERS = (
    ("chen", "陈", ["officer"], "east-1"),
    ("liu", "刘", ["reviewer"], "east"),
    ("wang", "王", ["officer"], "west-1"),
    ("zhao", "赵", ["office", "admin"], "city"),
    ("sun", "孙", ["auditor"], "city"),
)


def make_config(data: Path, database_url: str | None = None) -> Config:
    """Make the data folder of the test city."""
    create_folder(data, City(ORIGIN, "测试城", "Testville", {}))
    return load_config(data, {"XUNZHENG_DATABASE_URL": database_url} if database_url else {})


def settle(store: Store) -> None:
    """Import units, people and places, and publish the first edition."""
    paths: dict[str, str] = {}
    for unit, parent in _UNITS:
        paths[unit] = path_of(unit, paths[parent] if parent else None)
    units = [
        {"id": unit, "parent_id": parent, "path": paths[unit], "name_zh": unit, "name_en": unit,
         "kind": "district" if parent == "city" else "station", "dept": None}
        for unit, parent in _UNITS
    ]  # fmt: skip
    users = [
        {"id": f"u-{name}", "username": name, "name": zh, "roles": roles, "unit_id": unit, "active": True}
        for name, zh, roles, unit in _USERS
    ]
    places = [place(f"p-{unit}", unit, at) for at, unit in enumerate(("city", "east", "west"))]
    with store.write() as tx:
        for kind, rows in (("unit", units), ("user", users), ("place", places)):
            touches = tuple(f"{kind}:{row['id']}" for row in rows)
            tx.append(
                Event(f"{kind}.imported", f"import:{kind}s", "setup", NOW, {"rows": rows}, touches=touches)
            )
        for name, *_ in _USERS:
            user = find_user(tx.conn, f"u-{name}")
            assert user
            set_password(tx, user, PASSWORD, "setup", NOW)
    publish_edition(store, first_edition(), "setup", NOW)


def place(place_id: str, unit: str, at: int = 0) -> dict[str, Any]:
    """Build a row of `places`."""
    return {
        "id": place_id, "name": place_id, "category": "hall", "unit_id": unit, "lat": 300000000 + at * 10000,
        "lon": 1040000000, "geometry": None, "gates": [], "grid": None, "attrs": {}, "initials": "p",
    }  # fmt: skip


def add_user(store: Store, row: dict[str, Any]) -> None:
    """Import one more person, who signs in with the password of all."""
    with store.write() as tx:
        touches = (f"user:{row['id']}",)
        tx.append(Event("user.imported", "import:users", "setup", NOW, {"rows": [row]}, touches=touches))
        user = find_user(tx.conn, row["id"])
        assert user
        set_password(tx, user, PASSWORD, "setup", NOW)


def user_of(store: Store, name: str) -> User:
    """Give one of the cast."""
    with store.read() as conn:
        user = find_user(conn, f"u-{name}")
    assert user
    return user


def enrol(store: Store, name: str = "chen", now: datetime = NOW) -> Phone:
    """Enrol a new phone of one of the cast."""
    user = user_of(store, name)
    code = issue_enrol_code(store, user.id, OPERATOR, now).code
    phone = Phone(store.origin, user.id)
    proof = phone.sign(enrolling.proof_text(store.origin, normalise_code(code), phone.kid))
    wanted = enrolling.Enrolment(normalise_code(code), phone.jwk, "test phone", proof)
    enrolling.enrol(store, user, wanted, now)
    return phone
