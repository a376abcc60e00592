"""The driver's side of a lane's server: start, kill, know that it died, and start it again."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faults import tracing
from tests.faults.board import Board
from tests.support.real_server import answers

ROOT = Path(__file__).resolve().parents[2]
_START_S = 60
_PAUSE_S = 0.005


@dataclass(frozen=True, slots=True)
class Site:
    """What a server is started over: its data folder, its database (None for SQLite).

    How many web workers.
    """

    data: Path
    url: str | None = None
    workers: int = 1


class Server:
    """One lane's server processes. When they die, a thread starts them again as a supervisor would."""

    def __init__(self, folder: Path, template: Path) -> None:
        """Start the zygote; `template` is an installation to build the application over."""
        self.board = Board(folder / "board")
        self._folder = folder
        self.plant: str | None = None
        self.port = _free_port()
        self._zygote = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.zygote", str(template), str(folder / "board")],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self._asking = threading.Lock()
        self._hear()
        self._site: Site | None = None
        self._pid: int | None = None
        self._up = threading.Event()
        self.deaths = 0
        self.dropped = 0

    def _hear(self) -> dict[str, Any]:
        line = (self._zygote.stdout or sys.stdin).readline()
        if not line:
            raise RuntimeError(f"the zygote is gone; its servers' words are in {self._folder / 'server.log'}")
        return dict(json.loads(line))

    def _fork(self, do: str, site: Site) -> int:
        command = {
            "do": do, "data": str(site.data), "url": site.url, "workers": site.workers, "port": self.port,
            "plant": self.plant, "log": str(self._folder / "server.log"),
            "trace": str(self._folder / "trace"),
        }  # fmt: skip
        with self._asking:
            assert self._zygote.stdin
            self._zygote.stdin.write(json.dumps(command) + "\n")
            self._zygote.stdin.flush()
            return int(self._hear()["pid"])

    def serve(self, site: Site) -> None:
        """Serve this site from now on; what was served before ends."""
        if self._site == site and self._up.is_set():
            return
        self.stop()
        self._site = site
        self._start()

    def _start(self) -> None:
        site = self._site
        assert site
        pid = self._fork("serve", site)
        self._pid = pid
        self._wait_for_answers()
        self._up.set()
        threading.Thread(target=self._watch, args=(pid,), daemon=True).start()

    def _watch(self, pid: int) -> None:
        _wait_for_end(pid)
        if self._pid != pid:
            return
        self._up.clear()
        self.deaths += 1
        _kill_group(pid)
        if self.board.is_traced:
            self.dropped += tracing.cut_power(self._folder / "trace")
        # The laboratory may be at its end, and its zygote gone.
        with contextlib.suppress(BrokenPipeError):
            self._start()

    def _wait_for_answers(self) -> None:
        deadline = time.monotonic() + _START_S
        while time.monotonic() < deadline:
            if answers(self.port):
                return
            time.sleep(_PAUSE_S)
        raise RuntimeError(f"the server did not start; its words are in {self._folder / 'server.log'}")

    def wait(self) -> None:
        """Wait until the server answers, after whatever killed it.

        Where one worker alone died, its processes are there and answer again only once it was replaced.
        """
        deadline = time.monotonic() + _START_S
        while time.monotonic() < deadline:
            if self._up.wait(_PAUSE_S) and answers(self.port):
                return
            time.sleep(_PAUSE_S)
        raise RuntimeError("the server did not come back")

    def kill(self) -> None:
        """End all processes of the server at once; it comes back by itself."""
        if self._pid is not None:
            _kill_group(self._pid)

    def begin_trace(self, *, on: bool) -> None:
        """Trace from now on what is written and what is synced, for a power cut; what was before lasts."""
        self.board.trace(on=False)
        if on:
            (self._folder / "trace").write_text("")
        self.board.trace(on=on)

    def cut_power(self) -> None:
        """Kill everything and drop what was not synced; comes back, and traces no more."""
        before = self.deaths
        self.kill()
        while self.deaths == before:
            time.sleep(_PAUSE_S)
        self.wait()
        self.board.trace(on=False)

    def run(self, do: str, site: Site) -> int:
        """Run `work`, `rebuild` or `check` beside the server; returns the pid of its own process group."""
        return self._fork(do, site)

    def stop(self) -> None:
        """End the server for good."""
        pid, self._pid = self._pid, None
        self._up.clear()
        if pid is not None:
            _kill_group(pid)
            _wait_for_end(pid)

    def close(self) -> None:
        """End the server and its zygote."""
        self.stop()
        if self._zygote.stdin:
            self._zygote.stdin.close()
        self._zygote.wait(20)


def end(pid: int) -> None:
    """End a process group of `Server.run`, and wait for its leader."""
    _kill_group(pid)
    _wait_for_end(pid)


def wait_for(pid: int) -> None:
    """Wait until a process of `Server.run` has ended by itself."""
    _wait_for_end(pid)


def _kill_group(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


def _wait_for_end(pid: int) -> None:
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        select.select([descriptor], [], [])
    finally:
        os.close(descriptor)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
