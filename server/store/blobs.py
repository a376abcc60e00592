"""Evidence bytes by content: a blob is named by its SHA-256 and never changes.

A name exists only for verified bytes that are on the disk for good: write to a
temporary file, fsync, rename, fsync of the folder. A file without a row in the
ledger is harmless, because putting the same content again ends the same way.
The interface is small so that an object store can stand behind it.
"""

import hashlib
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

from server.domain.problems import NotReadyProblem

FOLDER_MODE = 0o700
FILE_MODE = 0o600
_NAME = re.compile(r"[0-9a-f]{64}")
_COME_BACK_S = 60
_PIECE_BYTES = 1 << 20
_lasting: set[Path] = set()


class HashMismatchError(Exception):
    """The bytes are not those that their name promises."""


class BlobNotFoundError(Exception):
    """No verified bytes are kept under this hash."""


class BlobUnreadableError(Exception):
    """Something is kept under this hash, but it cannot be read, or other bytes are read; says which."""


class BlobStore(Protocol):
    """What evidence needs of a store; every implementation passes `tests/store/test_blobs.py`."""

    def put(self, sha256: str, chunks: Iterable[bytes]) -> int:
        """Keep the bytes and return their count; raises HashMismatchError and then keeps nothing."""

    def adopt(self, sha256: str, source: Path, digest: str) -> None:
        """Take over a synced file on this machine whose bytes were hashed to `digest` as they were written.

        The source is gone afterwards; raises HashMismatchError and then leaves it alone.
        """

    def size(self, sha256: str) -> int | None:
        """Bytes kept under this hash, None when there are none."""

    def open(self, sha256: str) -> BinaryIO:
        """Open for reading; raises BlobNotFoundError."""

    def remove(self, sha256: str) -> None:
        """Forget the bytes, for erasure; harmless when there are none."""

    def names(self) -> Iterator[str]:
        """Name everything that is kept, in no order."""


class DiskBlobs:
    """Blobs as files `<first two letters>/<sha256>` in one folder of a local disk."""

    def __init__(self, root: Path) -> None:
        self._root = OwnFolder(root)

    def put(self, sha256: str, chunks: Iterable[bytes]) -> int:
        target = self._path(sha256)
        self._root.must_be_there()
        make_folder(target.parent)
        temporary = target.with_name(f".{sha256}.{secrets.token_hex(8)}")
        try:
            size, digest = _write_synced(temporary, chunks)
            self._place(sha256, temporary, digest)
        finally:
            temporary.unlink(missing_ok=True)
        return size

    def adopt(self, sha256: str, source: Path, digest: str) -> None:
        self._place(sha256, source, digest)

    def size(self, sha256: str) -> int | None:
        try:
            return self._path(sha256).stat().st_size
        except FileNotFoundError:
            return None

    def open(self, sha256: str) -> BinaryIO:
        try:
            return self._path(sha256).open("rb")
        except FileNotFoundError:
            raise BlobNotFoundError(sha256) from None

    def remove(self, sha256: str) -> None:
        target = self._path(sha256)
        target.unlink(missing_ok=True)
        if target.parent.is_dir():
            sync_folder(target.parent)

    def names(self) -> Iterator[str]:
        return (path.name for path in self._root.path.glob("??/*") if _NAME.fullmatch(path.name))

    def _place(self, sha256: str, source: Path, digest: str) -> None:
        if digest != sha256:
            raise HashMismatchError(sha256)
        self._root.must_be_there()
        folder = self._root.path / sha256[:2]
        descriptor = _open_own(folder)
        try:
            source.replace(folder / _named(sha256))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def _path(self, sha256: str) -> Path:
        """Resolve a name and prove that it lies in the store; raises ValueError for anything but a hash."""
        path = (self._root.path / sha256[:2] / _named(sha256)).resolve()
        if not path.is_relative_to(self._root.path):
            raise ValueError("a blob lies outside of its store")
        return path


def read_whole(blobs: BlobStore, sha256: str) -> bytes:
    """Read the bytes of a blob, and no others; raises BlobNotFoundError, BlobUnreadableError."""
    with _opened(blobs, sha256) as file:
        data = file.read()
    if hashlib.sha256(data).hexdigest() != sha256:
        # A disk may lie, and a read may end early: half a picture would look like a whole one.
        raise BlobUnreadableError("hash differs")
    return data


def read_pieces(blobs: BlobStore, sha256: str) -> Iterator[bytes]:
    """Read what is kept under a hash, unverified; raises BlobNotFoundError, BlobUnreadableError."""
    with _opened(blobs, sha256) as file:
        while piece := file.read(_PIECE_BYTES):
            yield piece


@contextmanager
def _opened(blobs: BlobStore, sha256: str) -> Iterator[BinaryIO]:
    try:
        with blobs.open(sha256) as file:
            yield file
    except OSError as error:
        raise BlobUnreadableError(error.strerror) from error


def _named(sha256: str) -> str:
    if not _NAME.fullmatch(sha256):
        raise ValueError("a blob is named by 64 lower-case hexadecimal digits")
    return sha256


def _open_own(folder: Path) -> int:
    """Open a folder of the store, making it where there is none; ValueError for a link that leads away."""
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
    try:
        return os.open(folder, flags)
    except FileNotFoundError:
        make_folder(folder)
        return os.open(folder, flags)
    except NotADirectoryError:
        raise ValueError("a blob lies outside of its store") from None


class OwnFolder:
    """A folder that was there when we began, and must stay the same one.

    Where a disk is gone its place may still be there, empty: what is put there is gone when the disk is back.
    """

    def __init__(self, path: Path) -> None:
        make_folder(path)
        self.path = path.resolve()
        self._same = _identity(self.path)

    def must_be_there(self) -> None:
        """Raise NotReadyProblem when the folder is gone or another."""
        if _identity(self.path) != self._same:
            raise NotReadyProblem(part=self.path.name, retry_after=_COME_BACK_S)


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        found = folder.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def make_folder(folder: Path) -> None:
    """Make a folder for us alone, and make its name last.

    One that is there may be another's who has not yet synced it, or died before: each process does so once.
    """
    if folder in _lasting and folder.is_dir():
        return
    if not folder.parent.is_dir():
        make_folder(folder.parent)
    folder.mkdir(mode=FOLDER_MODE, exist_ok=True)
    sync_folder(folder.parent)
    _lasting.add(folder)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder last over a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_file(path: Path) -> None:
    """Make a file that others wrote last over a power cut, and its name."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    sync_folder(path.parent)


def write_all(descriptor: int, data: bytes) -> None:
    """Write every byte, or raise OSError."""
    done = os.write(descriptor, data)
    while done < len(data):
        done += os.write(descriptor, memoryview(data)[done:])


def _write_synced(path: Path, chunks: Iterable[bytes]) -> tuple[int, str]:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
    try:
        size, digest = 0, hashlib.sha256()
        for chunk in chunks:
            write_all(descriptor, chunk)
            digest.update(chunk)
            size += len(chunk)
        os.fsync(descriptor)
        return size, digest.hexdigest()
    finally:
        os.close(descriptor)
