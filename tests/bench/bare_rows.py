"""The bare limit of the journal: the same rows into the same tables, a plain commit for each request.

The rows are those the product itself writes for such entries, taken down once. They are written again by two
processes that do nothing else: no HTTP, no signature, no rule, no proof.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock

from server.services import sync
from server.services.sync import Batch
from server.store import contacts, ledger, prepared
from server.store.projectors import journal
from server.store.store import Store
from tests.bench.senders import in_processes

PROCESSES = 2
Writes = list[tuple[prepared.Statement, list[Any]]]


@contextmanager
def taken_down() -> Iterator[list[Writes]]:
    """Give the writes of each transaction that the product makes in this block."""
    made: list[Writes] = []
    write_all = prepared.write_all

    def noting(conn: Any, work: Any) -> None:
        batches = [(said, list(rows)) for said, rows in work]
        if batches[0][0] is contacts._NOTE:
            made.append([])
        made[-1] += [(said, rows) for said, rows in batches if rows]
        write_all(conn, batches)

    with ExitStack() as stack:
        for module in (ledger, journal, prepared):
            stack.enter_context(mock.patch.object(module, "write_all", noting))
        yield made


def writes(store: Store, kid: str, batches: list[list[str]]) -> list[Writes]:
    """Give what the product writes for these batches of one phone, by admitting them in `store`."""
    with taken_down() as made:
        for batch in batches:
            sync.accept(store, kid, Batch(tuple(batch)), datetime.now(UTC))
    return made


def rate(work: list[Writes], entries: int, connect: Callable[[], Any], lock: Path | None) -> float:
    """Return entries a second that plain commits of these rows reach."""
    start = time.monotonic() + 0.3

    def share(number: int) -> float:
        conn, handle = connect(), os.open(lock, os.O_RDWR | os.O_CREAT) if lock else -1
        time.sleep(max(0, start - time.monotonic()))
        for writes in work[number::PROCESSES]:
            if lock:
                fcntl.flock(handle, fcntl.LOCK_EX)
            (_sqlite if lock else _postgresql)(conn, writes)
            if lock:
                fcntl.flock(handle, fcntl.LOCK_UN)
        ended = time.monotonic()
        conn.close()
        return ended

    return entries / (max(each for each, _ in in_processes(share, PROCESSES)) - start)


def sqlite(file: Path) -> Callable[[], Any]:
    """Give what connects as durably as the product does."""

    def connect() -> Any:
        conn = sqlite3.connect(file, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
            conn.execute(f"PRAGMA {pragma}")
        return conn

    return connect


def _sqlite(conn: Any, writes: Writes) -> None:
    conn.execute("BEGIN IMMEDIATE")
    for said, rows in writes:
        conn.executemany(said.sqlite, rows)
    conn.execute("COMMIT")


def _postgresql(conn: Any, writes: Writes) -> None:
    with conn.pipeline(), conn.cursor() as cursor:
        cursor.execute("SELECT size FROM ledger_head FOR UPDATE")
        for said, rows in writes:
            cursor.executemany(said.postgresql, rows)
        cursor.execute("COMMIT")
