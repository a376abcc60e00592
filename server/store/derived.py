"""Derivatives kept by content: `derived/<sha256>/<rendition>-v1.jpg`.

A cache that may be lost: every file can be made again from its blob, so the
writes need no fsync. The version is part of the name; raising it makes
derivatives anew after the way they are made has changed.
"""

import os
import re
import secrets
import shutil
from pathlib import Path

from server.store.blobs import FILE_MODE, FOLDER_MODE, make_folder, write_all

VERSION = 1
_SHA256 = re.compile(r"[0-9a-f]{64}")
_RENDITION = re.compile(r"[a-z]+(-[0-9a-f]{16})?")


class DerivedCache:
    """Finished JPEG derivatives on this machine."""

    def __init__(self, root: Path) -> None:
        make_folder(root)
        self._root = root.resolve()

    def read(self, sha256: str, rendition: str) -> bytes | None:
        """Return the JPEG, or None while it has not been made."""
        try:
            return self._path(sha256, rendition).read_bytes()
        except FileNotFoundError:
            return None

    def has(self, sha256: str, rendition: str) -> bool:
        return self._path(sha256, rendition).is_file()

    def keep(self, sha256: str, rendition: str, data: bytes) -> None:
        """Keep a derivative; making the same one twice, even at once, is harmless."""
        target = self._path(sha256, rendition)
        target.parent.mkdir(mode=FOLDER_MODE, exist_ok=True)
        temporary = target.with_name(f".{target.name}.{secrets.token_hex(8)}")
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
        try:
            write_all(descriptor, data)
        finally:
            os.close(descriptor)
        temporary.replace(target)

    def remove(self, sha256: str) -> None:
        """Forget everything made from one picture, for erasure."""
        shutil.rmtree(self._path(sha256, "any").parent, ignore_errors=True)

    def _path(self, sha256: str, rendition: str) -> Path:
        if not _SHA256.fullmatch(sha256) or not _RENDITION.fullmatch(rendition):
            raise ValueError("a derivative is named by a hash and a rendition")
        path = (self._root / sha256 / f"{rendition}-v{VERSION}.jpg").resolve()
        if not path.is_relative_to(self._root):
            raise ValueError("a derivative lies outside of its cache")
        return path
