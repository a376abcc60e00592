"""The city's basemap: a PMTiles file that phones keep for use without a network.

The file lies in the data folder under its hash; what phones need to fetch and check it piece by
piece is a setting of the city. It is no evidence: a backup leaves it out, and it can be supplied again.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from server.domain.events import Event
from server.domain.pmtiles import HEADER_BYTES, PmtilesError, read_header
from server.store.store import Store

CHUNK_BYTES = 1024 * 1024
MOST_BYTES = 512 * CHUNK_BYTES
SETTING = "basemap"


def offer_basemap(store: Store, source: Path, credit: str, actor: str, now: datetime) -> dict[str, Any]:
    """Take in an archive and tell all phones of it; gives the setting. PmtilesError, OSError."""
    size = source.stat().st_size
    if size > MOST_BYTES:
        raise PmtilesError(f"larger than {MOST_BYTES // CHUNK_BYTES} MiB")
    with source.open("rb") as file:
        archive = read_header(file.read(HEADER_BYTES))
    folder = _folder(store)
    folder.mkdir(mode=0o700, exist_ok=True)
    half_made = folder / "new"
    whole, pieces = _copy(source, half_made)
    half_made.rename(folder / f"{whole}.pmtiles")
    said = {
        "sha256": whole, "bytes": size, "chunk_bytes": CHUNK_BYTES, "chunks": pieces, "credit": credit,
        "zooms": list(archive.zooms), "bounds": list(archive.bounds),
    }  # fmt: skip
    _tell(store, said, actor, now)
    return said


def withdraw_basemap(store: Store, actor: str, now: datetime) -> None:
    """Offer no basemap any more: phones delete theirs at the next contact."""
    _tell(store, None, actor, now)


def basemap_path(store: Store, sha256: str) -> Path | None:
    """Give the file of an archive, None when there is none of this hash."""
    is_name = len(sha256) == hashlib.sha256().digest_size * 2 and sha256.isalnum()
    path = _folder(store) / f"{sha256}.pmtiles"
    return path if is_name and path.is_file() else None


def _folder(store: Store) -> Path:
    return store.config.data / "basemap"


def _tell(store: Store, said: dict[str, Any] | None, actor: str, now: datetime) -> None:
    subject = "settings:city"
    with store.write() as tx:
        tx.append(Event("settings.changed", subject, actor, now, {"values": {SETTING: said}}))


def _copy(source: Path, target: Path) -> tuple[str, list[str]]:
    """Copy durably; gives the hash of the whole and of every piece."""
    whole, pieces = hashlib.sha256(), []
    with target.open("wb") as copy:
        for piece in _pieces(source):
            whole.update(piece)
            pieces.append(hashlib.sha256(piece).hexdigest())
            copy.write(piece)
        copy.flush()
        os.fsync(copy.fileno())
    return whole.hexdigest(), pieces


def _pieces(source: Path) -> Iterator[bytes]:
    with source.open("rb") as file:
        while piece := file.read(CHUNK_BYTES):
            yield piece
