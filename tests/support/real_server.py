"""A real server process over a data folder, for what no test client shows: lines cut or stalled, kills."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from server.cli.resources import ALLOCATOR, ARENAS, FRUGAL, PIECE_BYTES, allow_connections
from server.cli.serving import THREADS, WORKERS
from server.limits import Limits

ROOT = Path(__file__).resolve().parents[2]


class RealServer:
    """Granian with as many workers and threads as `xunzheng serve` gives it; no worker for derivatives."""

    def __init__(self, data: Path, database_url: str | None = None) -> None:
        self._data, self._url = data, database_url
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process that all others of this server come from."""
        if self._process is None:
            raise RuntimeError("the server does not run")
        return self._process.pid

    def command(self) -> list[str]:
        """Give the command line of the server; a laboratory may put its own tools around it."""
        lines = str(Limits().open_connections)
        return [
            str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--workers", str(WORKERS),
            "--blocking-threads", str(THREADS),
            "--backlog", lines, "--backpressure", lines, "--port", str(self.port), "--log-level", "error",
            "server.wsgi:app",
        ]  # fmt: skip

    def start(self) -> RealServer:
        """Start the processes and wait until they answer."""
        allow_connections(Limits().open_connections)
        env = {**os.environ, "XUNZHENG_DATA": str(self._data)}
        env |= {"MALLOC_ARENA_MAX": str(ARENAS), "MALLOC_MMAP_THRESHOLD_": str(PIECE_BYTES)}
        env[ALLOCATOR] = FRUGAL
        if self._url:
            env["XUNZHENG_DATABASE_URL"] = self._url
        self._process = subprocess.Popen(self.command(), cwd=ROOT, env=env, start_new_session=True)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self._process.poll() is None:
            if answers(self.port):
                return self
            time.sleep(0.1)
        raise RuntimeError("the server did not start")

    def kill(self) -> None:
        """End all its processes at once, as a power cut would."""
        if self._process is not None:
            os.killpg(self._process.pid, 9)
            self._process.wait(20)
            self._process = None


def answers(port: int) -> bool:
    """Say whether a server on this machine is up and answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
