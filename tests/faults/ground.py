"""The installation under one epoch of schedules: its data folder, its database, and what an operator does."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from server.config import load_config
from server.domain.events import Event
from server.queries.people import find_user
from server.services.people import OPERATOR, issue_enrol_code, revoke_device
from server.services.sessions import set_password
from server.store import accounts
from server.store.store import Store, open_store
from tests.faults.server import Site
from tests.support import city

PASSWORD = "correct horse battery"
_MEMORY_KIB = 64


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody who can enrol phones."""

    id: str
    username: str


def scratch_folder() -> Path:
    """Make a folder for one lane; in memory where there is room.

    Since losses of power are modelled anyway.
    """
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > 4 << 30
    return Path(tempfile.mkdtemp(prefix="xunzheng-faults-", dir=memory if roomy else None))


def make_template(folder: Path, url: str | None = None) -> Path:
    """Make the installation that every epoch begins as a copy of."""
    accounts._MEMORY_KIB = _MEMORY_KIB  # many passwords, and nobody guesses
    store = open_store(city.make_config(folder, url))
    city.settle(store)
    store.close()
    return folder


class Ground:
    """One installation, with a store of the laboratory's own on it."""

    def __init__(self, folder: Path, template: Path, url: str | None = None) -> None:
        """Copy the template into `folder`.

        `url` names a copy of its database, None where that is a file in it.
        """
        shutil.copytree(template, folder)
        self.folder, self.url = folder, url
        self.store: Store = open_store(load_config(folder, {"XUNZHENG_DATABASE_URL": url} if url else {}))

    def site(self, workers: int) -> Site:
        """What a server is started over."""
        return Site(self.folder, self.url, workers)

    def hire(self, count: int) -> list[Officer]:
        """Make officers that no schedule before has seen."""
        now = datetime.now(UTC)
        made = [Officer(f"u-{name}", name) for name in (f"o{secrets.token_hex(5)}" for _ in range(count))]
        rows = [
            {"id": each.id, "username": each.username, "name": "员", "roles": ["officer"],
             "unit_id": "east-1", "active": True}
            for each in made
        ]  # fmt: skip
        touches = tuple(f"user:{each.id}" for each in made)
        with self.store.write() as tx:
            tx.append(Event("user.imported", "import:users", "setup", now, {"rows": rows}, touches=touches))
            for each in made:
                user = find_user(tx.conn, each.id)
                assert user
                set_password(tx, user, PASSWORD, "setup", now)
        return made

    def code_for(self, officer: Officer) -> str:
        """Hand out a one-time code."""
        return issue_enrol_code(self.store, officer.id, OPERATOR, datetime.now(UTC)).code

    def revoke(self, kid: str) -> None:
        """Revoke a device, as an administrator does."""
        revoke_device(self.store, kid, "lost", OPERATOR, datetime.now(UTC))

    def close(self) -> None:
        """Give the connections back and remove the folder."""
        self.store.close()
        shutil.rmtree(self.folder, ignore_errors=True)
