"""Group commit inside one process: threads that want the same kind of write at once share a transaction.

A commit costs one sync of the disk whether it carries one row or ten. Whoever
comes first does the work of all who came meanwhile; nobody waits for company.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class _Waiting(Generic[T]):
    item: T
    done: bool = False
    error: BaseException | None = field(default=None)


class Gathering(Generic[T]):
    """Items that wait for the next transaction."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._guard = threading.Lock()
        self._waiting: list[_Waiting[T]] = []

    def put(self, item: T, write: Callable[[Sequence[T]], None]) -> None:
        """Return once `write` has committed this item; what it raises is raised for all it carried."""
        mine = _Waiting(item)
        with self._guard:
            self._waiting.append(mine)
        with self._turn:
            if not mine.done:
                self._write_all(write)
        if mine.error is not None:
            raise mine.error

    def _write_all(self, write: Callable[[Sequence[T]], None]) -> None:
        with self._guard:
            carried, self._waiting = self._waiting, []
        try:
            write([each.item for each in carried])
        except BaseException as error:
            for each in carried:
                each.error = error
            raise
        finally:
            for each in carried:
                each.done = True
