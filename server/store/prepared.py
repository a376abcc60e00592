"""SQL as the drivers take it: what every entry's arrival runs, written once for both databases.

SQLAlchemy spends more time on putting a small statement together than a database on running it. So the
journal's way speaks to the driver under the same connection, in the same transaction. A statement marks
values with `?` and lists with `= ANY (?)`; rows are tuples in the order of the table's columns.
Failures are SQLAlchemy's own exceptions, as everywhere else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any, NoReturn

from sqlalchemy import Connection, Table
from sqlalchemy.exc import DBAPIError

Row = tuple[Any, ...]
_NO_PIPELINE = 0
_LIST = "= ANY (?)"
_SQLITE_LIST = "IN (SELECT value FROM json_each(?))"
# Beyond this, a statement of its own for each length costs more than reading JSON.
_SHORT = 4


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement in the words of each database."""

    sqlite: str
    postgresql: str


@dataclass(frozen=True, slots=True)
class Question:
    """A select and the values it asks with."""

    statement: Statement
    values: Row = ()


def statement(text: str, *, locking: str = "") -> Statement:
    """Write a statement; `locking` is what PostgreSQL gets behind it (SQLite's writer is alone anyhow)."""
    return Statement(text.replace(_LIST, _SQLITE_LIST), f"{text} {locking}".strip().replace("?", "%s"))


def insert_into(table: Table) -> Statement:
    """Write a whole row of a table."""
    return statement(_insert(table))


def upsert_into(table: Table, *, keep: Sequence[str] = ()) -> Statement:
    """Write a whole row; one with the same primary key takes all columns but those in `keep`."""
    keys = [column.name for column in table.primary_key]
    changed = [each.name for each in table.columns if each.name not in keys and each.name not in keep]
    change = ", ".join(f"{name} = excluded.{name}" for name in changed)
    action = f"DO UPDATE SET {change}" if changed else "DO NOTHING"
    return statement(f"{_insert(table)} ON CONFLICT ({', '.join(keys)}) {action}")


def _insert(table: Table) -> str:
    names = [column.name for column in table.columns]
    return f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"


def ask(conn: Connection, said: Statement, *values: Any) -> list[Row]:
    """Give the rows of one select."""
    return ask_all(conn, [Question(said, values)])[0]


def ask_all(conn: Connection, questions: Sequence[Question]) -> list[list[Row]]:
    """Give the rows of several selects, for which PostgreSQL is visited once."""
    driver: Any = conn.connection.driver_connection
    try:
        if conn.dialect.name == "sqlite":
            return [driver.execute(*_for_sqlite(each)).fetchall() for each in questions]
        with _one_visit(driver, len(questions) > 1):
            cursors = [driver.execute(each.statement.postgresql, each.values) for each in questions]
        return [cursor.fetchall() for cursor in cursors]
    except Exception as error:  # noqa: BLE001 - each driver has its own, and all are told on
        _tell(conn, error)


def write(conn: Connection, said: Statement, rows: Iterable[Row]) -> None:
    """Run a statement once for each row."""
    write_all(conn, [(said, rows)])


def write_all(conn: Connection, work: Iterable[tuple[Statement, Iterable[Row]]]) -> None:
    """Run several statements for their rows, in order; PostgreSQL is visited once."""
    batches = [(said, given) for said, rows in work if (given := list(rows))]
    if not batches:
        return
    driver: Any = conn.connection.driver_connection
    try:
        if conn.dialect.name == "sqlite":
            for said, rows in batches:
                driver.executemany(said.sqlite, rows)
            return
        with _one_visit(driver, wanted=True), driver.cursor() as cursor:
            for said, rows in batches:
                cursor.executemany(said.postgresql, rows)
    except Exception as error:  # noqa: BLE001 - each driver has its own, and all are told on
        _tell(conn, error)


@contextmanager
def visiting_once(conn: Connection) -> Iterator[None]:
    """Let PostgreSQL hear all writes of this block, and the selects behind them, in one visit.

    Only statements of this module may run in it; what fails may be told as late as at its end.
    """
    driver: Any = conn.connection.driver_connection
    with nullcontext() if conn.dialect.name == "sqlite" else driver.pipeline():
        yield


def _one_visit(driver: Any, wanted: bool) -> Any:  # noqa: FBT001 - it reads as said
    is_open = driver.pgconn.pipeline_status != _NO_PIPELINE
    return driver.pipeline() if wanted and not is_open else nullcontext()


def to_json(value: Any) -> str | None:
    """Write a value for a JSON column; None is NULL."""
    return None if value is None else json.dumps(value)


def from_json(value: Any) -> Any:
    """Read a JSON column that holds an object, a list or nothing: PostgreSQL's driver has read it already."""
    return json.loads(value) if isinstance(value, str) else value


def _for_sqlite(question: Question) -> tuple[str, Row]:
    """Give the words and values of a select: short lists as values of their own, long ones as JSON."""
    lengths = tuple(len(each) for each in question.values if isinstance(each, list))
    if not lengths:
        return question.statement.sqlite, question.values
    if max(lengths) > _SHORT:
        return question.statement.sqlite, tuple(
            json.dumps(each) if isinstance(each, list) else each for each in question.values
        )
    values = [each if isinstance(each, list) else (each,) for each in question.values]
    return _spelt(question.statement.sqlite, lengths), tuple(chain.from_iterable(values))


@lru_cache(maxsize=512)
def _spelt(text: str, lengths: tuple[int, ...]) -> str:
    for length in lengths:
        text = text.replace(_SQLITE_LIST, f"IN ({', '.join('?' * length)})", 1)
    return text


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
