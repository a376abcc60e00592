"""Turns at work that must not be done by too many at once; whoever finds no turn is told to come back."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from server.domain.problems import BusyProblem, TooManyProblem

_MANY_NAMES = 10_000


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


class NamedTurns:
    """Each name may hold `limit` turns at once in this process."""

    def __init__(self, limit: int, *, retry_after_s: int) -> None:
        self._limit = limit
        self._retry_after_s = retry_after_s
        self._guard = threading.Lock()
        self._held: dict[str, int] = {}

    @contextmanager
    def taken(self, name: str) -> Iterator[None]:
        """Hold one turn; raises TooManyProblem when this name holds all of its own."""
        with self._guard:
            if self._held.get(name, 0) >= self._limit:
                raise TooManyProblem(retry_after=self._retry_after_s)
            self._held[name] = self._held.get(name, 0) + 1
        try:
            yield
        finally:
            with self._guard:
                self._held[name] -= 1
                if not self._held[name]:
                    del self._held[name]


class Pace:
    """Each name may come so many times a second in this process, and `BURST_S` seconds' worth at once."""

    BURST_S = 5

    def __init__(
        self, per_second: int, *, retry_after_s: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._gap_s = 1 / per_second
        self._retry_after_s = retry_after_s
        self._clock = clock
        self._guard = threading.Lock()
        # When each name's coming would be even with its pace; the past means that it has all of its burst.
        self._even: dict[str, float] = {}

    def step(self, name: str) -> None:
        """Count one coming; raises TooManyProblem when it is too soon."""
        now = self._clock()
        with self._guard:
            even = max(self._even.get(name, 0.0), now)
            if even - now > self.BURST_S:
                raise TooManyProblem(retry_after=self._retry_after_s)
            self._even[name] = even + self._gap_s
            if len(self._even) > _MANY_NAMES:
                self._even = {each: at for each, at in self._even.items() if at > now}
