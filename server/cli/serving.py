"""`xunzheng serve` and `worker`: the web server with its worker process beside it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import click
from granian import Granian
from granian.constants import Interfaces

from server.cli.base import APPLICATION, DEMO_FOLDER, data_option, opened, say, stop
from server.cli.installing import install, welcome
from server.services import worker

WORKERS = 2
THREADS = 4
_LONGEST_PAUSE_S = 30.0


@click.command("serve")
@click.option("--demo", is_flag=True, help="Serve the fictional demo city, made when it is not there.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--cert", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Certificate (PEM)."
)
@click.option(
    "--key", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Private key (PEM)."
)
@data_option
def serve_command(demo: bool, host: str, port: int, data: Path, **tls: Path | None) -> None:  # noqa: FBT001 - click passes options by name
    """Serve a data folder; an empty one becomes a new installation."""
    if bool(tls["cert"]) != bool(tls["key"]):
        raise stop("--cert 与 --key 须同时给出", "--cert and --key belong together")
    _check_port(host, port)
    scheme = "https" if tls["cert"] else "http"
    os.environ.setdefault("XUNZHENG_PUBLIC_URL", f"{scheme}://{host}:{port}")
    os.environ["XUNZHENG_DATA"] = str(data.resolve())
    _prepare(data, demo=demo)
    server = Granian(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        factory=True,
        log_level="warning",  # type: ignore[arg-type]
        ssl_cert=tls["cert"],
        ssl_key=tls["key"],
    )
    url = os.environ["XUNZHENG_PUBLIC_URL"]
    server.on_startup(lambda: say(f"巡证在 {url}", f"Xunzheng is at {url}"))
    with _Companion([sys.executable, "-m", "server.cli", "worker", "--data", str(data)]):
        server.serve()


@click.command("worker")
@data_option
def worker_command(data: Path) -> None:
    """Run the worker alone: examinations, thumbnails, watermarks."""
    with opened(data) as store:
        worker.serve(store)


def _prepare(data: Path, *, demo: bool) -> None:
    if demo:
        # Drawing the demo's pictures is a large part of the program, and a real city never does.
        from server.cli.demo import prepare_demo  # noqa: PLC0415

        prepare_demo(data)
        return
    if data == DEMO_FOLDER:
        raise stop("请给出 --data 目录,或用 --demo", "give a folder with --data, or --demo")
    if not (data / "settings.yaml").exists():
        install(data, "巡证", "Xunzheng", None)
    with opened(data) as store:
        welcome(store)


def _check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise stop(
                f"端口 {port} 不可用({error.strerror}):请换 --port",
                f"Port {port} cannot be used ({error.strerror}): choose another --port",
            ) from None


class _Companion:
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
