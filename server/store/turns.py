"""Turns at work that must not be done by too many at once; whoever finds no turn is told to come back."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from server.domain.problems import BusyProblem


class Turns:
    """`limit` may work at once in this process and `queue` more may wait, each at most `patience_s`."""

    def __init__(self, limit: int, *, retry_after_s: int, queue: int = 0, patience_s: float = 0.0) -> None:
        self._room = threading.BoundedSemaphore(limit + queue)
        self._working = threading.BoundedSemaphore(limit)
        self._patience_s = patience_s
        self._retry_after_s = retry_after_s

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Hold one turn; raises BusyProblem when none came free in time."""
        if not self._room.acquire(blocking=False):
            raise BusyProblem(retry_after=self._retry_after_s)
        try:
            if not self._working.acquire(timeout=self._patience_s):
                raise BusyProblem(retry_after=self._retry_after_s)
            try:
                yield
            finally:
                self._working.release()
        finally:
            self._room.release()
