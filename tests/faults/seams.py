"""The labelled steps of a server process: os functions, commits and requests, wrapped in the forked process
only.

The product knows nothing of them. At each step the board says whether something shall happen: a kill of all
the server's processes, of this one alone, a failure of the disk, a pause.
"""

from __future__ import annotations

import errno
import os
import signal
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from sqlalchemy import event
from sqlalchemy.engine.default import DefaultDialect

from server.store import prepared
from tests.faults import forging, tracing
from tests.faults.board import Arm, Board

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_ROUTES = ("journal/head", "journal", "evidence", "receipts", "device/", "devices", "session", "changes")
_FAILURES = {"disk full": errno.ENOSPC, "blobs unreachable": errno.EIO, "blobs read-only": errno.EROFS}


@dataclass(frozen=True, slots=True)
class Seams:
    """What the wrappers of one process know.

    The board, the data folder, and `worker ` or nothing as a prefix.
    """

    board: Board
    data: Path
    role: str
    trace: tracing.Trace

    def come_by(self, step: str) -> Arm | None:
        """Pass a labelled step: returns what is left to the wrapper, or never returns."""
        arm = self.board.come_by(self.role + step)
        if arm is None or arm.action == "half":
            return arm
        act(self.board, arm)
        return None

    def kind_of(self, path: str) -> str:
        """Say which part of the data folder a path lies in: `uploads`, `blobs`, or nothing of interest."""
        inside = path.removeprefix(f"{self.data}/")
        part = inside.split("/", 1)[0] if inside != path else ""
        return part if part in {"uploads", "blobs"} else ""

    def fail_where_it_must(self, path: str, *, needs_room: bool) -> None:
        """Raise OSError where a lasting fault of the disk holds for this path; a full one has names left."""
        condition = self.board.condition
        kind = self.kind_of(path) if condition else ""
        if (kind and needs_room) if condition == "disk full" else kind == "blobs":
            self.board.suffered()
            raise OSError(_FAILURES[condition], os.strerror(_FAILURES[condition]), path)


def act(board: Board, arm: Arm) -> None:
    """Do what was armed for this moment."""
    if arm.action == "kill":
        os.killpg(0, signal.SIGKILL)
        time.sleep(60)
    if arm.action == "kill one":
        os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(60)
    if arm.action == "pause":
        time.sleep(arm.value / 1000)
    if arm.action in _FAILURES:
        board.begin(arm.action)


def install(seams: Seams) -> None:
    """Wrap the os functions and the commits of this process."""
    _wrap_os(seams)
    commit: Any = DefaultDialect.do_commit

    def do_commit(dialect: DefaultDialect, connection: Any) -> None:
        writes = not hasattr(connection, "in_transaction") or connection.in_transaction
        if writes:
            seams.come_by("before commit")
        commit(dialect, connection)
        if writes:
            seams.come_by("after commit")

    DefaultDialect.do_commit = do_commit  # type: ignore[method-assign]


def _path_of(descriptor: int) -> str:
    return os.readlink(f"/proc/self/fd/{descriptor}")  # noqa: PTH115 - a hot path


def _wrap_os(seams: Seams) -> None:
    wrapped: dict[str, Callable[..., Any]] = {
        "write": _writing(seams, os.write), "fsync": _syncing(seams, os.fsync),
        "fdatasync": _syncing(seams, os.fdatasync), "ftruncate": _cutting(seams, os.ftruncate),
        "replace": _moving(seams, os.replace), "rename": _moving(seams, os.rename),
        "mkdir": _making(seams, os.mkdir), "open": _opening(seams, os.open),
    }  # fmt: skip
    for name, wrapper in wrapped.items():
        setattr(os, name, wrapper)


def _writing(seams: Seams, real: Callable[..., int]) -> Callable[..., int]:
    def write(descriptor: int, data: Any, /) -> int:
        path = _path_of(descriptor)
        if not seams.kind_of(path):
            return real(descriptor, data)
        seams.fail_where_it_must(path, needs_room=True)
        arm = seams.come_by("half a write")
        seams.trace.wrote(path)
        if arm:
            real(descriptor, bytes(data)[: len(data) // 2])
            act(seams.board, Arm(arm.label, "kill"))
        return real(descriptor, data)

    return write


def _syncing(seams: Seams, real: Callable[[int], None]) -> Callable[[int], None]:
    def sync(descriptor: int) -> None:
        path = _path_of(descriptor)
        if not seams.kind_of(path):
            return real(descriptor)
        seams.fail_where_it_must(path, needs_room=False)
        step = "folder fsync" if os.path.isdir(path) else "fsync"  # noqa: PTH112 - a hot path
        seams.come_by(f"before {step}")
        real(descriptor)
        seams.trace.synced(path)
        seams.come_by(f"after {step}")
        return None

    return sync


def _cutting(seams: Seams, real: Callable[[int, int], None]) -> Callable[[int, int], None]:
    def truncate(descriptor: int, length: int) -> None:
        seams.trace.wrote(_path_of(descriptor))
        real(descriptor, length)

    return truncate


def _moving(seams: Seams, real: Callable[..., None]) -> Callable[..., None]:
    def move(source: Any, target: Any, **more: Any) -> None:
        if not seams.kind_of(str(target)):
            return real(source, target, **more)
        seams.fail_where_it_must(str(target), needs_room=False)
        seams.come_by("before rename")
        real(source, target, **more)
        seams.trace.moved(str(source), str(target))
        seams.come_by("after rename")
        return None

    return move


def _making(seams: Seams, real: Callable[..., None]) -> Callable[..., None]:
    def make(path: Any, *rest: Any, **more: Any) -> None:
        seams.fail_where_it_must(str(path), needs_room=False)
        real(path, *rest, **more)
        seams.trace.made(str(path))

    return make


def _opening(seams: Seams, real: Callable[..., int]) -> Callable[..., int]:
    changes = os.O_CREAT | os.O_WRONLY | os.O_RDWR | os.O_DIRECTORY

    def opened(path: Any, flags: int, *rest: Any, **more: Any) -> int:
        if not flags & changes or not seams.kind_of(str(path)):
            return real(path, flags, *rest, **more)
        is_new = bool(flags & os.O_CREAT) and not os.path.lexists(path)
        seams.fail_where_it_must(str(path), needs_room=False)
        descriptor = real(path, flags, *rest, **more)
        if is_new:
            seams.trace.made(str(path))
        return descriptor

    return opened


def watch_database(seams: Seams, writer: Any) -> None:
    """Give SQLite a full disk while that fault holds, and little patience with a locked database."""
    if writer.dialect.name != "sqlite":
        return

    def begin(connection: Any) -> None:
        full = seams.board.condition == "disk full"
        if full or connection.info.get("was_full"):
            connection.exec_driver_sql(f"PRAGMA max_page_count={1 if full else 1 << 30}")
            connection.info["was_full"] = full

    def heard(error: BaseException) -> None:
        if "locked" in str(error) or "full" in str(error):
            seams.board.suffered()

    def told(conn: Any, error: Exception) -> NoReturn:
        heard(error)
        tell(conn, error)

    # Statements that go to the driver fail there, and SQLAlchemy hears nothing of it.
    tell = prepared._tell
    prepared._tell = told

    def checkout(connection: Any, *_pool: object) -> None:
        connection.execute("PRAGMA busy_timeout=150")

    event.listen(writer, "checkout", checkout)
    event.listen(writer, "begin", begin)
    event.listen(writer, "handle_error", lambda context: heard(context.original_exception))


def around(seams: Seams, application: WSGIApplication) -> WSGIApplication:
    """Wrap the WSGI application: `request <route>` before it, `before response <route>` after it."""

    def wrapped(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "").removeprefix("/api/")
        route = next((each.strip("/") for each in _ROUTES if path.startswith(each)), "other")
        seams.come_by(f"request {route}")
        forged = seams.board.come_by("receipts leave") if route in {"journal", "receipts"} else None
        if forged:
            environ.pop("HTTP_ACCEPT_ENCODING", None)
        answer = application(environ, start)
        if forged:
            answer, is_changed = forging.forge(forged.action, answer)
            if is_changed:
                seams.board.suffered()
        seams.come_by(f"before response {route}")
        return answer

    return wrapped
