"""A backup beside the running server: the database at one instant first, then the pictures it names.

Pictures never change, so one that is in the folder already is not copied again. Erasures wait meanwhile,
or a picture could vanish between the two. The log's key, the server's secret and the list of erasures go
to another folder: whoever holds a backup must not be able to sign as this city, and a list that is
restored together with the words it names would be as old as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import yaml

from server.config import VERSION
from server.domain.clock_text import to_text
from server.queries import evidence, ledger
from server.services.erasing import deletions
from server.store.backup_folder import DATABASE, BackupFolder, Draft, copy_private
from server.store.blobs import (
    BlobNotFoundError,
    BlobStore,
    BlobUnreadableError,
    HashMismatchError,
    read_pieces,
)
from server.store.copying import copy_out, reading
from server.store.keys import KEY_FILES
from server.store.ledger import Head
from server.store.store import Store

ERASURES = "erasures.log"

# Told after every picture: how many of how many were looked at.
Tell = Callable[[int, int], None]


class SamePlaceError(ValueError):
    """A folder that lies inside one that it must be kept apart from."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where a backup goes; `keys` is None when secrets are not copied, `keep` None keeps every backup."""

    target: Path
    keys: Path | None = None
    keep: int | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What a backup did; `damaged` are pictures that the store no longer has as they were."""

    name: str
    leaves: int
    pictures: int
    copied: int
    damaged: tuple[str, ...]
    forgotten: int


def back_up(store: Store, places: Places, now: datetime, tell: Tell = lambda _done, _all: None) -> Done:
    """Make a complete backup of a store that may be serving; SamePlaceError, OSError."""
    _refuse_same_place(store, places)
    folder = BackupFolder(places.target)
    with deletions(store).held():
        draft = folder.begin(f"{now:%Y-%m-%dT%H%M%SZ}")
        head, blobs = _copy_database(store, draft)
        copied, damaged = _copy_blobs(store.blobs, folder.blobs(), blobs, tell)
        draft.write_blobs(blobs)
        draft.write_settings(_public_settings(store))
        if places.keys:
            _copy_keys(store, places.keys)
        made = draft.complete({
            "made_at": to_text(now), "program": VERSION, "origin": store.origin, "vkey": store.signer.vkey,
            "size": head.size, "root": head.root.hex(), "checkpoint": store.checkpoint(head),
            "pictures": len(blobs), "damaged": damaged,
        })  # fmt: skip
        forgotten = folder.keep_only(places.keep) if places.keep else 0
    return Done(made.name, head.size, len(blobs), copied, tuple(damaged), forgotten)


def _refuse_same_place(store: Store, places: Places) -> None:
    data, target = store.config.data.resolve(), places.target.resolve()
    if target.is_relative_to(data) or data.is_relative_to(target):
        raise SamePlaceError(str(target))
    if places.keys:
        keys = places.keys.resolve()
        for other in (data, target):
            if keys.is_relative_to(other) or other.is_relative_to(keys):
                raise SamePlaceError(str(keys))


def _copy_database(store: Store, draft: Draft) -> tuple[Head, list[tuple[str, int]]]:
    file = draft.folder / DATABASE
    copy_out(store, file)
    with reading(file) as conn:
        return ledger.head(conn), evidence.all_blobs(conn)


def _copy_blobs(
    source: BlobStore, target: BlobStore, blobs: list[tuple[str, int]], tell: Tell
) -> tuple[int, list[str]]:
    copied, damaged = 0, []
    for done, (sha256, size) in enumerate(blobs, 1):
        if target.size(sha256) != size:
            if copy_blob(source, target, sha256):
                copied += 1
            else:
                damaged.append(sha256)
        tell(done, len(blobs))
    return copied, damaged


def copy_blob(source: BlobStore, target: BlobStore, sha256: str) -> bool:
    """Copy one picture for good, hashing it on the way; False where the source does not give its bytes."""
    try:
        target.put(sha256, read_pieces(source, sha256))
    except (BlobNotFoundError, BlobUnreadableError, HashMismatchError):
        return False
    return True


def _public_settings(store: Store) -> str:
    # The database's address may hold a password, and a restored city has another one.
    said = {name: value for name, value in store.settings.items() if name != "database_url"}
    return yaml.safe_dump(said, allow_unicode=True, sort_keys=False)


def _copy_keys(store: Store, target: Path) -> None:
    names = [*KEY_FILES]
    if (store.config.data / ERASURES).exists():
        names.append(ERASURES)
    copy_private(names, store.config.data, target)
