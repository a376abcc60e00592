"""Processes that belong together: one is started again when it ends, all end when the first one does."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time

SUPERVISOR = "XUNZHENG_SUPERVISOR"
_LOOK_S = 0.5
_GRACE_S = 5.0
_LONGEST_PAUSE_S = 30.0


class Companion:
    """A process that is started again whenever it ends, as long as the `with` block runs."""

    def __init__(self, command: list[str]) -> None:
        self._command = command
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._watch, name="companion", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        if self._process:
            self._process.terminate()
        self._thread.join(timeout=15)

    def _watch(self) -> None:
        pause_s = 1.0
        while not self._stopping.is_set():
            self._process = subprocess.Popen(self._command)  # noqa: S603 - our own program
            self._process.wait()
            self._stopping.wait(pause_s)
            pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)


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
