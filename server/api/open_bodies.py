"""A cap on uploads whose bodies are still arriving.

A stalled upload holds a thread. Beyond a few hundred of them a worker process
would answer nothing at all, so the next one is told to come back later, with
its body unread.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from server.domain.problems import BusyProblem

LIMIT = 256
RETRY_AFTER_S = 5


class OpenBodies:
    """Counts the bodies being read in this process."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._slots = threading.BoundedSemaphore(limit)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Hold one place while a body is read; raises BusyProblem when all are taken."""
        if not self._slots.acquire(blocking=False):
            raise BusyProblem(retry_after=RETRY_AFTER_S)
        try:
            yield
        finally:
            self._slots.release()


open_bodies = OpenBodies()
