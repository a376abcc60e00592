"""The board: shared memory on which the laboratory arms what the server's processes do at their labelled
steps.

A file that both sides map: arming costs no message, and what fired is known even after a kill.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import struct
import threading
from dataclasses import dataclass
from pathlib import Path

_SLOT = struct.Struct("<64s16siII")
_SLOTS = 4
_HEADER = struct.Struct("<BBBxII")
_START = 64
_SIZE = 4096

CONDITIONS = ("", "disk full", "blobs unreachable", "blobs read-only")


@dataclass(frozen=True, slots=True)
class Arm:
    """Do `action` at the `nth` time a process comes by `label`; `value` is a number the action needs."""

    label: str
    action: str
    nth: int = 1
    value: int = 0


class Board:
    """One lane's board; the driver arms and calms, the server's processes come by."""

    def __init__(self, path: Path) -> None:
        """Map the file, made when it is not there."""
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        os.ftruncate(self._descriptor, _SIZE)
        self._memory = mmap.mmap(self._descriptor, _SIZE)
        self._path = path
        self._threads = threading.Lock()
        self._lock = os.open(path, os.O_RDWR)

    def after_fork(self) -> None:
        """Take a lock of this process's own: a lock of an inherited descriptor is shared with its parent."""
        self._threads = threading.Lock()
        self._lock = os.open(self._path, os.O_RDWR)

    def arm(self, *arms: Arm) -> None:
        """Replace what is armed."""
        with self._threads:
            self._memory[0] = 0
            for at in range(_SLOTS):
                given = arms[at] if at < len(arms) else None
                row = (
                    _SLOT.pack(given.label.encode(), given.action.encode(), given.value, given.nth, 0)
                    if given
                    else bytes(_SLOT.size)
                )
                self._memory[_START + at * _SLOT.size : _START + (at + 1) * _SLOT.size] = row
            self._memory[0] = len(arms)

    def calm(self) -> None:
        """Disarm everything and end every condition."""
        self.arm()
        self._memory[1] = 0

    def trace(self, *, on: bool) -> None:
        """Begin or end the tracing of what is written and what is synced."""
        self._memory[2] = int(on)

    @property
    def is_traced(self) -> bool:
        """Say whether writes are traced."""
        return self._memory[2] == 1

    @property
    def condition(self) -> str:
        """The lasting fault that holds now, or nothing."""
        return CONDITIONS[self._memory[1]]

    def begin(self, condition: str) -> None:
        """Let a lasting fault begin; it ends with `calm`."""
        self._memory[1] = CONDITIONS.index(condition)

    def suffered(self) -> None:
        """Count one failure that a lasting fault has caused."""
        with self._held():
            self._set_counts(self.failures + 1, self.fired)

    @property
    def failures(self) -> int:
        """How many failures lasting faults have caused since `reset`."""
        return int(_HEADER.unpack_from(self._memory)[3])

    @property
    def fired(self) -> int:
        """How many armed actions have fired since `reset`."""
        return int(_HEADER.unpack_from(self._memory)[4])

    def reset(self) -> None:
        """Calm everything and count from nothing."""
        self.calm()
        self._set_counts(0, 0)

    def come_by(self, label: str) -> Arm | None:
        """Tell a process at a labelled step what it shall do now, mostly nothing."""
        if not self._memory[0]:
            return None
        wanted = label.encode()
        with self._held():
            for at in range(_SLOTS):
                start = _START + at * _SLOT.size
                name, action, value, nth, hits = _SLOT.unpack_from(self._memory, start)
                if name.rstrip(b"\0") != wanted:
                    continue
                _SLOT.pack_into(self._memory, start, name, action, value, nth, hits + 1)
                if hits + 1 == nth:
                    self._set_counts(self.failures, self.fired + 1)
                    return Arm(label, action.rstrip(b"\0").decode(), nth, value)
        return None

    def _set_counts(self, failures: int, fired: int) -> None:
        struct.pack_into("<II", self._memory, 4, failures, fired)

    def _held(self) -> _Held:
        return _Held(self._threads, self._lock)


class _Held:
    def __init__(self, threads: threading.Lock, descriptor: int) -> None:
        self._threads, self._descriptor = threads, descriptor

    def __enter__(self) -> None:
        self._threads.acquire()
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)

    def __exit__(self, *_error: object) -> None:
        fcntl.flock(self._descriptor, fcntl.LOCK_UN)
        self._threads.release()
