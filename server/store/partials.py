"""Uploads that have not ended yet: one file per (device, SHA-256, length).

The file is the truth: its size is the offset, its name holds the declared
length, the time of its last write says when it expires. One writer at a time
holds a lock on it; a lock on a file that was meanwhile renamed into the blob
store counts for nothing, or a late writer would write into evidence.
"""

import errno
import fcntl
import hashlib
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from server.store.blobs import FILE_MODE, OwnFolder, make_folder, write_all

_KID = re.compile(r"[A-Za-z0-9_-]{43}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_READ_BYTES = 1 << 20


class PartialLockedError(Exception):
    """Another request is writing this upload."""


class PartialNotFoundError(Exception):
    """There is no such upload, or no longer."""


class Partial:
    """One locked upload; leaving the `with` block releases the lock and keeps the bytes."""

    def __init__(self, path: Path, *, create: bool) -> None:
        self.path = path
        self._descriptor, self.offset = _open_locked(path, create=create)
        os.lseek(self._descriptor, self.offset, os.SEEK_SET)
        self._digest = hashlib.sha256() if self.offset == 0 else None
        self._is_synced = self.offset == 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._descriptor)

    def write(self, data: bytes) -> None:
        """Append bytes; they last only after `sync`."""
        write_all(self._descriptor, data)
        self.offset += len(data)
        self._is_synced = False
        if self._digest is not None:
            self._digest.update(data)

    def sync(self) -> None:
        """Make everything written so far last."""
        if not self._is_synced:
            os.fsync(self._descriptor)
            self._is_synced = True

    def cut_back(self, offset: int) -> None:
        """Forget everything after `offset`."""
        os.ftruncate(self._descriptor, offset)
        os.lseek(self._descriptor, offset, os.SEEK_SET)
        os.fsync(self._descriptor)
        self.offset = offset
        self._digest = hashlib.sha256() if offset == 0 else None

    def digest(self) -> str:
        """SHA-256 of all bytes so far, in hex; raises OSError.

        They are read again only where earlier requests wrote some of them.
        """
        if self._digest is not None:
            return self._digest.hexdigest()
        whole = hashlib.sha256()
        at = 0
        while chunk := os.pread(self._descriptor, _READ_BYTES, at):
            whole.update(chunk)
            at += len(chunk)
        if at < self.offset:
            # It says nothing about the bytes: they are not to be sent again for it.
            raise OSError(errno.EIO, "the upload was read only in part")
        return whole.hexdigest()

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)


class Partials:
    """The folder of unfinished uploads, one folder inside it for each device."""

    def __init__(self, root: Path) -> None:
        self._own = OwnFolder(root)
        self._root = self._own.path

    def begin(self, kid: str, sha256: str, length: int) -> Partial:
        """Open an upload, making it where there is none; raises PartialLockedError."""
        path = self._path(kid, sha256, length)
        try:
            return Partial(path, create=True)
        except PartialNotFoundError:
            self._own.must_be_there()
            make_folder(path.parent)
            return Partial(path, create=True)

    def resume(self, kid: str, sha256: str, length: int) -> Partial:
        """Open an upload that was begun; raises PartialLockedError, PartialNotFoundError."""
        return Partial(self._path(kid, sha256, length), create=False)

    def offset(self, kid: str, sha256: str, length: int) -> int | None:
        """Bytes that have arrived, None where no such upload was begun."""
        try:
            return self._path(kid, sha256, length).stat().st_size
        except FileNotFoundError:
            return None

    def written_at(self, kid: str, sha256: str, length: int) -> datetime:
        """When bytes last arrived; raises PartialNotFoundError."""
        try:
            changed = self._path(kid, sha256, length).stat().st_mtime
        except FileNotFoundError:
            raise PartialNotFoundError from None
        return datetime.fromtimestamp(changed, UTC)

    def remove_older(self, limit: datetime) -> int:
        """Remove uploads not written to since `limit`, return how many; a locked one is in use and stays."""
        removed = 0
        for path in self._files():
            try:
                with Partial(path, create=False) as partial:
                    if path.stat().st_mtime < limit.timestamp():
                        partial.remove()
                        removed += 1
            except (PartialLockedError, PartialNotFoundError):
                continue
        return removed

    def _files(self) -> Iterator[Path]:
        return (path for path in self._root.glob("*/*") if path.is_file())

    def _path(self, kid: str, sha256: str, length: int) -> Path:
        # Letters and digits alone: no such name leads out of the folder.
        if not _KID.fullmatch(kid) or not _SHA256.fullmatch(sha256) or length < 0:
            raise ValueError("an upload is named by a device, a hash and a length")
        return self._root / kid / f"{sha256}.{length}"


def _open_locked(path: Path, *, create: bool) -> tuple[int, int]:
    """Return the descriptor of a locked file, and its size in bytes."""
    flags = os.O_RDWR | (os.O_CREAT if create else 0)
    while True:
        try:
            descriptor = os.open(path, flags, FILE_MODE)
        except FileNotFoundError:
            raise PartialNotFoundError from None
        size = _lock(descriptor, path)
        if size is not None:
            return descriptor, size


def _lock(descriptor: int, path: Path) -> int | None:
    """Take the lock and give the size, None where the path no longer names what was locked."""
    size = None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        locked, named = os.fstat(descriptor), path.stat()
        if locked.st_ino == named.st_ino:
            size = locked.st_size
    except BlockingIOError:
        raise PartialLockedError from None
    except FileNotFoundError:
        pass  # renamed into the blob store while we waited: opened anew, or found gone
    finally:
        if size is None:
            os.close(descriptor)
    return size
