"""The process that every server of a lane is forked from: the application is imported and built once.

Speaks JSON lines. `{"do":"serve", …}` forks a real granian over a data folder, `{"do":"work", …}` a worker
for derivatives, `{"do":"rebuild"|"check"|"backup", …}` that command; each answers `{"pid": n}`. A forked
process is the leader of a process group of its own, wraps its seams, and is never asked anything again: what
it shall suffer stands on the board.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import signal
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from granian import Granian
from granian.constants import Interfaces

from server.api.current import EXTENSION
from server.app import create_app
from server.config import load_config
from server.services import rebuilding, worker
from server.services.backing_up import Places, back_up
from server.store.store import Store, open_store
from tests.faults import bad_reads, plants_server, seams, tracing
from tests.faults.board import Board

Command = dict[str, Any]
_IDLE_S = 0.02
_PR_SET_PDEATHSIG = 1


class Zygote:
    """The built application, and what each forked process does with it."""

    def __init__(self, template: Path, board: Path) -> None:
        """Build the application once over a template installation, and let go of it."""
        store = open_store(load_config(template, {}))
        self._app: Flask = create_app(store.config, store)
        self._app.test_client().get("/healthz")
        store.close()
        self._board = Board(board)
        gc.collect()
        gc.freeze()

    def fork(self, command: Command) -> int:
        """Fork one process for a command; returns its pid."""
        pid = os.fork()
        if pid:
            return pid
        try:
            self._live(command)
        except BaseException:  # noqa: BLE001 - a forked process must never return into the zygote's loop
            traceback.print_exc()
        finally:
            os._exit(1)

    def _live(self, command: Command) -> None:
        os.setsid()
        _end_with_parent()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        log = os.open(command["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(log, 1)
        os.dup2(log, 2)
        sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
        acts: dict[str, Callable[[Command], None]] = {
            "serve": self._serve, "work": self._work, "rebuild": self._rebuild, "check": self._check,
            "backup": self._backup,
        }  # fmt: skip
        acts[command["do"]](command)
        os._exit(0)

    def _serve(self, command: Command) -> None:
        server = Granian(
            "server.wsgi:app",
            port=command["port"],
            interface=Interfaces.WSGI,
            workers=command["workers"],
            blocking_threads=8,
            log_level="error",  # type: ignore[arg-type]
            respawn_failed_workers=True,
            respawn_interval=0.05,
        )
        server.serve(target_loader=lambda: self._load(command), wrap_loader=False)

    def _load(self, command: Command) -> Any:
        store = self._open(command, "")
        self._app.extensions[EXTENSION] = store
        return self._app

    def _open(self, command: Command, role: str) -> Store:
        data = Path(command["data"])
        _end_with_parent()
        self._board.after_fork()
        trace = tracing.Trace(self._board, Path(command["trace"]))
        seam = seams.Seams(self._board, data, role, trace)
        if command.get("plant"):
            plants_server.PLANTS[command["plant"]]()
        seams.install(seam)
        bad_reads.install(self._board, data, role)
        env = {"XUNZHENG_DATABASE_URL": command["url"]} if command.get("url") else {}
        store = open_store(load_config(data, env))
        seams.watch_database(seam, store.database.writer)
        vars(self._app)["wsgi_app"] = seams.around(seam, self._app.wsgi_app)
        return store

    def _work(self, command: Command) -> None:
        worker.IDLE_S = _IDLE_S
        worker.Worker(self._open(command, "worker ")).run(threading.Event())

    def _rebuild(self, command: Command) -> None:
        rebuilding.rebuild(self._open(command, "rebuild "))

    def _check(self, command: Command) -> None:
        _tell(command, [str(each) for each in rebuilding.check(self._open(command, "check "))])

    def _backup(self, command: Command) -> None:
        """Make a backup that nobody keeps."""
        with tempfile.TemporaryDirectory(dir=Path(command["data"]).parent) as folder:
            places = Places(Path(folder) / "backup")
            _tell(command, back_up(self._open(command, "backup "), places, datetime.now(UTC)).damaged)


def _tell(command: Command, said: Sequence[str]) -> None:
    """Leave what a command said beside the data folder."""
    file = Path(command["data"]).parent / f"{command['do']}.json"
    file.with_suffix(".part").write_text(json.dumps(list(said)), encoding="utf-8")
    file.with_suffix(".part").rename(file)


def _end_with_parent() -> None:
    """Let the kernel kill this process when its parent has gone: no server outlives its laboratory."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def main() -> None:
    """Fork what is asked for until standard input ends."""
    zygote = Zygote(Path(sys.argv[1]), Path(sys.argv[2]))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        print(json.dumps({"pid": zygote.fork(json.loads(line))}), flush=True)


if __name__ == "__main__":
    main()
