"""The list of what was erased: a file of its own, so that no restored backup brings the words back unseen.

One JSON object a line: {"hash", "ground", "at", "blobs": [sha256]}. It is only ever appended to.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from server.store.blobs import FILE_MODE, sync_folder, write_all


class ErasureList:
    """The file `erasures.log` of an installation."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, line: dict[str, Any]) -> None:
        """Write one erasure down for good, before it happens."""
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, FILE_MODE)
        try:
            # A line that a power cut broke must not swallow this one.
            write_all(descriptor, b"\n" + json.dumps(line, ensure_ascii=False).encode() + b"\n")
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        sync_folder(self._path.parent)

    def read(self) -> Mapping[str, dict[str, Any]]:
        """Give all erasures by entry hash; a last line that a power cut broke is passed over."""
        try:
            written = self._path.stat()
        except FileNotFoundError:
            return {}
        # Every batch that comes in asks, and the list hardly ever grows.
        return _lines(self._path, (written.st_mtime_ns, written.st_size, written.st_ino))

    def pictures(self) -> set[str]:
        """Give the hashes of the pictures that went with them."""
        return {sha256 for line in self.read().values() for sha256 in line["blobs"]}


@lru_cache(maxsize=8)
def _lines(path: Path, _written: tuple[int, int, int]) -> Mapping[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for text in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            line = json.loads(text)
        except ValueError:
            continue
        found[line["hash"]] = line
    return MappingProxyType(found)
