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

_Written = tuple[int, int, int]


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
        written = self._written()
        return _lines(self._path, written) if written else {}

    def pictures(self) -> frozenset[str]:
        """Give the hashes of the pictures that went with them."""
        written = self._written()
        return _pictures(self._path, written) if written else frozenset()

    def _written(self) -> _Written | None:
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino


# Every batch and every picture that comes in asks, and the list hardly ever grows.
@lru_cache(maxsize=8)
def _pictures(path: Path, written: _Written) -> frozenset[str]:
    return frozenset(sha256 for line in _lines(path, written).values() for sha256 in line["blobs"])


@lru_cache(maxsize=8)
def _lines(path: Path, _written: _Written) -> Mapping[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for text in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            line = json.loads(text)
        except ValueError:
            continue
        found[line["hash"]] = line
    return MappingProxyType(found)
