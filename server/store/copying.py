"""The whole database as one SQLite file, whichever database it comes from, and back again.

One format serves both: the file that PostgreSQL was written to opens like any other, can be
checked, and an installation can move from one database to the other by a backup and a restore.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, create_engine, func, select, text
from sqlalchemy.exc import DatabaseError

from server.config import Config
from server.store.blobs import FILE_MODE, sync_file
from server.store.database import Database, open_database
from server.store.store import DamagedError, Store
from server.store.tables import jobs, leaves, ledger_head, metadata, users
from server.store.walking import rows_by_key


class DatabaseInUseError(Exception):
    """The database that should take a backup holds something already."""


def copy_out(store: Store, target: Path) -> None:
    """Write all tables as they stand at one instant into a new SQLite file, for good."""
    target.touch(FILE_MODE)
    if store.config.is_sqlite:
        with store.database.reader.connect() as conn, closing(sqlite3.connect(target)) as copy:
            # In one step, so that it is one instant; writers go on beside it, as WAL lets them.
            conn.connection.driver_connection.backup(copy, pages=-1)  # type: ignore[union-attr]
    else:
        with TemporaryDirectory(dir=target.parent) as folder:
            with _opened(store.config, Path(folder)) as copy_database, store.snapshot() as source:
                _copy_rows(source, copy_database)
            _fill(target, Path(folder) / "database.sqlite")
    _gather(target)
    sync_file(target)


def copy_in(source: Path, config: Config) -> None:
    """Bring a copy into the empty database of another installation.

    DatabaseInUseError when PostgreSQL holds something already, DamagedError when the copy cannot be read,
    OSError when PostgreSQL does not answer.
    """
    if config.is_sqlite:
        file = Path(config.database_url.removeprefix("sqlite:///"))
        file.touch(FILE_MODE)
        _fill(file, source)
        sync_file(file)
        return
    with TemporaryDirectory(dir=config.data) as folder:
        _fill(Path(folder) / "database.sqlite", source)
        # Opening brings an old copy up to today's tables first.
        with (
            _opened(config, Path(folder)) as copy,
            _reached(config) as target,
            copy.reader.connect() as conn,
        ):
            _refuse_used(target)
            _copy_rows(conn, target)


@contextmanager
def reading(file: Path) -> Iterator[Connection]:
    """Read from a copy; DamagedError when it is no database."""
    engine = create_engine(f"sqlite:///{file}")
    try:
        with engine.connect() as conn:
            yield conn
    except DatabaseError as error:
        raise DamagedError(str(error.orig)) from error
    finally:
        engine.dispose()


def _gather(file: Path) -> None:
    """Bring what lies beside a SQLite file into it."""
    with closing(sqlite3.connect(file)) as copy:
        copy.execute("PRAGMA journal_mode=DELETE")


def _fill(target: Path, source: Path) -> None:
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


@contextmanager
def _opened(config: Config, folder: Path) -> Iterator[Database]:
    """Open a SQLite file in a folder of its own, at today's tables."""
    file = folder / "database.sqlite"
    database = open_database(replace(config, data=folder, database_url=f"sqlite:///{file}"))
    try:
        yield database
    finally:
        _close(database)
    _gather(file)


@contextmanager
def _reached(config: Config) -> Iterator[Database]:
    try:
        database = open_database(config)
    except DatabaseError as error:
        raise OSError(f"PostgreSQL: {error.orig}") from error
    try:
        yield database
    finally:
        _close(database)


def _close(database: Database) -> None:
    database.writer.dispose()
    database.reader.dispose()


def _refuse_used(target: Database) -> None:
    with target.reader.connect() as conn:
        for table in (leaves, users):
            if conn.scalar(select(func.count()).select_from(table)):
                raise DatabaseInUseError


def _copy_rows(source: Connection, target: Database) -> None:
    with target.writer.begin() as conn:
        # Every fresh schema holds the head of an empty log.
        conn.execute(ledger_head.delete())
        for table in metadata.sorted_tables:
            for rows in rows_by_key(source, table):
                conn.execute(table.insert(), rows)
        if conn.dialect.name == "postgresql":
            _go_on_counting(conn)


def _go_on_counting(conn: Connection) -> None:
    """Let PostgreSQL number new jobs after those that came in with their numbers."""
    last = conn.scalar(select(func.max(jobs.c.id)))
    if last is not None:
        conn.execute(text("SELECT setval(pg_get_serial_sequence('jobs', 'id'), :last)"), {"last": last})
