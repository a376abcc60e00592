"""A city that is backed up, lost and restored: folders, databases, and what both hold, to be compared."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from server.config import load_config
from server.services.backing_up import Done, Places, back_up
from server.services.restoring import Restored, Wanted, restore
from server.store.store import Store, open_store
from server.store.tables import metadata
from tests.support.city import NOW


class Vault:
    """Where backups, keys and the list of erasures of a test city go."""

    def __init__(self, folder: Path, new_database: Callable[[], str | None]) -> None:
        self.backups, self.keys = folder / "backups", folder / "keys"
        self._folder, self.new_database = folder, new_database

    def back_up(self, store: Store, at: datetime = NOW, **options: Any) -> Done:
        """Back a city up, its keys apart."""
        return back_up(store, Places(self.backups, self.keys, **options), at)

    def wanted(self, **changed: Any) -> Wanted:
        """Name an empty place for a restored city."""
        data = self._folder / f"restored-{os.urandom(4).hex()}"
        whole = {"keys": self.keys, "database_url": self.new_database(), "data": data, **changed}
        return Wanted(self.backups, **whole)

    def restore(self, at: datetime = NOW, **changed: Any) -> tuple[Store, Restored]:
        """Restore the newest backup into an empty place and open it."""
        wanted = self.wanted(**changed)
        done = restore(wanted, at)
        return open_store(load_config(wanted.data, {})), done


def everything(store: Store) -> dict[str, list[dict[str, Any]]]:
    """Give every row of every table, by primary key."""
    with store.read() as conn:
        return {
            name: [dict(row) for row in conn.execute(select(table).order_by(*table.primary_key)).mappings()]
            for name, table in metadata.tables.items()
        }


def every_blob(store: Store) -> dict[str, bytes]:
    """Give the bytes of everything the blob store holds."""
    return {sha256: _read(store, sha256) for sha256 in store.blobs.names()}


def _read(store: Store, sha256: str) -> bytes:
    with store.blobs.open(sha256) as file:
        return file.read()
