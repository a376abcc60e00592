"""Lets a few requests of phones work at a time in a web process, and screens go first.

One interpreter runs one thread at a time, and changes over every few milliseconds: with a hundred phones
inside, whoever looks at a screen waits for a hundred others at each step. So phones stand in line for a
turn at work. What waits for bytes of its body holds no turn, and goes before newcomers when they are there.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

# The place in a request's environment where its turn is found.
TURN = "xunzheng.turn"
_COURTESY_S = 0.5


class Gate:
    """Turns for `at_work` phones at a time; while a screen is being answered, no new one but the only one."""

    def __init__(self, at_work: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = at_work
        self._clock = clock
        self._guard = threading.Lock()
        self._working = 0
        self._line: deque[threading.Lock] = deque()
        self._screens: dict[Screen, float] = {}

    def enter(self, *, first: bool) -> None:
        """Wait for a turn, before all others in line or behind them."""
        with self._guard:
            if not self._line and self._has_room():
                self._working += 1
                return
            mine = threading.Lock()
            mine.acquire()
            (self._line.appendleft if first else self._line.append)(mine)
        mine.acquire()

    def leave(self) -> None:
        """End a turn."""
        with self._guard:
            self._working -= 1
            self._hand_over()

    def show(self, screen: Screen) -> None:
        """Begin to answer a screen."""
        with self._guard:
            self._screens[screen] = self._clock()

    def shown(self, screen: Screen) -> None:
        """Hold phones back for this screen no longer."""
        with self._guard:
            del self._screens[screen]
            self._hand_over()

    def _has_room(self) -> bool:
        return self._working < (1 if self._is_looked_at() else self._most)

    def _is_looked_at(self) -> bool:
        # A screen that takes long, such as a large export, must not hold phones back for as long.
        return bool(self._screens) and max(self._screens.values()) > self._clock() - _COURTESY_S

    def _hand_over(self) -> None:
        while self._line and self._has_room():
            self._working += 1
            self._line.popleft().release()


class Turn:
    """A phone's turn at the gate."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def begin(self) -> None:
        """Wait in line for the turn."""
        self._gate.enter(first=False)

    def pause(self) -> None:
        """Give the turn back for a while."""
        self._gate.leave()

    def resume(self) -> None:
        """Take it again, before newcomers."""
        self._gate.enter(first=True)

    end = pause


class Screen:
    """A screen's way through the gate: it never waits."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def begin(self) -> None:
        """Hold phones back."""
        self._gate.show(self)

    def pause(self) -> None:
        """Hold nobody back for a while."""
        self._gate.shown(self)

    resume = begin
    end = pause
