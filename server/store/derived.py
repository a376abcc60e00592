"""Derivatives kept by content: `derived/<sha256>/<rendition>-v2.jpg`.

A cache that may be lost: every file can be made again from its blob, so the
writes need no fsync. Each ends in the SHA-256 of what is before it, so that half
a picture, or a damaged one, is never shown as a whole one: it is forgotten and
made again. The version is part of the name; raising it makes derivatives anew
after the way they are made or kept has changed.
"""

import hashlib
import os
import re
import secrets
import shutil
from contextlib import suppress
from pathlib import Path

from server.store.blobs import FILE_MODE, FOLDER_MODE, make_folder, write_all

VERSION = 2
_SEAL_BYTES = 32
_SHA256 = re.compile(r"[0-9a-f]{64}")
_RENDITION = re.compile(r"[a-z]+(-[0-9a-f]{16})?")


class DerivedCache:
    """Finished JPEG derivatives on this machine."""

    def __init__(self, root: Path) -> None:
        make_folder(root)
        self._root = root.resolve()

    def read(self, sha256: str, rendition: str) -> bytes | None:
        """Return the JPEG, or None while it has not been made; one that is damaged is forgotten."""
        path = self._path(sha256, rendition)
        try:
            kept = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError:
            kept = b""
        data = kept[:-_SEAL_BYTES]
        if kept[-_SEAL_BYTES:] == _seal(data):
            return data
        with suppress(OSError):
            path.unlink()
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
            write_all(descriptor, data + _seal(data))
        finally:
            os.close(descriptor)
        temporary.replace(target)
        for version in range(1, VERSION):
            target.with_name(f"{rendition}-v{version}.jpg").unlink(missing_ok=True)

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


def _seal(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
