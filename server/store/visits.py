"""How PostgreSQL's statements travel: writes to several tables as one, selects as one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from server.store.statements import Question, Row, Statement

Piece = tuple[str, tuple[Any, ...]]
Batch = tuple[Statement, Sequence[Row]]


def compose(batches: Iterable[Batch], last: Sequence[Question] = ()) -> list[Piece]:
    """Put writes into as few statements as keep their order: of those to one table each has its own.

    Selects that come last travel with the last of them and see what was there before it.
    """
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
    if last:
        text, given = together(last)
        texts.append(text)
        values += given
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
    return _numbered(f"WITH {parts} {last}" if first else last)


def runs(questions: Sequence[Question]) -> list[list[Question]]:
    """Put neighbours together that can be asked as one: none with one that locks.

    What is asked behind a lock must see what others committed while it was waited for.
    """
    found: list[list[Question]] = []
    for each in questions:
        if found and not each.statement.locks and not found[-1][-1].statement.locks:
            found[-1].append(each)
        else:
            found.append([each])
    return found


def asked_together(questions: Sequence[Question]) -> Piece:
    """Put selects into one statement: its only cell is a JSON array of the rows of each, null for none."""
    text, values = together(questions)
    return _numbered(text), values


def together(questions: Sequence[Question]) -> Piece:
    """Put selects into one, whose values are not numbered yet."""
    text = _as_one(tuple(each.statement.postgresql for each in questions))
    return text, tuple(value for each in questions for value in _values(each))


def _values(question: Question) -> Row:
    if not question.statement.keys:
        return question.values
    return tuple(json.dumps(each) if isinstance(each, list) else each for each in question.values)


@lru_cache(maxsize=256)
def _as_one(texts: tuple[str, ...]) -> str:
    if len(texts) == 1:
        return texts[0]
    answers = ", ".join(f"(SELECT json_agg(q) FROM ({text}) q)" for text in texts)
    return f"SELECT json_build_array({answers})"


@lru_cache(maxsize=256)
def _numbered(text: str) -> str:
    first, *others = text.split("%s")
    return first + "".join(f"${at}{other}" for at, other in enumerate(others, start=1))
