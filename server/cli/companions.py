"""Processes that belong together: one is started again when it ends, all end when the first one does."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess

SUPERVISOR = "XUNZHENG_SUPERVISOR"
_LOOK_S = 0.5
_GRACE_S = 5.0
_STOPPING_S = 10.0
_LONGEST_PAUSE_S = 30.0


class Companion:
    """A process that is started again whenever it ends, as long as the `with` block runs.

    It is a child that shares what is loaded by now, where the system can do so. What it does, and what
    that is told, can be pickled for those systems that cannot.
    """

    def __init__(self, work: Callable[..., object], *told: object) -> None:
        self._work, self._told = work, told
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="companion", daemon=True)

    def __enter__(self) -> None:
        # The first one is made before there is any other thread, and before there are connections.
        self._process = self._begin()
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._process.terminate()
        self._thread.join(_STOPPING_S)
        self._process.kill()

    def _begin(self) -> BaseProcess:
        process = multiprocessing.Process(target=_run, args=(self._work, self._told), daemon=True)
        process.start()
        return process

    def _watch(self) -> None:
        pause_s = 1.0
        while True:
            self._process.join()
            if self._stopping.wait(pause_s):
                return
            pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)
            self._process = self._begin()


def _run(work: Callable[..., object], told: tuple[object, ...]) -> None:
    # The parent's own handlers would make a child that is told to end go on.
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    work(*told)


def end_with_supervisor() -> None:
    """End this process soon after the one that XUNZHENG_SUPERVISOR names; without it do nothing.

    A supervisor that is killed cannot stop its children, and children that
    live on would keep the port and the old program.
    """
    named = os.environ.get(SUPERVISOR)
    if named:
        threading.Thread(target=_follow, args=(int(named),), name="supervisor", daemon=True).start()


def _follow(supervisor: int) -> None:
    while os.getppid() == supervisor:
        time.sleep(_LOOK_S)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_GRACE_S)
    os._exit(1)
