"""What a database says about its own health, and what lies beside it that nobody needs any more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from server.store.guards import missing_guards, renew_guards
from server.store.partials import Partial, PartialLockedError, PartialNotFoundError

__all__ = ["IllegibleError", "health", "legible", "missing_guards", "renew_guards"]


class IllegibleError(Exception):
    """The database cannot be read to its end; says what it said."""


@contextmanager
def legible() -> Iterator[None]:
    """Turn a database that fails while it is read into IllegibleError."""
    try:
        yield
    except DatabaseError as error:
        raise IllegibleError(str(error.orig)) from error


def health(conn: Connection, *, quick: bool) -> list[str]:
    """Ask SQLite about its pages, rows and indexes; PostgreSQL checks its pages itself as it reads them."""
    if conn.dialect.name != "sqlite":
        return []
    pragma = "quick_check" if quick else "integrity_check"
    return [line for line in conn.exec_driver_sql(f"PRAGMA {pragma}").scalars() if line != "ok"]


def leftovers(uploads: Path, stored: set[tuple[str, str]]) -> list[Path]:
    """Give the unfinished uploads of what is stored already; `stored` holds (device, SHA-256)."""
    return sorted(
        path for path in uploads.glob("*/*") if (path.parent.name, path.name.partition(".")[0]) in stored
    )


def remove_leftover(path: Path) -> bool:
    """Remove an unfinished upload; False when somebody is writing it or it is gone."""
    try:
        with Partial(path, create=False) as partial:
            partial.remove()
    except (PartialLockedError, PartialNotFoundError):
        return False
    return True
