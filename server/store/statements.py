"""SQL in the words of each database, and how rows travel to it: written once, with values marked by `?`.

A list of values is written `= ANY (?)`. Rows are tuples in the order of the table's columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, Table
from sqlalchemy.dialects import postgresql

Row = tuple[Any, ...]
LIST = "= ANY (?)"
SQLITE_LIST = "IN (SELECT value FROM json_each(?))"
_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement in the words of each database; what writes names its table.

    `many` writes any number of rows to PostgreSQL, which it takes as one JSON array of arrays. Of rows with
    the same values at the places `key` only the last one counts. `locks` says that a select keeps its rows,
    `keys` that a list of values travels to PostgreSQL as JSON too.
    """

    sqlite: str
    postgresql: str
    table: str = ""
    many: str | None = None
    key: tuple[int, ...] = ()
    locks: bool = False
    keys: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A select and the values it asks with."""

    statement: Statement
    values: Row = ()


def statement(text: str, *, locking: str = "") -> Statement:
    """Write a select; `locking` is what PostgreSQL gets behind it (SQLite's writer is alone anyhow)."""
    spelt_out = _for_postgresql(f"{text} {locking}".strip())
    return Statement(text.replace(LIST, SQLITE_LIST), spelt_out, locks=bool(locking))


def by_keys(text: str, kind: str = "TEXT") -> Statement:
    """Write a select that looks rows up by its first value, a list of keys of this type.

    PostgreSQL looks key by key: a plan for a list, made while the table was small, would walk it from end to
    end long after it has grown. The keys travel as JSON, whose length no plan depends on: one is made, once.
    The order is that within one key. ValueError where the text has another list.
    """
    if text.count(LIST) != 1:
        raise ValueError(text)
    one = _for_postgresql(text.replace(LIST, f"= wanted::{kind}", 1))
    keys = "json_array_elements_text(%s::json) wanted"
    each = f"SELECT found.* FROM {keys} CROSS JOIN LATERAL ({one} OFFSET 0) found"
    return Statement(text.replace(LIST, SQLITE_LIST), each, keys=True)


def change(table: Table, text: str) -> Statement:
    """Write an update or a delete of a table, for one row of values at a time."""
    return Statement(text, _for_postgresql(text), table.name)


def insert_into(table: Table) -> Statement:
    """Write whole rows of a table."""
    return insertion(table.columns.values(), "")


def upsert_into(table: Table, *, keep: Sequence[str] = ()) -> Statement:
    """Write whole rows; one with the same primary key takes all columns but those in `keep`."""
    keys = [column.name for column in table.primary_key]
    changed = [each.name for each in table.columns if each.name not in keys and each.name not in keep]
    sets = ", ".join(f"{name} = excluded.{name}" for name in changed)
    action = f"DO UPDATE SET {sets}" if changed else "DO NOTHING"
    names = [column.name for column in table.columns]
    # Where a column is kept, the first row of a key counts in part: such rows go one by one.
    key = () if keep else tuple(names.index(each) for each in keys)
    return insertion(table.columns.values(), f" ON CONFLICT ({', '.join(keys)}) {action}", key)


def insertion(columns: Sequence[Column[Any]], conflict: str, key: tuple[int, ...] = ()) -> Statement:
    """Write these columns of a table; `key` names the places that tell rows apart where they conflict."""
    table, names = columns[0].table.name, ", ".join(each.name for each in columns)
    into = f"INSERT INTO {table} ({names})"
    one = f"{into} VALUES ({', '.join('?' * len(columns))}){conflict}"
    values = ", ".join(_read(place, column) for place, column in enumerate(columns))
    many = f"{into} SELECT {values} FROM jsonb_array_elements(%s::jsonb) r"
    if conflict:
        many += f" WHERE true{conflict}"
    whole = key or not conflict
    return Statement(one, _for_postgresql(one), table, many if whole else None, key)


def _read(place: int, column: Column[Any]) -> str:
    kind = column.type.compile(dialect=_DIALECT)
    if kind == "BYTEA":
        return f"decode(r->>{place}, 'hex')"
    return f"r->>{place}" if kind == "TEXT" else f"(r->>{place})::{kind.lower()}"


def _for_postgresql(text: str) -> str:
    return text.replace("?", "%s")


@lru_cache(maxsize=512)
def spelt(text: str, lengths: tuple[int, ...]) -> str:
    """Give a select in SQLite's words with so many values of their own for each of its lists."""
    for length in lengths:
        text = text.replace(SQLITE_LIST, f"IN ({', '.join('?' * length)})", 1)
    return text
