"""The store: one door to the ledger, the views, the blobs and the keys."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.exc import DatabaseError, SQLAlchemyError

from server.config import Config
from server.domain.checkpoint import Signer, sign_checkpoint
from server.domain.events import Event
from server.domain.journal import Entry
from server.store import jobs, ledger
from server.store.blobs import BlobStore, DiskBlobs
from server.store.database import Database, open_database
from server.store.derived import DerivedCache
from server.store.erasures import ErasureList
from server.store.gathering import Gathering
from server.store.hands import Hands
from server.store.keys import load_secret, load_signer
from server.store.partials import Partials
from server.store.prepared import ask_last
from server.store.projectors import project_all
from server.store.statements import Question, Row

__all__ = ["Connection", "Store", "Tx", "open_store"]  # callers name a connection without knowing SQLAlchemy


@dataclass(slots=True)
class Tx:
    """One write: events go to the ledger and through their projectors, or nothing happens at all.

    `leaves` is what it appends: the leaves, the subtrees they complete, the head they will leave behind.
    `answers` are the rows of what was asked when it began, `last_answers` those of what is asked with its
    commit.
    """

    conn: Connection
    leaves: ledger.Appender
    answers: list[list[Row]] = field(default_factory=list)
    last_questions: Sequence[Question] = ()
    last_answers: list[list[Row]] = field(default_factory=list)

    def append(self, event: Event) -> int:
        """Write one server event as a leaf and copy it into the views; returns the leaf's index."""
        return self.append_all([event])[0]

    def append_all(self, events: Sequence[Event]) -> list[int]:
        """Write many server events in order, as `append` would one by one; returns the leaves' indexes."""
        return self._write([(event, None) for event in events])

    def append_entry(self, entry: Entry, event: Event) -> int:
        """Write one admitted journal entry, with what was decided about it, as a leaf."""
        return self.append_entries([(entry, event)])[0]

    def append_entries(self, pairs: Sequence[tuple[Entry, Event]]) -> list[int]:
        """Write many admitted entries in order, as `append_entry` would one by one."""
        return self._write(
            [
                (
                    replace(event, jws=entry.jws, said=entry.payload),
                    {"d": entry.device, "s": entry.seq, "h": entry.hash},
                )
                for entry, event in pairs
            ]
        )

    def _write(self, leaves: Sequence[tuple[Event, dict[str, Any] | None]]) -> list[int]:
        indexes = [self.leaves.add(event, entry) for event, entry in leaves]
        placed = [replace(event, index=at) for at, (event, _) in zip(indexes, leaves, strict=True)]
        project_all(self.conn, placed)
        return indexes

    def want(self, kind: str, key: str, payload: dict[str, Any], run_at: datetime) -> None:
        """Ask for work that must follow this write; the job and the write commit together."""
        jobs.want(self.conn, jobs.Wish(kind, key, payload, run_at))


@dataclass(frozen=True, slots=True)
class Store:
    """Everything an installation keeps."""

    config: Config
    database: Database
    blobs: BlobStore
    partials: Partials
    derived: DerivedCache
    signer: Signer
    secret: str = field(repr=False)
    arrivals: Gathering[Any]
    posts: Gathering[Any]
    hands: Hands

    @property
    def settings(self) -> dict[str, Any]:
        """The text of settings.yaml, read at start."""
        return self.config.settings

    @property
    def origin(self) -> str:
        """The name this ledger signs with."""
        return self.signer.name

    @property
    def erasures(self) -> ErasureList:
        """What was erased, as a file that no backup holds."""
        return ErasureList(self.config.data / "erasures.log")

    @contextmanager
    def write(self, asking: Callable[[], Sequence[Question]] = tuple) -> Iterator[Tx]:
        """Open the one serialised write; take it last, when all is verified.

        What is known to be asked inside is best asked at once: PostgreSQL is then visited once less. `asking`
        says it when the turn has come, and may look by then who else has come.
        """
        with self.hands.waiting(), self.database.lock.held(), self.hands.busy(first=True):
            yield from self._written(asking())

    def _written(self, asking: Sequence[Question]) -> Iterator[Tx]:
        # Who comes back from the commit holds the lock still, and goes first.
        with self.database.ledger_line(lambda: self.visiting(first=True)) as conn:
            tx = Tx(conn, *ledger.begin(conn, asking))
            yield tx
            ledger.finish(conn, tx.leaves)
            answers = ask_last(conn, tx.last_questions)
        tx.last_answers = answers()

    def visiting(self, *, first: bool = False) -> AbstractContextManager[None]:
        """Let others think while PostgreSQL does; SQLite's work is done by who asks it."""
        return nullcontext() if self.database.is_sqlite else self.hands.waiting(first=first)

    @contextmanager
    def scratch(self) -> Iterator[Connection]:
        """Write secret and scratch rows without touching the ledger."""
        turn = self.database.lock.held() if self.database.is_sqlite else nullcontext()
        with self.hands.waiting(), turn, self.database.writer.begin() as conn:
            yield conn

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Read committed rows; each statement sees its own instant."""
        with self.database.reader.connect() as conn:
            yield conn

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Read everything at one instant, for as long as it takes, without holding writers up."""
        begin = "BEGIN" if self.config.is_sqlite else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        with self.database.reader.connect() as conn:
            conn.exec_driver_sql(begin)
            try:
                yield conn
            finally:
                conn.exec_driver_sql("ROLLBACK")

    def checkpoint(self, head: ledger.Head) -> str:
        """Sign a head of this ledger as a checkpoint note."""
        return sign_checkpoint(self.signer, head.size, head.root)

    def is_answering(self) -> bool:
        """Say whether the database answers."""
        try:
            with self.read() as conn:
                return conn.scalar(select(1)) == 1
        except SQLAlchemyError:
            return False

    def is_writable(self) -> bool:
        """Say whether the data folder takes new files."""
        return os.access(self.config.data, os.W_OK)

    def close(self) -> None:
        """Give the connections back."""
        self.database.close()


class DamagedError(Exception):
    """An installation whose database cannot be used; says what the database said."""


def _refuse_lost_database(config: Config) -> None:
    # A new, empty database under the old key would be a second history that no phone accepts.
    file, blobs = config.data / "xunzheng.sqlite", config.data / "blobs"
    expected = config.database_url == f"sqlite:///{file}" and blobs.is_dir() and any(blobs.iterdir())
    if expected and not file.exists():
        raise DamagedError(f"{file.name} is missing")


def open_store(config: Config) -> Store:
    """Open (and migrate) an installation whose folder `create_folder` made.

    DamagedError when its database is gone or is none, FileNotFoundError when a key is gone, OSError when
    PostgreSQL does not answer.
    """
    _refuse_lost_database(config)
    try:
        database = open_database(config)
    except DatabaseError as error:
        if config.is_sqlite:
            raise DamagedError(str(error.orig)) from error
        raise OSError(f"PostgreSQL: {error.orig}") from error
    hands = Hands()
    return Store(
        config=config,
        database=database,
        blobs=DiskBlobs(config.data / "blobs"),
        partials=Partials(config.data / "uploads"),
        derived=DerivedCache(config.data / "derived"),
        signer=load_signer(config.data, config.settings["origin"]),
        secret=load_secret(config.data),
        arrivals=Gathering(hands),
        posts=Gathering(hands),
        hands=hands,
    )
