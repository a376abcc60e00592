"""A connection to PostgreSQL that visits it as rarely as can be.

A visit costs two changes of process whatever it carries. So what a transaction writes waits for what it
asks, or travels with its commit; writes to different tables go as one statement, and so do selects.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

from psycopg import Connection, Cursor, RawCursor
from psycopg.errors import InFailedSqlTransaction
from psycopg.pq import TransactionStatus
from sqlalchemy import Engine, event

from server.store.statements import Question, Row
from server.store.visits import Batch, Piece, asked_together, compose, runs

_COMMIT: Piece = ("COMMIT", ())
# A plan that is made while a table is small would walk it from end to end long after it has grown. What no
# index finds looks so dear then that PostgreSQL would compile the plan, each time.
_ONE_PLAN = "-c enable_seqscan=off -c plan_cache_mode=force_generic_plan -c jit=off"
# JSON spells bytes as the database would.
_SPELLING = "-c bytea_output=hex"


class PostgresLine(Connection[Row]):
    """The driver's connection, and the writes that wait on it. One in AUTOCOMMIT lets none wait."""

    _waiting: Sequence[Batch] = ()
    _last: Sequence[Question] = ()
    last_answers: Sequence[list[Row]] = ()

    def write(self, batches: Sequence[Batch]) -> None:
        """Note what is to be written; outside a transaction, write it now."""
        self._waiting = [*self._waiting, *batches]
        if self.autocommit:
            self.send_writes()

    def send_writes(self) -> None:
        """Write what waits."""
        self._visit(self._taken())

    def ask(self, questions: Sequence[Question]) -> list[list[Row]]:
        """Give the rows of several selects; what waits is written before, in the same visit.

        Of selects that go as one, columns have names of their own and come as JSON spells them.
        """
        together = runs(questions)
        pieces = self._taken()
        cursors = self._visit([*pieces, *map(asked_together, together)])
        return _answers(together, cursors[len(pieces) :])

    def ask_last(self, questions: Sequence[Question]) -> None:
        """Ask with the commit; `last_answers` has the rows once that is done.

        They are as they were before the last writes: only of what nobody changes it is good to ask so.
        """
        self._last = questions

    def commit(self) -> None:
        """Write what waits, ask what comes last and commit, in one visit; a failing write leaves nothing."""
        if self.pgconn.transaction_status == TransactionStatus.INERROR:
            # PostgreSQL would say yes and roll back.
            raise InFailedSqlTransaction("a statement of this transaction failed")
        last, self._last, self.last_answers = self._last, (), ()
        pieces = self._taken(last)
        if not pieces:
            super().commit()
            return
        # The driver's own commit would wait for its answer alone.
        *_, cursor, _ = self._visit([*pieces, _COMMIT])
        self.last_answers = _rows(last, cursor) if last else ()

    def rollback(self) -> None:
        """Roll back; what waited is forgotten."""
        self._waiting = self._last = ()
        if self.pgconn.transaction_status != TransactionStatus.IDLE:
            super().rollback()

    def _taken(self, last: Sequence[Question] = ()) -> list[Piece]:
        pieces = compose(self._waiting, last)
        self._waiting = ()
        return pieces

    def _visit(self, pieces: Sequence[Piece]) -> list[Cursor[Row]]:
        with self.pipeline() if len(pieces) > 1 else nullcontext():
            return self._execute(pieces)

    def _execute(self, pieces: Sequence[Piece]) -> list[Cursor[Row]]:
        return [RawCursor(self).execute(text, values) for text, values in pieces]


def _answers(together: Sequence[Sequence[Question]], cursors: Sequence[Cursor[Row]]) -> list[list[Row]]:
    return [rows for run, cursor in zip(together, cursors, strict=True) for rows in _rows(run, cursor)]


def _rows(run: Sequence[Question], cursor: Cursor[Row]) -> list[list[Row]]:
    found = cursor.fetchall()
    if len(run) == 1:
        return [found]
    [(answers,)] = found
    return [[tuple(row.values()) for row in rows or ()] for rows in answers]


def use_lines(engine: Engine, *, one_plan: bool) -> None:
    """Let this engine speak through such connections; `one_plan` where a statement keeps its plan for ever.

    What the installation itself says in the URL or in PGOPTIONS stays.
    """

    def connect(_dialect: object, _record: object, arguments: Any, named: dict[str, Any]) -> PostgresLine:
        own = named.pop("options", None) or os.environ.get("PGOPTIONS", "")
        options = " ".join(filter(None, (own, _SPELLING, _ONE_PLAN if one_plan else "")))
        return PostgresLine.connect(*arguments, **named, options=options)

    event.listen(engine, "do_connect", connect)
