"""Reads that fail, end early or lie, of what a server process keeps as files: `read blobs`, `read uploads`,
`read derived`.

The names carry the role before them, as all labels do (`worker read blobs`). Only what is read is harmed,
never the file: whoever comes again reads it whole.
"""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.faults.board import Board

FAILS, IS_CUT, LIES, VANISHES = "read fails", "read is cut", "bits flip", "file vanishes"
_PARTS = ("blobs", "uploads", "derived")


class _Failing(io.RawIOBase):
    """A file of a bad sector."""

    def readable(self) -> bool:
        return True

    def readinto(self, _buffer: Any, /) -> int:
        raise OSError(errno.EIO, os.strerror(errno.EIO))


def install(board: Board, data: Path, role: str) -> None:
    """Wrap the reading functions of this process."""

    def armed(path: str) -> str | None:
        inside = path.removeprefix(f"{data}/")
        part = inside.split("/", 1)[0] if inside != path else ""
        arm = board.come_by(f"{role}read {part}") if part in _PARTS else None
        return arm.action if arm else None

    setattr(io, "open", _opening(io.open, armed))  # noqa: B010 - its type is not ours to keep
    setattr(os, "pread", _reading(os.pread, armed))  # noqa: B010 - same


def _opening(real: Callable[..., Any], armed: Callable[[str], str | None]) -> Callable[..., Any]:
    def opened(path: Any, mode: str = "r", *rest: Any, **more: Any) -> Any:
        action = armed(str(path)) if mode == "rb" else None
        if action is None:
            return real(path, mode, *rest, **more)
        if action == VANISHES:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
        if action == FAILS:
            return io.BufferedReader(_Failing())
        with real(path, mode) as file:
            return io.BytesIO(_harmed(file.read(), action))

    return opened


def _reading(real: Callable[..., bytes], armed: Callable[[str], str | None]) -> Callable[..., bytes]:
    def read(descriptor: int, count: int, at: int, /) -> bytes:
        action = armed(os.readlink(f"/proc/self/fd/{descriptor}"))  # noqa: PTH115 - a hot path
        if action == FAILS:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        said = real(descriptor, count, at)
        return said if action is None else _harmed(said, action)

    return read


def _harmed(data: bytes, action: str) -> bytes:
    half = len(data) // 2
    return data[:half] if action == IS_CUT else data[:half] + bytes([data[half] ^ 1]) + data[half + 1 :]
