"""PostgreSQL is visited as rarely as can be: what a transaction writes waits for what it asks, or its commit.

A visit costs two changes of process whatever it carries. So writes wait on their connection, and those to
different tables then travel as one statement. Any other statement on the connection sends them ahead.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Engine, event

from server.store.statements import Question, Row, Statement

_WAITING = "writes that wait"
Piece = tuple[str, tuple[Any, ...]]
Batch = tuple[Statement, Sequence[Row]]


def gather_writes(engine: Engine, send_writes: Callable[[Connection], None]) -> None:
    """Let the writes of each transaction of this engine wait for its next visit, or for `send_writes`."""
    event.listen(engine, "begin", _begin)
    event.listen(engine, "before_cursor_execute", lambda conn, *_statement: send_writes(conn))
    event.listen(engine, "commit", send_writes)
    event.listen(engine, "rollback", _forget)


def _begin(conn: Connection) -> None:
    conn.info[_WAITING] = []


def _forget(conn: Connection) -> None:
    if not conn.invalidated:
        conn.info.pop(_WAITING, None)


def write(conn: Connection, batches: Sequence[Batch]) -> None:
    """Note what is to be written; outside a transaction that gathers, write it now."""
    waiting = conn.info.get(_WAITING)
    if waiting is None:
        _run(_driver(conn), compose(batches))
    else:
        waiting += batches


def send(conn: Connection) -> None:
    """Write what waits."""
    if pieces := compose(_taken(conn)):
        _run(_driver(conn), pieces)


def ask(conn: Connection, questions: Sequence[Question]) -> list[list[Row]]:
    """Give the rows of several selects; what waits is written before, in the same visit."""
    driver, pieces = _driver(conn), compose(_taken(conn))
    with driver.pipeline() if len(pieces) + len(questions) > 1 else nullcontext():
        _execute(driver, pieces)
        cursors = [driver.execute(each.statement.postgresql, each.values) for each in questions]
    return [cursor.fetchall() for cursor in cursors]


def compose(batches: Iterable[Batch]) -> list[Piece]:
    """Put writes into as few statements as keep their order: of those to one table each has its own."""
    composed: list[Piece] = []
    texts: list[str] = []
    values: list[Any] = []
    tables: set[str] = set()
    for table, text, given in _single(batches):
        if table in tables:
            composed.append((_joined(tuple(texts)), tuple(values)))
            texts, values, tables = [], [], set()
        texts.append(text)
        values += given
        tables.add(table)
    if texts:
        composed.append((_joined(tuple(texts)), tuple(values)))
    return composed


def _single(batches: Iterable[Batch]) -> Iterator[tuple[str, str, Sequence[Any]]]:
    for said, rows in batches:
        if said.many is None:
            yield from ((said.table, said.postgresql, row) for row in rows)
        else:
            yield said.table, said.many, (_as_json(said, rows),)


def _as_json(said: Statement, rows: Sequence[Row]) -> str:
    if said.key and len(rows) > 1:
        rows = list({tuple(row[at] for at in said.key): row for row in rows}.values())
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"), default=_hex)


def _hex(value: Any) -> str:
    if not isinstance(value, bytes):
        raise TypeError(f"no column takes {type(value).__name__}")
    return value.hex()


@lru_cache(maxsize=256)
def _joined(texts: tuple[str, ...]) -> str:
    *first, last = texts
    parts = ", ".join(f"w{at} AS ({text})" for at, text in enumerate(first))
    marks = f"WITH {parts} {last}".split("%s") if first else last.split("%s")
    return "".join(f"{mark}${at}" for at, mark in enumerate(marks[:-1], start=1)) + marks[-1]


def _run(driver: Any, pieces: Sequence[Piece]) -> None:
    with driver.pipeline() if len(pieces) > 1 else nullcontext():
        _execute(driver, pieces)


def _execute(driver: Any, pieces: Sequence[Piece]) -> None:
    from psycopg import RawCursor  # noqa: PLC0415 - only who uses PostgreSQL has it

    for text, values in pieces:
        RawCursor(driver).execute(text, values)


def _taken(conn: Connection) -> list[Batch]:
    waiting: list[Batch] | None = conn.info.get(_WAITING)
    if not waiting:
        return []
    conn.info[_WAITING] = []
    return waiting


def _driver(conn: Connection) -> Any:
    return conn.connection.driver_connection
