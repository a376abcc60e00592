"""A new installation: the data folder, the first edition, and the first administrator by a one-time link."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from server.domain.clock_text import to_text
from server.domain.events import Event
from server.domain.problems import SetupClosedProblem
from server.domain.scope import path_of
from server.queries.people import User, any_admin
from server.queries.units import read_tree
from server.services.sessions import set_password
from server.store import accounts
from server.store.keys import FOLDERS, City, create_folder, random_origin
from server.store.store import Store, Tx

TOKEN_LASTS = timedelta(days=7)
ROOT_UNIT = "city"


@dataclass(frozen=True, slots=True)
class NewAdmin:
    """What the first administrator typed."""

    username: str
    name: str
    password: str


def make_folder(data: Path, name_zh: str, name_en: str, origin: str | None) -> Path:
    """Make the data folder with its keys; gives the path of the recovery keys, which must leave."""
    create_folder(data, City(origin or random_origin(), name_zh, name_en, {}))
    return data / "offline" / "recovery.json"


def strangers_in(data: Path) -> list[str]:
    """Name what stands in the way of an installation in this folder; nothing once there is one.

    What an interrupted start left behind may stay, and so may the name for phones, which comes first.
    """
    if (data / "settings.yaml").exists() or not data.is_dir():
        return []
    expected = {*FOLDERS, "settings.yaml.new", "phone", "lost+found"}
    return sorted(path.name for path in data.iterdir() if path.name not in expected)


def mint_setup_token(store: Store, now: datetime) -> str | None:
    """Mint the token of the one-time link; None when there is an administrator already."""
    token = secrets.token_urlsafe(24)
    with store.scratch() as conn:
        if any_admin(conn):
            return None
        accounts.put_setup_token(conn, token, to_text(now + TOKEN_LASTS))
    return token


def first_admin(store: Store, token: str, admin: NewAdmin, now: datetime) -> User:
    """Spend the token: make the first administrator, and a root unit where there is none yet."""
    with store.write() as tx:
        if any_admin(tx.conn) or not accounts.use_setup_token(tx.conn, token, to_text(now)):
            raise SetupClosedProblem
        unit_id = _root_unit(store, tx, now)
        username = admin.username.strip().lower()
        user = User(f"u-{username}", username, admin.name.strip(), ("admin", "office"), unit_id, active=True)
        row = {
            "id": user.id,
            "username": username,
            "name": user.name,
            "roles": list(user.roles),
            "unit_id": unit_id,
            "active": True,
        }
        subject = f"user:{user.id}"
        tx.append(Event("user.imported", subject, "setup", now, {"rows": [row]}, touches=(subject,)))
        set_password(tx, user, admin.password, "setup", now)
    return user


def _root_unit(store: Store, tx: Tx, now: datetime) -> str:
    roots = [unit for unit in read_tree(tx.conn).by_id.values() if unit.parent_id is None]
    if roots:
        return roots[0].id
    name = store.settings.get("name") or {}
    row = {
        "id": ROOT_UNIT,
        "parent_id": None,
        "path": path_of(ROOT_UNIT, None),
        "name_zh": name.get("zh") or ROOT_UNIT,
        "name_en": name.get("en") or "",
        "kind": "bureau",
        "dept": None,
    }
    tx.append(Event("unit.imported", f"unit:{ROOT_UNIT}", "setup", now, {"rows": [row]}))
    return ROOT_UNIT
