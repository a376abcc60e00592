"""How often somebody guessed wrong, by what was guessed at: a sign-in name, or the codes of one person.

Only hashes of the names are kept: what people type there by mistake is often
a password. Made-up names fill no disk: beyond `MOST` rows those go first that
were guessed at least.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select, update

from server.store.accounts import digest
from server.store.tables import login_failures

MOST = 10_000
_table = login_failures.c


@dataclass(frozen=True, slots=True)
class Failures:
    """How often something was guessed at, and when last (UTC text)."""

    n: int
    last_at: str | None


def failures_of(conn: Connection, name: str) -> Failures:
    """Give the wrong guesses counted for a name, whether it exists or not."""
    row = conn.execute(select(_table.n, _table.last_at).where(_table.username == digest(name))).first()
    return Failures(row.n, row.last_at) if row else Failures(0, None)


def put_failures(conn: Connection, name: str, n: int, at: str) -> None:
    """Set the wrong guesses of a name."""
    row = {"username": digest(name), "n": n, "last_at": at}
    known = conn.execute(update(login_failures).where(_table.username == row["username"]).values(row))
    if not known.rowcount:
        _make_room(conn)
        conn.execute(insert(login_failures).values(**row))


def forget(conn: Connection, name: str) -> None:
    """Forget the wrong guesses of a name."""
    conn.execute(delete(login_failures).where(_table.username == digest(name)))


def drop_older(conn: Connection, than: str) -> None:
    """Forget guesses whose last one was before this instant."""
    conn.execute(delete(login_failures).where(_table.last_at < than))


def _make_room(conn: Connection) -> None:
    excess = (conn.scalar(select(func.count()).select_from(login_failures)) or 0) - MOST + 1
    if excess > 0:
        least = select(_table.username).order_by(_table.n, _table.last_at).limit(excess)
        conn.execute(delete(login_failures).where(_table.username.in_(least)))
