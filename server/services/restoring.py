"""A backup becomes an installation again: verified, in an empty folder, and without what was erased since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import yaml

from server.config import Config, load_config
from server.domain.checkpoint import BadNoteError, open_checkpoint
from server.queries import ledger
from server.services import erasing, rebuilding
from server.services.backing_up import ERASURES, Tell, copy_blob
from server.services.checking import Finding
from server.services.people import OPERATOR
from server.store import restored
from server.store.backup_folder import BackupFolder, BadBackupError, Snapshot, copy_private
from server.store.blobs import DiskBlobs
from server.store.copying import copy_in, reading
from server.store.keys import FOLDERS, KEY_FILES, create_keys, load_signer, write_private
from server.store.restored import Ended
from server.store.store import DamagedError, open_store


class WrongKeysError(Exception):
    """The log key is another city's, or another than the backup was made with."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to restore, and where.

    `name` None is the newest backup, `keys` None makes new keys, `erasures` None takes the list that lies
    with the keys, `database_url` None is SQLite in the folder.
    """

    source: Path
    data: Path
    name: str | None = None
    keys: Path | None = None
    erasures: Path | None = None
    database_url: str | None = None


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: `missing` are pictures of the backup whose bytes it does not hold."""

    name: str
    made_at: str
    leaves: int
    pictures: int
    missing: tuple[str, ...]
    erased: int
    knows_erasures: bool
    findings: tuple[Finding, ...]


def restore(wanted: Wanted, now: datetime, tell: Tell = lambda _done, _all: None) -> Restored:
    """Restore a backup into an empty folder, and into an empty database where that is PostgreSQL.

    BadBackupError, WrongKeysError, FileExistsError for a folder and DatabaseInUseError for a database that
    hold something, FileNotFoundError for a key or a list that is not there, OSError.
    """
    snapshot = BackupFolder(wanted.source).newest(wanted.name)
    ended = _verify(snapshot)
    restored.begin(wanted.data)
    for name in FOLDERS:
        (wanted.data / name).mkdir(mode=0o700, exist_ok=True)
    _bring_keys(wanted, snapshot)
    knows_erasures = _bring_erasures(wanted)
    missing = _bring_pictures(wanted, snapshot, tell)
    copy_in(snapshot.database, _write_settings(wanted, snapshot))
    restored.mark(wanted.data, ended)
    erased, findings = _settle(wanted.data, now)
    restored.finish(wanted.data)
    return Restored(
        name=snapshot.name,
        made_at=ended.made_at,
        leaves=ended.size,
        pictures=snapshot.manifest["pictures"],
        missing=tuple(missing),
        erased=erased,
        knows_erasures=knows_erasures,
        findings=tuple(findings),
    )


def _verify(snapshot: Snapshot) -> Ended:
    """Compare files, head and signature with the manifest."""
    said = snapshot.manifest
    snapshot.verify()
    try:
        with reading(snapshot.database) as conn:
            head = ledger.head(conn)
        signed = open_checkpoint(said["checkpoint"], said["vkey"])
    except (DamagedError, BadNoteError, KeyError) as error:
        raise BadBackupError(f"{snapshot.name}: {error}") from error
    if (signed.size, signed.root) != (head.size, head.root) or signed.origin != said["origin"]:
        raise BadBackupError(f"{snapshot.name}: the checkpoint is not that of the database")
    return Ended(head.size, head.root, said["made_at"])


def _bring_keys(wanted: Wanted, snapshot: Snapshot) -> None:
    if wanted.keys is None:
        create_keys(wanted.data)
        return
    copy_private(KEY_FILES, wanted.keys, wanted.data)
    said = snapshot.manifest
    try:
        vkey = load_signer(wanted.data, said["origin"]).vkey
    except ValueError as error:
        raise WrongKeysError(str(wanted.keys)) from error
    if vkey != said["vkey"]:
        raise WrongKeysError(str(wanted.keys))


def _bring_erasures(wanted: Wanted) -> bool:
    """Copy the list of erasures; False when there is none to copy."""
    source = wanted.erasures or (wanted.keys / ERASURES if wanted.keys else None)
    if source is None or (wanted.erasures is None and not source.exists()):
        return False
    write_private(wanted.data / ERASURES, source.read_text(encoding="utf-8", errors="replace"))
    return True


def _bring_pictures(wanted: Wanted, snapshot: Snapshot, tell: Tell) -> list[str]:
    source, target = BackupFolder(wanted.source).blobs(), DiskBlobs(wanted.data / "blobs")
    missing = []
    for done, (sha256, size) in enumerate(snapshot.blobs(), 1):
        if target.size(sha256) != size and not copy_blob(source, target, sha256):
            missing.append(sha256)
        tell(done, snapshot.manifest["pictures"])
    return missing


def _write_settings(wanted: Wanted, snapshot: Snapshot) -> Config:
    said = yaml.safe_load(snapshot.settings_text())
    if wanted.database_url:
        said["database_url"] = wanted.database_url
    text = yaml.safe_dump(said, allow_unicode=True, sort_keys=False)
    write_private(wanted.data / "settings.yaml", text)
    return load_config(wanted.data)


def _settle(data: Path, now: datetime) -> tuple[int, list[Finding]]:
    """Erase what was erased since, ask for what the backup does not hold, and check everything."""
    store = open_store(load_config(data))
    try:
        erased = erasing.repeat(store, OPERATOR.actor, now)
        # Small pictures are in no backup: the worker makes them again.
        rebuilding.repair(store, (), now)
        return len(erased), rebuilding.check(store)
    finally:
        store.close()
