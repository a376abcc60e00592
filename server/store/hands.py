"""One thread of a process thinks at a time; who waits for a disk, a lock or a line lets the next one think.

Python runs one thread at a time anyhow, and changes every few milliseconds between those that want to run.
Whoever holds the ledger's lock then queues again for each statement, and all others queue for the lock. Here
a thread goes on until it has to wait, and who holds the lock goes first.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager


class Hands:
    """The right to think, of one process; a thread that has it may ask again."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._taken = False
        self._line: deque[threading.Lock] = deque()
        self._own = threading.local()

    @contextmanager
    def busy(self, *, first: bool = False) -> Iterator[None]:
        """Think for the length of the block; `first` passes by all who stand in line."""
        if self._have():
            yield
            return
        self._take(first=first)
        try:
            yield
        finally:
            self._give()

    @contextmanager
    def waiting(self, *, first: bool = False) -> Iterator[None]:
        """Let others think for the length of the block; `first` passes by all who stand in line after it."""
        if not self._have():
            yield
            return
        self._give()
        try:
            yield
        finally:
            self._take(first=first)

    def _have(self) -> bool:
        return getattr(self._own, "hands", False)

    def _take(self, *, first: bool) -> None:
        with self._guard:
            mine = None if self._free() else self._stand(first=first)
        if mine is not None:
            mine.acquire()
        self._own.hands = True

    def _free(self) -> bool:
        free, self._taken = not self._taken, True
        return free

    def _stand(self, *, first: bool) -> threading.Lock:
        mine = threading.Lock()
        mine.acquire()
        (self._line.appendleft if first else self._line.append)(mine)
        return mine

    def _give(self) -> None:
        self._own.hands = False
        with self._guard:
            if self._line:
                self._line.popleft().release()
            else:
                self._taken = False
