"""What guessing costs: each guess is counted before it is tried, so that many at once count too."""

from __future__ import annotations

from datetime import datetime

from server.domain import passwords
from server.domain.clock_text import from_text, to_text
from server.domain.problems import TooManyAttemptsProblem
from server.store import guesses
from server.store.store import Store


def count(store: Store, name: str, now: datetime) -> None:
    """Count a guess at `name`, or raise TooManyAttemptsProblem when it comes too soon."""
    with store.scratch() as conn:
        found = guesses.failures_of(conn, name)
        last = from_text(found.last_at) if found.last_at else None
        wait = passwords.wait_s(found.n, last, now)
        if wait:
            raise TooManyAttemptsProblem(retry_after=wait)
        guesses.put_failures(conn, name, passwords.failures_after(found.n, last, now), to_text(now))


def drop_old(store: Store, now: datetime) -> None:
    """Forget guesses too old to matter."""
    with store.scratch() as conn:
        guesses.drop_older(conn, to_text(now - passwords.FORGET_AFTER))
