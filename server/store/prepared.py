"""SQL as the drivers take it: what every entry's arrival runs, written once for both databases.

SQLAlchemy spends more time on putting a small statement together than a database on running it. So the
journal's way speaks to the driver under the same connection, in the same transaction. Failures are
SQLAlchemy's own exceptions, as everywhere else; on PostgreSQL a write may fail as late as at what is asked
next or at the commit (`postgres_line.py`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import Any, NoReturn, cast

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from server.store.statements import SQLITE_LIST, Question, Row, Statement, spelt

# Beyond this, a statement of its own for each length costs more than reading JSON.
_SHORT = 4


def ask(conn: Connection, said: Statement, *values: Any) -> list[Row]:
    """Give the rows of one select."""
    return ask_all(conn, [Question(said, values)])[0]


def ask_all(conn: Connection, questions: Sequence[Question]) -> list[list[Row]]:
    """Give the rows of several selects, for which PostgreSQL is visited once."""
    try:
        driver: Any = conn.connection.driver_connection
        if conn.dialect.name != "sqlite":
            return cast("list[list[Row]]", driver.ask(questions))
        return [driver.execute(*_for_sqlite(each)).fetchall() for each in questions]
    except Exception as error:  # noqa: BLE001 - each driver has its own, and all are told on
        _tell(conn, error)


def ask_last(conn: Connection, questions: Sequence[Question]) -> Callable[[], list[list[Row]]]:
    """Ask at the end of a transaction, of what it does not write; PostgreSQL answers with its commit.

    What is returned gives the rows once it is committed.
    """
    if conn.dialect.name == "sqlite":
        rows = ask_all(conn, questions)
        return lambda: rows
    driver: Any = conn.connection.driver_connection
    driver.ask_last(questions)
    return lambda: cast("list[list[Row]]", driver.last_answers)


def write(conn: Connection, said: Statement, rows: Iterable[Row]) -> None:
    """Run a statement once for each row."""
    write_all(conn, [(said, rows)])


def write_all(conn: Connection, work: Iterable[tuple[Statement, Iterable[Row]]]) -> None:
    """Run several statements for their rows, in order; with PostgreSQL they wait for the next visit."""
    batches = [(said, given) for said, rows in work if (given := list(rows))]
    if not batches:
        return
    try:
        driver: Any = conn.connection.driver_connection
        if conn.dialect.name != "sqlite":
            driver.write(batches)
            return
        for said, rows in batches:
            driver.executemany(said.sqlite, rows)
    except Exception as error:  # noqa: BLE001 - each driver has its own, and all are told on
        _tell(conn, error)


def send_writes(conn: Connection) -> None:
    """Write what waits for a visit."""
    try:
        driver: Any = conn.connection.driver_connection
        driver.send_writes()
    except Exception as error:  # noqa: BLE001 - each driver has its own, and all are told on
        _tell(conn, error)


def to_json(value: Any) -> str | None:
    """Write a value for a JSON column; None is NULL."""
    return None if value is None else json.dumps(value)


def from_json(value: Any) -> Any:
    """Read a JSON column that holds an object, a list or nothing: PostgreSQL's driver has read it already."""
    return json.loads(value) if isinstance(value, str) else value


def from_bytes(value: bytes | str) -> bytes:
    """Read a column of bytes; where PostgreSQL gives it as JSON, it is hex behind two more characters."""
    return bytes.fromhex(value[2:]) if isinstance(value, str) else bytes(value)


def _for_sqlite(question: Question) -> tuple[str, Row]:
    """Give the words and values of a select: short lists as values of their own, long ones as JSON."""
    lengths = tuple(len(each) for each in question.values if isinstance(each, list))
    if not lengths:
        return question.statement.sqlite, question.values
    if max(lengths) > _SHORT or SQLITE_LIST not in question.statement.sqlite:
        return question.statement.sqlite, tuple(
            json.dumps(each) if isinstance(each, list) else each for each in question.values
        )
    values = [each if isinstance(each, list) else (each,) for each in question.values]
    return spelt(question.statement.sqlite, lengths), tuple(chain.from_iterable(values))


def _tell(conn: Connection, error: Exception) -> NoReturn:
    # Parameters are answers and names: no message may quote them.
    base = conn.dialect.loaded_dbapi.Error
    if not isinstance(error, base):
        raise error
    lost = conn.dialect.is_disconnect(error, conn.connection.dbapi_connection, None)
    told = DBAPIError.instance(None, None, error, base, hide_parameters=True, connection_invalidated=lost)
    if lost:
        conn.invalidate(error)
    raise told from error
