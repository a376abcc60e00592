"""A folder of backups: one folder for each backup's database, and the pictures of all of them together.

    snapshots/2026-11-22T080000Z/{manifest.json, database.sqlite, settings.yaml, blobs.txt}
    blobs/ab/ab…                 each picture once, whichever backups name it

A backup gets its name last, when its manifest is on the disk: whatever was cut short before that
ends in `.part` and counts for nothing.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import Any

from server.store.blobs import DiskBlobs, make_folder, sync_file, sync_folder
from server.store.keys import write_private

FORMAT = "xunzheng-backup/1"
DATABASE, SETTINGS, BLOBS, MANIFEST = "database.sqlite", "settings.yaml", "blobs.txt", "manifest.json"
_READ_BYTES = 1 << 20


class BadBackupError(Exception):
    """A backup that is missing, not whole, or not what its manifest says; the text names the file."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One complete backup: its folder and what its manifest says."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def name(self) -> str:
        """When it was made, as its folder is called."""
        return self.folder.name

    @property
    def database(self) -> Path:
        """The database, as a SQLite file."""
        return self.folder / DATABASE

    def settings_text(self) -> str:
        """Give settings.yaml as it was, without the database's address."""
        return (self.folder / SETTINGS).read_text(encoding="utf-8")

    def blobs(self) -> Iterator[tuple[str, int]]:
        """Give (hash, bytes) of every picture that belongs to it."""
        with (self.folder / BLOBS).open(encoding="ascii") as lines:
            for line in lines:
                sha256, size = line.split()
                yield sha256, int(size)

    def verify(self) -> None:
        """Compare each file with the manifest; BadBackupError names the first that differs."""
        for name, said in self.manifest["files"].items():
            path = self.folder / Path(name).name
            if not path.is_file() or digest_of(path) != (said["sha256"], said["bytes"]):
                raise BadBackupError(f"{self.name}/{name}")


class Draft:
    """A backup that is being written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write_blobs(self, blobs: Iterable[tuple[str, int]]) -> None:
        """Write the list of pictures."""
        write_private(self.folder / BLOBS, "".join(f"{sha256} {size}\n" for sha256, size in blobs))

    def write_settings(self, text: str) -> None:
        """Write settings.yaml."""
        write_private(self.folder / SETTINGS, text)

    def complete(self, said: dict[str, Any]) -> Snapshot:
        """Write the manifest, then give the backup its name."""
        files = {name: _entry(self.folder / name) for name in (DATABASE, SETTINGS, BLOBS)}
        manifest = {"format": FORMAT, **said, "files": files}
        write_private(self.folder / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")
        sync_folder(self.folder)
        finished = self.folder.rename(self.folder.with_suffix(""))
        sync_folder(finished.parent)
        return Snapshot(finished, manifest)


class BackupFolder:
    """The folder that `xunzheng backup --to` names."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def begin(self, name: str) -> Draft:
        """Begin a backup, and forget those that were cut short."""
        snapshots = self._root / "snapshots"
        make_folder(snapshots)
        for left in snapshots.glob("*.part"):
            shutil.rmtree(left)
        taken = {each.name for each in snapshots.iterdir()}
        free = next(each for each in chain([name], (f"{name}-{n}" for n in count(2))) if each not in taken)
        folder = snapshots / f"{free}.part"
        make_folder(folder)
        return Draft(folder)

    def blobs(self) -> DiskBlobs:
        """The pictures of all backups."""
        return DiskBlobs(self._root / "blobs")

    def snapshots(self) -> list[Snapshot]:
        """Give the complete backups, oldest first."""
        found = (_read(folder) for folder in sorted((self._root / "snapshots").glob("*")))
        return [snapshot for snapshot in found if snapshot is not None]

    def newest(self, name: str | None = None) -> Snapshot:
        """Give the newest complete backup, or the one called `name`; BadBackupError when there is none."""
        complete = [each for each in self.snapshots() if name in {None, each.name}]
        if not complete:
            raise BadBackupError(str(self._root / "snapshots" / (name or "*") / MANIFEST))
        return complete[-1]

    def cut_short(self) -> list[str]:
        """Name the backups that were begun later than the newest complete one and never ended."""
        return sorted(left.stem for left in (self._root / "snapshots").glob("*.part"))

    def keep_only(self, number: int) -> int:
        """Forget all but the newest `number` backups and the pictures that only they name; gives how many."""
        every = self.snapshots()
        gone, kept = every[:-number], every[-number:]
        for snapshot in gone:
            # Without a manifest it is no backup any more, whatever a cut leaves of it.
            (snapshot.folder / MANIFEST).unlink()
            shutil.rmtree(snapshot.folder)
        named = {sha256 for snapshot in kept for sha256, _ in snapshot.blobs()}
        blobs = self.blobs()
        for sha256 in sorted(set(blobs.names()) - named):
            blobs.remove(sha256)
        return len(gone)


def digest_of(path: Path) -> tuple[str, int]:
    """Read a file whole and give its SHA-256 in hex and its size."""
    whole, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(_READ_BYTES):
            whole.update(chunk)
            size += len(chunk)
    return whole.hexdigest(), size


def copy_private(names: Sequence[str], source: Path, target: Path) -> None:
    """Copy small private files from one folder to another; FileNotFoundError names one that is not there."""
    for name in names:
        make_folder((target / name).parent)
        write_private(target / name, (source / name).read_text(encoding="utf-8"))
        sync_file(target / name)


def _entry(path: Path) -> dict[str, Any]:
    sha256, size = digest_of(path)
    return {"sha256": sha256, "bytes": size}


def _read(folder: Path) -> Snapshot | None:
    if folder.suffix == ".part":
        return None
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    is_ours = isinstance(manifest, dict) and manifest.get("format") == FORMAT
    return Snapshot(folder, manifest) if is_ours else None
