"""Jobs: rows written with the event that wants them; workers claim them by lease and may run one twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, or_, select, update

from server.domain.clock_text import to_text
from server.store.prepared import to_json, write
from server.store.statements import change
from server.store.tables import jobs

_BACK_OFF_S = (5, 30, 120, 600, 3600)
MAX_ATTEMPTS = 12
LATE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Wish:
    """Work to be done once for (kind, key), not before `run_at`."""

    kind: str
    key: str
    payload: dict[str, Any]
    run_at: datetime


@dataclass(frozen=True, slots=True)
class Job:
    """A claimed job; `attempts` counts this one."""

    id: int
    kind: str
    key: str
    payload: dict[str, Any]
    attempts: int


# Wanted with every picture that arrives, so in the words of the drivers.
_WANT = change(
    jobs,
    "INSERT INTO jobs (kind, key, payload, state, attempts, run_at) VALUES (?, ?, ?, 'waiting', 0, ?)"
    " ON CONFLICT (kind, key) DO UPDATE SET payload = excluded.payload, state = 'waiting', attempts = 0,"
    " run_at = excluded.run_at, lease_until = NULL, error = NULL",
)


def want(conn: Connection, wish: Wish) -> None:
    """Ask for work; asking again for the same key makes it due again."""
    want_all(conn, [wish])


def want_all(conn: Connection, wishes: Sequence[Wish]) -> None:
    """Ask for several pieces of work at once."""
    rows = [(each.kind, each.key, to_json(each.payload), to_text(each.run_at)) for each in wishes]
    write(conn, _WANT, rows)


def is_known(conn: Connection, kind: str, key: str) -> bool:
    """Tell whether this work is waiting, running or resting as failed."""
    query = select(jobs.c.id).where(jobs.c.kind == kind, jobs.c.key == key)
    return conn.execute(query).first() is not None


def drop(conn: Connection, sha256: str) -> None:
    """Forget all work on a picture, whichever record it was wanted for."""
    conn.execute(jobs.delete().where(or_(jobs.c.key == sha256, jobs.c.key.endswith(f":{sha256}"))))


def is_due(conn: Connection, kinds: tuple[str, ...], now: datetime) -> bool:
    """Tell without any lock whether a worker would find something to do."""
    query = select(jobs.c.id).where(_due(now), jobs.c.kind.in_(kinds)).limit(1)
    return conn.execute(query).first() is not None


def are_late(conn: Connection, now: datetime) -> bool:
    """Tell whether a job waits long after its time while nobody works on any."""
    overdue = and_(jobs.c.state == "waiting", jobs.c.run_at <= to_text(now - LATE))
    running = and_(jobs.c.state == "running", jobs.c.lease_until > to_text(now))
    state = select(jobs.c.state).limit(1)
    return conn.scalar(state.where(overdue)) is not None and conn.scalar(state.where(running)) is None


def claim(conn: Connection, kinds: tuple[str, ...], now: datetime, lease_s: int) -> Job | None:
    """Take the oldest due job for `lease_s` seconds; None when nothing is due."""
    query = select(jobs).where(_due(now), jobs.c.kind.in_(kinds)).order_by(jobs.c.run_at, jobs.c.id).limit(1)
    row = conn.execute(query.with_for_update(skip_locked=True)).first()
    if row is None:
        return None
    lease = to_text(now + timedelta(seconds=lease_s))
    changed = {"state": "running", "lease_until": lease, "attempts": row.attempts + 1}
    conn.execute(update(jobs).where(jobs.c.id == row.id).values(changed))
    return Job(row.id, row.kind, row.key, row.payload or {}, row.attempts + 1)


def done(conn: Connection, job: Job) -> None:
    """Forget a finished job, unless it was wanted again meanwhile."""
    conn.execute(jobs.delete().where(jobs.c.id == job.id, jobs.c.state == "running"))


def failed(conn: Connection, job: Job, error: str, now: datetime) -> None:
    """Put a job back with back-off; after MAX_ATTEMPTS it rests as `failed` for a person to see."""
    wait = timedelta(seconds=_BACK_OFF_S[min(job.attempts, len(_BACK_OFF_S)) - 1])
    state = "failed" if job.attempts >= MAX_ATTEMPTS else "waiting"
    values = {"state": state, "run_at": to_text(now + wait), "lease_until": None, "error": error[:500]}
    conn.execute(update(jobs).where(jobs.c.id == job.id, jobs.c.state == "running").values(values))


def revive(conn: Connection, now: datetime) -> int:
    """Make due again what rests as failed, and return how much that is."""
    values = {"state": "waiting", "attempts": 0, "run_at": to_text(now), "error": None}
    return conn.execute(update(jobs).where(jobs.c.state == "failed").values(values)).rowcount


def _due(now: datetime) -> ColumnElement[bool]:
    at = to_text(now)
    return or_(
        and_(jobs.c.state == "waiting", jobs.c.run_at <= at),
        and_(jobs.c.state == "running", jobs.c.lease_until <= at),
    )
