"""Group commit inside one process: threads that want the same kind of write at once share a transaction.

A commit costs one sync of the disk whether it carries one row or ten. Whoever
comes first does the work of all who came until the write could begin; nobody waits for company.
When a shared write fails, each is tried alone: what is wrong with one harms no other.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from server.store.hands import Hands

T = TypeVar("T")
# Called once the write can begin: gives the items it carries.
Take = Callable[[], Sequence[T]]

MOST = 16
# Two that fail alone, one after the other: it is the disk or the database, and more tries only take time.
_GIVE_UP_AFTER = 2


@dataclass(slots=True)
class _Waiting(Generic[T]):
    item: T
    done: bool = False
    error: BaseException | None = field(default=None)


class Gathering(Generic[T]):
    """Items that wait for the next transaction; at most `MOST` share one, so that none lasts long."""

    def __init__(self, hands: Hands | None = None) -> None:
        self._hands = hands or Hands()
        self._turn = threading.Lock()
        self._guard = threading.Lock()
        self._waiting: list[_Waiting[T]] = []

    def put(self, item: T, write: Callable[[Take[T]], None]) -> None:
        """Return once `write` has committed this item; raises what it raised for this item alone.

        `write` may see an item again after it failed, even where its commit had succeeded.
        """
        mine = _Waiting(item)
        with self._guard:
            self._waiting.append(mine)
        with self._hands.waiting(), self._turn:
            while not mine.done:
                self._write_next(write)
        if mine.error is not None:
            raise mine.error

    def _write_next(self, write: Callable[[Take[T]], None]) -> None:
        carried: list[_Waiting[T]] = []
        try:
            write(lambda: self._take(carried))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told to those it concerns
            self._take(carried)
            self._write_alone(carried, write, error)
        except BaseException as error:
            self._take(carried)
            _fail(carried, error)
            raise
        finally:
            for each in carried:
                each.done = True

    def _take(self, carried: list[_Waiting[T]]) -> list[T]:
        """Take those who wait, once; a write that failed before it took any fails for them."""
        if not carried:
            with self._guard:
                carried += self._waiting[:MOST]
                self._waiting = self._waiting[MOST:]
        return [each.item for each in carried]

    def _write_alone(
        self, carried: Sequence[_Waiting[T]], write: Callable[[Take[T]], None], error: Exception
    ) -> None:
        # Whatever ends this in the middle, nobody takes for written what was not tried.
        _fail(carried, error)
        if len(carried) == 1:
            return
        failed = 0
        for at, each in enumerate(carried):
            try:
                write(_only(each))
            except Exception as alone:  # noqa: BLE001 - as above
                each.error, failed = alone, failed + 1
                if failed == _GIVE_UP_AFTER:
                    _fail(carried[at + 1 :], alone)
                    return
            else:
                each.error, failed = None, 0


def _only(each: _Waiting[T]) -> Take[T]:
    return lambda: [each.item]


def _fail(carried: Sequence[_Waiting[T]], error: BaseException) -> None:
    for each in carried:
        each.error = error
