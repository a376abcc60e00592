"""The officer's own clock beside the time of a record: in views, queue and older folders."""

import pytest
from sqlalchemy import select, text

from server.domain.clock_text import to_text
from server.domain.journal import read_entry
from server.queries.evidence import caption
from server.queries.filters import Filters
from server.queries.queue import Page, read_queue
from server.services import rebuilding, sync
from server.services.sync import Batch
from server.store.tables import records
from tests.support import city as cast
from tests.support.city import NOW
from tests.support.migrating import run_step

WALL = to_text(NOW)
CLAIMS = [
    ({"wall": WALL, "offset": -210, "mono": 1}, -210),
    ({"wall": WALL, "offset": 840, "mono": 1}, 840),
    ({"wall": WALL, "offset": 841, "mono": 1}, None),
    ({"wall": WALL, "offset": 10**30, "mono": 1}, None),
    ({"wall": WALL, "offset": True}, None),
    ({"wall": WALL, "offset": "480"}, None),
    ({"wall": WALL}, None),
    (["later"], None),
    (None, None),
]


def drafted(phone, write, *said, **body):
    """The body that the phone would write; its chain stays where it is."""
    seq, head = phone.seq, phone.head
    made = read_entry(write(*said, NOW, **body))["body"]
    phone.seq, phone.head = seq, head
    return made


@pytest.mark.parametrize(("at", "offset"), CLAIMS)
def test_rows_tell_the_offset_that_the_phone_claims(city, phone, at, offset):
    picture = drafted(phone, phone.shot, b"a picture")
    shot = phone.write("shot", picture, NOW, at=at)
    record = phone.write("record", drafted(phone, phone.record, shots=[picture["sha256"]]), NOW, at=at)
    accepted = sync.accept(city, phone.kid, Batch((shot, record)), NOW)
    assert [each.state for each in accepted.results] == ["admitted", "admitted"]
    with city.read() as conn:
        (row,) = read_queue(conn, cast.user_of(city, "liu"), Filters(), Page(), "zh")["rows"]
        assert row["offset"] == offset
        assert caption(conn, row["id"], row["thumb"]).offset_min == offset
    assert rebuilding.check(city) == []


def test_a_folder_made_before_learns_the_offsets_of_its_records(city, phone):
    sync.accept(city, phone.kid, Batch(tuple(phone.record(NOW) for _ in range(2))), NOW)
    with city.scratch() as conn:
        conn.execute(text("ALTER TABLE records DROP COLUMN offset_min"))
        run_step(conn, "0006_record_offset")
    with city.read() as conn:
        assert conn.scalars(select(records.c.offset_min)).all() == [480, 480]
    assert rebuilding.check(city) == []
