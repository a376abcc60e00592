"""Entries and pictures are copied into the views many at a time; the views end as if each had come alone."""

from contextlib import contextmanager

import pytest
from sqlalchemy import create_engine

from server.domain.events import Event
from server.services import sync
from server.services.sync import Batch
from server.store import replay
from server.store.projectors import project_all
from server.store.tables import metadata
from tests.support.city import NOW, enrol
from tests.support.phone import Phone, digest

FIRST, SECOND = (f"0193f000-0000-7000-8000-00000000000{n}" for n in (1, 2))


@pytest.fixture
def busy(city, phone):
    """A city with all that entries of one batch can do to each other's rows."""
    other, picture = enrol(city, "wang"), b"picture"
    root = phone.shot(picture, NOW)
    twin = Phone(city.origin, phone.officer, phone.key, phone.seq, phone.head)
    branches = [twin.record(NOW, id=SECOND, note="other branch"), twin.record(NOW, id=FIRST, note="stolen")]
    shown = phone.record(NOW, id=FIRST, shots=[digest(picture)])
    corrected = phone.record(NOW, id=FIRST, replaces=phone.head, note="again", item="NONE-99")
    derived = phone.write("derive", {"from": digest(picture), "sha256": "ab" * 32, "bytes": 9}, NOW)
    odd = [phone.write("shot", "nothing", NOW), phone.write("discard", {"of": "shot"}, NOW)]
    last = phone.record(NOW, id=FIRST, shots=[digest(picture), "cd" * 32])
    sync.accept(city, phone.kid, Batch((root, *branches)), NOW)
    sync.accept(city, phone.kid, Batch((shown, corrected, derived, *odd, last)), NOW)
    sync.accept(city, other.kid, Batch((other.record(NOW, id=FIRST), other.record(NOW))), NOW)
    with city.write() as tx:
        tx.append_all([_stored(phone, digest(picture)), _stored(other, digest(picture))])
    return city


def _stored(phone, sha256):
    payload = {"sha256": sha256, "bytes": 7, "device": phone.kid}
    touches = (f"record:{FIRST}",)
    return Event("stored", f"blob:{sha256}", f"device:{phone.kid}", NOW, payload, touches=touches)


@contextmanager
def projected(events, size):
    """Copy the events into empty views, `size` at a time."""
    engine = create_engine("sqlite://")
    with engine.begin() as copy:
        metadata.create_all(copy)
        for start in range(0, len(events), size):
            project_all(copy, events[start : start + size])
        yield copy
    engine.dispose()


@pytest.mark.parametrize("size", [2, 3, 5, 1000])
def test_the_views_are_those_of_events_that_came_alone(busy, size):
    with busy.snapshot() as conn, replay.rebuilt(conn) as alone:
        events = list(replay.events(conn))
        with projected(events, size) as together:
            assert list(replay.differences(together, alone)) == []


def test_the_views_a_batch_left_are_those_of_events_that_came_alone(busy):
    with busy.snapshot() as conn, replay.rebuilt(conn) as alone:
        assert list(replay.differences(conn, alone)) == []


def test_a_fork_asks_what_records_show_at_its_place_in_the_batch(busy):
    """The forked entry is flagged on the record that showed it then, not on what came later."""
    with busy.read() as conn:
        (row,) = conn.exec_driver_sql(
            f"SELECT note_flags.detail FROM record_flags AS note_flags "
            f"WHERE record_id = '{SECOND}' AND code = 'fork'"
        ).all()
        named = conn.exec_driver_sql(f"SELECT kind FROM entries WHERE hash = '{row.detail}'").scalar()
    assert named == "record"


def test_many_events_get_the_indexes_of_their_leaves(busy):
    changed = [Event("settings.changed", "settings:city", "x", NOW, {"values": {"n": n}}) for n in range(3)]
    with busy.write() as tx:
        first = tx.append(changed[0])
        rest = tx.append_all(changed[1:])
    assert rest == [first + 1, first + 2]
    with busy.read() as conn:
        value = conn.exec_driver_sql("SELECT value FROM settings WHERE key = 'n'").scalar()
    assert str(value) == "2"
