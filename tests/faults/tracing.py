"""What a power cut leaves: a trace of what was written, named and synced, and the dropping of all that was
not.

The model is strict: bytes not followed by a sync of their file are gone, and so is a name (made, or moved)
whose folder was not synced after it. The database is left as the kill left it; its own log is proven
elsewhere.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.board import Board

_append = os.write


class Trace:
    """Lines in one file that all processes of a server append to, while the board says so."""

    def __init__(self, board: Board, path: Path) -> None:
        self._board = board
        self._descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def wrote(self, path: str) -> None:
        """A write is about to begin: what was synced before it is the part that lasts."""
        if self._board.is_traced:
            self._note("wrote", path, str(_size(path)))

    def synced(self, path: str) -> None:
        self._note("synced", path, str(_size(path)))

    def made(self, path: str) -> None:
        self._note("made", path)

    def moved(self, source: str, target: str) -> None:
        self._note("moved", source, target)

    def _note(self, *words: str) -> None:
        if self._board.is_traced:
            _append(self._descriptor, ("\t".join(words) + "\n").encode())


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size  # noqa: PTH116 - a hot path
    except OSError:
        return 0


@dataclass(slots=True)
class _Disk:
    """What is known to last: bytes of files with unsynced writes, names whose folders were not synced."""

    lasting: dict[str, int] = field(default_factory=dict)
    made: list[str] = field(default_factory=list)
    moved: list[tuple[str, str]] = field(default_factory=list)

    def hear(self, words: list[str]) -> None:
        what, path = words[0], words[1]
        if what == "wrote":
            self.lasting.setdefault(path, int(words[2]))
        elif what == "made":
            self.made.append(path)
        elif what == "moved":
            self._move(path, words[2])
        else:
            self._sync(path)

    def _move(self, source: str, target: str) -> None:
        if source in self.lasting:
            self.lasting[target] = self.lasting.pop(source)
        self.moved.append((source, target))

    def _sync(self, path: str) -> None:
        self.lasting.pop(path, None)
        self.made = [each for each in self.made if str(Path(each).parent) != path]
        self.moved = [each for each in self.moved if str(Path(each[1]).parent) != path]


def cut_power(trace: Path) -> int:
    """Drop what would not have lasted, and begin a new trace; returns how many things were dropped."""
    disk = _Disk()
    for line in trace.read_text(encoding="utf-8").splitlines():
        disk.hear(line.split("\t"))
    dropped = 0
    for path, size in disk.lasting.items():
        if _size(path) > size:
            os.truncate(path, size)
            dropped += 1
    for source, target in reversed(disk.moved):
        dropped += _take_back(source, target)
    for path in reversed(disk.made):
        dropped += _forget(path)
    os.truncate(trace, 0)
    return dropped


def _take_back(source: str, target: str) -> int:
    if not os.path.lexists(target):
        return 0
    if Path(source).parent.is_dir():
        os.replace(target, source)  # noqa: PTH105 - paths are texts of the trace
    else:
        os.unlink(target)  # noqa: PTH108 - same
    return 1


def _forget(path: str) -> int:
    if not os.path.lexists(path):
        return 0
    if Path(path).is_dir():
        shutil.rmtree(path)
    else:
        os.unlink(path)  # noqa: PTH108 - paths are texts of the trace
    return 1
