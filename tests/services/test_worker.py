"""The worker, and what it makes of stored pictures."""

import io
import threading
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image
from sqlalchemy import select

from server.services import derivatives
from server.services.worker import LEASE_S, Worker
from server.store import images, jobs
from server.store.tables import examinations, leaves, record_flags
from server.store.tables import jobs as job_rows
from tests.support import pictures
from tests.support.announcing import announce, deliver, digest, record
from tests.support.bad_disk import HARMS, blob_path, harmed
from tests.support.pictures import jpeg

START = datetime(2027, 1, 1, tzinfo=UTC)


def keep(store, data, **options):
    """Announce and store a picture."""
    announce(store, data, **options)
    return deliver(store, data, at=START)


@pytest.fixture
def city(empty_store):
    """Keys and tables are all that these tests need of a city."""
    return empty_store


@pytest.fixture
def worker(city):
    return Worker(city, clock=lambda: START)


def flags(store, record_id):
    with store.read() as conn:
        query = select(record_flags.c.code).where(record_flags.c.record_id == record_id)
        return set(conn.execute(query).scalars())


def examined(store, sha256):
    with store.read() as conn:
        return conn.execute(select(examinations).where(examinations.c.sha256 == sha256)).one()


def left(store):
    with store.read() as conn:
        return conn.execute(select(job_rows)).all()


def test_a_stored_picture_gets_all_its_derivatives(city, worker):
    data = jpeg(pictures.quarters(2048, 1536).rotate(90, expand=True), orientation=6)
    sha256 = keep(city, data)
    record(city, "r1", [sha256])
    worker.run_all()
    row = examined(city, sha256)
    assert (row.readable, row.format, row.width, row.height, row.problems) == (True, "jpeg", 2048, 1536, [])
    for rendition, size in (("thumb", (320, 240)), ("view", (1600, 1200))):
        assert Image.open(io.BytesIO(city.derived.read(sha256, rendition))).size == size
    assert not left(city) and not flags(city, "r1")


def test_the_small_rendition_is_made_from_the_larger_one(city, worker, monkeypatch):
    sha256 = keep(city, jpeg(pictures.quarters(2048, 1536)))
    render, read = images.render, []
    monkeypatch.setattr(images, "render", lambda data, side: (render(data, side), read.append(len(data)))[0])
    worker.run_all()
    assert read[1] == len(city.derived.read(sha256, "view"))


def test_the_watermark_says_when_where_what_who_and_how_to_check(city, worker):
    sha256 = keep(city, jpeg())
    record(city, "r1", [sha256])
    worker.run_all()
    lines = derivatives.caption_lines(city, "r1", sha256)
    assert lines[0].startswith("2026-11-22 15:20:30 UTC+08:00（手机时间）") and "DOG-01" in lines[0]
    assert lines[1] == "示范路 12 号" and "核验码" in lines[2]
    made = Image.open(io.BytesIO(city.derived.read(sha256, derivatives.watermarked_name(lines))))
    assert made.width == 640 and made.height > 480


def test_a_corrected_address_gets_another_watermark(city, worker):
    sha256 = keep(city, jpeg())
    record(city, "r1", [sha256])
    before = derivatives.watermarked_name(derivatives.caption_lines(city, "r1", sha256))
    record(city, "r1", [sha256], address="示范路 14 号")
    derivatives.want_mark(city, "r1", sha256, START)
    worker.run_all()
    after = derivatives.watermarked_name(derivatives.caption_lines(city, "r1", sha256))
    assert before != after and city.derived.has(sha256, after) and not city.derived.has(sha256, before)


@pytest.mark.parametrize("name", pictures.ugly())
def test_what_is_no_picture_is_kept_flagged_and_never_made_into_one(city, worker, name):
    sha256 = keep(city, pictures.ugly()[name])
    record(city, "r1", [sha256])
    worker.run_all()
    assert examined(city, sha256).problems == ["unreadable"] and flags(city, "r1") == {"unreadable"}
    assert city.blobs.size(sha256) == len(pictures.ugly()[name])
    assert not list((city.config.data / "derived").iterdir()) and not left(city)
    derivatives.shrink(city, sha256, "view")
    derivatives.mark(city, "r1", sha256)
    assert not list((city.config.data / "derived").iterdir())


def test_problems_of_readable_pictures_are_flags_too(city, worker):
    html, other = keep(city, pictures.with_html()), keep(city, pictures.png())
    record(city, "r1", [html, other])
    worker.run_all()
    assert flags(city, "r1") == {"trailing_data", "mime_differs"}
    assert city.derived.has(html, "view") and city.derived.has(other, "view")


def test_previews_are_examined_and_get_no_derivatives(city, worker):
    preview = jpeg(pictures.quarters(320, 240))
    announce(city, jpeg(), preview=preview)
    deliver(city, preview, at=START)
    worker.run_all()
    assert examined(city, digest(preview)).readable and not city.derived.has(digest(preview), "thumb")


def test_a_job_that_runs_twice_changes_nothing(city, worker):
    sha256 = keep(city, jpeg())
    worker.run_all()
    derivatives.examine(city, sha256, START)
    derivatives.shrink(city, sha256, "thumb")
    with city.read() as conn:
        count = conn.execute(select(leaves).where(leaves.c.type == "evidence.examined")).all()
    assert len(count) == 1


def test_two_workers_that_examine_at_once_write_one_leaf(city, monkeypatch):
    sha256 = keep(city, jpeg())
    real = images.examine

    def overtaken(data, mime):
        monkeypatch.setattr(images, "examine", real)
        derivatives.examine(city, sha256, START)
        return real(data, mime)

    monkeypatch.setattr(images, "examine", overtaken)
    derivatives.examine(city, sha256, START)
    with city.read() as conn:
        assert len(conn.execute(select(leaves).where(leaves.c.type == "evidence.examined")).all()) == 1


def test_a_failing_job_waits_longer_each_time_and_then_rests(city):
    now = [START]
    worker = Worker(city, {"fail": lambda *_args: 1 / 0}, lambda: now[0])
    with city.write() as tx:
        tx.want("fail", "x", {}, START)
    waits = []
    for _ in range(jobs.MAX_ATTEMPTS):
        assert worker.run_once() and not worker.run_once()
        (row,) = left(city)
        waits.append(row.run_at)
        now[0] += timedelta(hours=2)
    assert waits == sorted(waits) and not worker.run_once()
    assert (row.state, row.attempts, row.error) == ("failed", jobs.MAX_ATTEMPTS, "ZeroDivisionError")


@pytest.mark.parametrize("harm", HARMS)
def test_a_picture_that_was_read_badly_is_not_judged_by_it_and_read_again(city, harm):
    sha256 = keep(city, jpeg(pictures.quarters(800, 600)))
    at = [START]
    worker = Worker(city, clock=lambda: at[0])
    with harmed(blob_path(city, sha256), harm):
        worker.run_all()
    (job,) = left(city)
    assert (job.kind, job.state) == ("examine", "waiting")
    at[0] += timedelta(minutes=1)
    worker.run_all()
    assert examined(city, sha256).readable and city.derived.has(sha256, "thumb") and not left(city)


def test_one_bad_job_does_not_keep_the_others(city):
    done = []
    kinds = {"fail": lambda *_args: 1 / 0, "work": lambda _store, job, _now: done.append(job.key)}
    with city.write() as tx:
        tx.want("fail", "x", {}, START)
        tx.want("work", "y", {}, START)
    Worker(city, kinds, lambda: START).run_all()
    assert done == ["y"]


def test_the_job_of_a_killed_worker_is_taken_over_after_its_lease(city):
    done, now = [], [START]
    with city.write() as tx:
        tx.want("work", "x", {}, START)
    with city.scratch() as conn:
        assert jobs.claim(conn, ("work",), START, LEASE_S)
    other = Worker(city, {"work": lambda _store, job, _now: done.append(job.attempts)}, lambda: now[0])
    assert not other.run_once()
    now[0] += timedelta(seconds=LEASE_S + 1)
    assert other.run_once() and done == [2] and not left(city)


def test_what_was_not_committed_is_not_worked_on(city, worker):
    def fails():
        with city.write() as tx:
            tx.want("examine", "ab" * 32, {}, START)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert not worker.run_once()


def test_the_loop_works_until_it_is_told_to_stop(city):
    stop = threading.Event()

    def last(_store, _job, _now):
        stop.set()

    with city.write() as tx:
        tx.want("work", "x", {}, START)
    Worker(city, {"work": last}, lambda: START).run(stop)
    assert not left(city)
