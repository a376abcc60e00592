"""What a disk does to a file that was right when it was written: each harm gives back what it takes away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from server.store.store import Store


def _vanish(path: Path) -> None:
    path.unlink()


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def _flip(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)


def _fail(path: Path) -> None:
    # Reading a folder fails like reading a bad sector does: by an error of the system.
    path.unlink()
    path.mkdir()


HARMS: dict[str, Callable[[Path], None]] = {"vanish": _vanish, "cut": _cut, "flip": _flip, "fail": _fail}


def blob_path(store: Store, sha256: str) -> Path:
    """Say where the bytes of a blob lie."""
    return store.config.data / "blobs" / sha256[:2] / sha256


@contextmanager
def harmed(path: Path, harm: str) -> Iterator[None]:
    """Harm a file for the length of the block."""
    whole = path.read_bytes()
    HARMS[harm](path)
    try:
        yield
    finally:
        if path.is_dir():
            path.rmdir()
        path.write_bytes(whole)
