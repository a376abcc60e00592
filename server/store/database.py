"""Engines and migrations: Flask-SQLAlchemy supplies the engines, Flask-Migrate the schema's history.

Two engines over one database: writers begin IMMEDIATE (without it 8 writers lost 554 of
6,400 writes), readers run in AUTOCOMMIT so that a long read never holds a writer's snapshot.
"""

from __future__ import annotations

import os
import select
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import Migrate, upgrade
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import InvalidatePoolError

from server.config import Config
from server.store.locks import WriterLock
from server.store.prepared import ask, send_writes
from server.store.statements import statement
from server.store.tables import metadata

MOUNTS = Path("/proc/self/mounts")
MIGRATIONS = Path(__file__).with_name("migrations")
_BEGIN = statement("BEGIN IMMEDIATE")
_NETWORK_DISKS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs", "ceph"})


@dataclass(slots=True)
class Database:
    """The two engines, and the lock that the ledger's writers on this machine wait for."""

    writer: Engine
    reader: Engine
    lock: WriterLock
    _line: Connection | None = None

    @property
    def is_sqlite(self) -> bool:
        """Say which of the two databases this is."""
        return self.writer.dialect.name == "sqlite"

    @contextmanager
    def ledger_line(self, committing: Callable[[], AbstractContextManager[None]]) -> Iterator[Connection]:
        """Begin a transaction on the one connection of the ledger's writers, for whoever holds the lock.

        `committing` is around its commit.
        """
        if self._line is None:
            self._line = self.writer.connect()
        elif not self.is_sqlite and _is_ended(self._line):
            self._line.invalidate()
        try:
            with ExitStack() as late, self._line.begin():
                yield self._line
                late.enter_context(committing())
        except BaseException:
            # Whatever state it was left in, the pool brings it back to none.
            self._leave_line()
            raise

    def _leave_line(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.close()

    def close(self) -> None:
        """Give the connections back."""
        self._leave_line()
        self.writer.dispose()
        self.reader.dispose()


def open_database(config: Config) -> Database:
    """Connect, bring the schema up to date, and return the engines."""
    if config.is_sqlite:
        _refuse_network_disk(config.data)
    lock = WriterLock(config.data / "ledger.lock")
    db = SQLAlchemy(metadata=metadata)
    host = _host(config)
    db.init_app(host)
    Migrate(host, db, directory=str(MIGRATIONS), render_as_batch=False)
    with host.app_context():
        writer, reader = db.engine, db.engines["read"]
        if config.is_sqlite:
            event.listen(writer, "connect", _prepare_writer)
            event.listen(writer, "begin", _begin_immediate)
            event.listen(reader, "connect", _prepare_reader)
        else:
            _speak_to_postgresql(writer, reader)
        with lock.held():
            upgrade()
    return Database(writer, reader, lock)


def _speak_to_postgresql(writer: Engine, reader: Engine) -> None:
    from server.store.postgres_line import use_lines  # noqa: PLC0415 - only who uses PostgreSQL has its driver

    use_lines(writer, one_plan=True)
    use_lines(reader, one_plan=False)
    for engine in (writer, reader):
        event.listen(engine, "checkout", _refuse_ended)
    # What SQLAlchemy itself says on a line comes after what waits there.
    event.listen(writer, "before_cursor_execute", lambda conn, *_statement: send_writes(conn))


def _host(config: Config) -> Flask:
    # Flask-SQLAlchemy hangs its engines on an app; the store keeps one that serves nothing.
    host = Flask("server.store")
    # Parameters are answers and names: no error message may quote them.
    # The connection given back last is taken first: the pages it knows are the freshest.
    options: dict[str, Any] = {"hide_parameters": True, "pool_use_lifo": True}
    options |= {} if config.is_sqlite else {"pool_size": 8}
    host.config.update(
        SQLALCHEMY_DATABASE_URI=config.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=options,
        SQLALCHEMY_BINDS={"read": {"url": config.database_url, "isolation_level": "AUTOCOMMIT", **options}},
    )
    return host


def _prepare_writer(connection: Any, _record: object) -> None:
    # The driver's own BEGIN is deferred; ours is sent by _begin_immediate.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON"):
        connection.execute(f"PRAGMA {pragma}")
    # What is erased must not stay readable in free pages.
    connection.execute("PRAGMA secure_delete=ON")
    # Pages that change with every entry are copied back once for 16 MB of log, not for 4.
    connection.execute("PRAGMA wal_autocheckpoint=4000")
    connection.execute("PRAGMA busy_timeout=10000")


def _prepare_reader(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA busy_timeout=10000")
    connection.execute("PRAGMA query_only=ON")


def _refuse_ended(connection: Any, _record: object, _proxy: object) -> None:
    """Pass by connections that PostgreSQL has ended; all that are as old are given up with them.

    Who ends a connection says so, so on one that rests there is something to read. Asking costs no visit.
    """
    if _has_something_to_read(connection):
        raise InvalidatePoolError


def _is_ended(line: Connection) -> bool:
    return not line.invalidated and _has_something_to_read(line.connection.driver_connection)


def _has_something_to_read(connection: Any) -> bool:
    resting = select.poll()
    resting.register(connection.fileno(), select.POLLIN)
    return bool(resting.poll(0))


def _begin_immediate(connection: Any) -> None:
    ask(connection, _BEGIN)


def _refuse_network_disk(folder: Path) -> None:
    """Raise OSError when SQLite would lie on a network disk, where its locks do not hold."""
    if not MOUNTS.exists():
        return
    best, kind = "", ""
    for line in MOUNTS.read_text(encoding="utf-8").splitlines():
        _, point, fstype, *_ = line.split(" ")
        if os.path.commonpath([folder, point]) == point and len(point) > len(best):
            best, kind = point, fstype
    if kind in _NETWORK_DISKS:
        raise OSError(f"{folder} lies on a network disk ({kind}); SQLite needs a local one")
