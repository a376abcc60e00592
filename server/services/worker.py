"""The worker: claims wanted jobs one by one, and does now and then what no event asks for.

A job may run twice (a lease that ran out, a crash before it was ticked off),
so every kind is idempotent. One that fails waits longer each time and at last
rests as `failed`, with the kind of the error, for a person to look at.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from server.services import derivatives, evidence, guessing, holding
from server.store import jobs
from server.store.jobs import Job
from server.store.store import Store
from server.store.traces import trace

LEASE_S = 120
IDLE_S = 1.0
HOUSEKEEPING = timedelta(hours=1)
_NICENESS = 10
_log = logging.getLogger(__name__)

Work = Callable[[Store, Job, datetime], None]


def _examine(store: Store, job: Job, now: datetime) -> None:
    derivatives.examine(store, job.key, now)


def _shrink(store: Store, job: Job, _now: datetime) -> None:
    derivatives.shrink(store, job.key, job.kind)


def _mark(store: Store, job: Job, _now: datetime) -> None:
    derivatives.mark(store, job.payload["record"], job.payload["sha256"])


KINDS: dict[str, Work] = {
    "examine": _examine,
    derivatives.THUMB: _shrink,
    derivatives.VIEW: _shrink,
    "watermark": _mark,
}


class Worker:
    """One loop over the jobs of a store; several may run beside each other."""

    def __init__(
        self, store: Store, kinds: dict[str, Work] | None = None, clock: Callable[[], datetime] | None = None
    ) -> None:
        self._store = store
        self._kinds = KINDS if kinds is None else kinds
        self._clock = clock or _utc_now
        self._housekept_at: datetime | None = None

    def run_once(self) -> bool:
        """Do one due job; returns whether there was one."""
        names = tuple(self._kinds)
        with self._store.read() as conn:
            if not jobs.is_due(conn, names, self._clock()):
                return False
        with self._store.scratch() as conn:
            job = jobs.claim(conn, names, self._clock(), LEASE_S)
        if job is None:
            return False
        error = self._attempt(job)
        with self._store.scratch() as conn:
            if error is None:
                jobs.done(conn, job)
            else:
                jobs.failed(conn, job, error, self._clock())
        return True

    def run_all(self) -> int:
        """Do jobs until none is due, and return how many."""
        done = 0
        while self.run_once():
            done += 1
        return done

    def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set; a job that has begun is finished first."""
        while not stop.is_set():
            self._keep_house()
            try:
                idle = not self.run_once()
            except Exception as error:  # noqa: BLE001 - the database may be away; the worker outlives that
                _log.error("the worker could not reach its jobs\n%s", trace(error))
                idle = True
            if idle:
                stop.wait(IDLE_S)

    def _attempt(self, job: Job) -> str | None:
        try:
            self._kinds[job.kind](self._store, job, self._clock())
        except Exception as error:  # noqa: BLE001 - whatever one job meets, the next ones must run
            told = (job.kind, job.key, job.attempts, trace(error))
            _log.error("job %s %s failed on attempt %d\n%s", *told)
            return type(error).__name__
        return None

    def _keep_house(self) -> None:
        now = self._clock()
        if self._housekept_at is None or now - self._housekept_at >= HOUSEKEEPING:
            self._housekept_at = now
            evidence.expire(self._store, now)
            guessing.drop_old(self._store, now)
            holding.look(self._store)


def serve(store: Store) -> None:
    """Run a worker in this process until SIGTERM or SIGINT, with the processor time that others leave."""
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda _number, _frame: stop.set())
    os.nice(_NICENESS)
    Worker(store).run(stop)


def _utc_now() -> datetime:
    return datetime.now(UTC)
