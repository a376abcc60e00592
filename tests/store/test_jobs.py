"""Jobs are wanted with an event, claimed with a lease, and tried again with patience."""

from datetime import timedelta

import pytest

from server.store import jobs
from server.store.jobs import Wish
from tests.support.city import NOW


@pytest.fixture
def wanted(city):
    with city.write() as tx:
        tx.want("thumb", "a", {"sha256": "a"}, NOW)
        tx.want("thumb", "b", {"sha256": "b"}, NOW + timedelta(seconds=1))
        tx.want("mail", "c", {}, NOW)
    return city


def claim(store, now=NOW, kinds=("thumb",)):
    with store.scratch() as conn:
        return jobs.claim(conn, kinds, now, 60)


def test_due_jobs_come_in_order_and_once(wanted):
    later = NOW + timedelta(seconds=5)
    assert [claim(wanted, later).key, claim(wanted, later).key, claim(wanted, later)] == ["a", "b", None]


def test_nothing_is_due_too_early(wanted):
    assert claim(wanted).key == "a"
    assert claim(wanted) is None


def test_a_lost_worker_gives_its_job_back(wanted):
    assert claim(wanted).attempts == 1
    again = claim(wanted, NOW + timedelta(seconds=61))
    assert (again.key, again.attempts) in {("a", 2), ("b", 1)}


def test_a_finished_job_is_gone_unless_wanted_again(wanted):
    job = claim(wanted)
    with wanted.scratch() as conn:
        jobs.want(conn, Wish("thumb", "a", {"again": True}, NOW))
        jobs.done(conn, job)
    assert claim(wanted).payload == {"again": True}


def test_failures_wait_longer_and_rest_at_last(wanted):
    now, waits = NOW, []
    for _ in range(jobs.MAX_ATTEMPTS):
        job = claim(wanted, now, ("mail",))
        with wanted.scratch() as conn:
            jobs.failed(conn, job, "boom", now)
            due = conn.exec_driver_sql("SELECT run_at FROM jobs WHERE kind = 'mail'").scalar()
        waits.append(due)
        now += timedelta(hours=2)
    assert claim(wanted, now, ("mail",)) is None
    assert waits == sorted(waits)


def test_a_job_of_a_failed_write_was_never_wanted(city):
    def write():
        with city.write() as tx:
            tx.want("thumb", "a", {}, NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write()
    assert claim(city) is None


def test_jobs_are_late_when_they_wait_and_nobody_works(wanted):
    def late(minutes):
        with wanted.read() as conn:
            return jobs.are_late(conn, NOW + timedelta(minutes=minutes))

    assert not late(9) and late(11)
    claim(wanted, NOW + timedelta(minutes=11))
    assert not late(11.5)  # a worker with much to do is none that is missing
    assert late(13)  # its lease ran out
