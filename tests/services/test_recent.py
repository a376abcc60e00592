"""An officer is told what colleagues reported nearby, without names."""

from datetime import timedelta

import pytest

from server.domain.events import Event
from server.queries.recent import recent_reports
from server.services import sync
from server.services.sync import Batch
from tests.support.city import NOW, enrol, user_of


@pytest.fixture
def colleague(city):
    """Another officer of the station east-1."""
    row = {"id": "u-qian", "username": "qian", "name": "钱", "roles": ["officer"], "unit_id": "east-1"}
    with city.write() as tx:
        tx.append(Event("user.imported", "import:users", "setup", NOW, {"rows": [row | {"active": True}]}))
    return enrol(city, "qian")


def send(city, phone, **body):
    sync.accept(city, phone.kid, Batch((phone.record(NOW, **body),)), NOW)


def told(city, name="chen", after=timedelta(hours=1)):
    with city.read() as conn:
        return recent_reports(conn, user_of(city, name), NOW + after)


def test_a_colleagues_report_is_told_by_item_place_and_time_alone(city, colleague):
    send(city, colleague, note="a name")
    (report,) = told(city)
    assert report == {"item": "DOG-01", "lat": 300000000, "lon": 1040000000, "at": "2026-11-22T08:00:00.000Z"}


@pytest.mark.parametrize(
    "body",
    [{"mode": "covert"}, {"item": "VAG-01"}, {"item": "NEW-99"}, {"result": "all_clear"}, {"position": None}],
)
def test_what_is_not_for_others_is_not_told(city, colleague, body):
    send(city, colleague, **body)
    assert told(city) == []


def test_own_reports_those_of_other_stations_and_old_ones_are_left_out(city, phone, colleague):
    send(city, phone)
    assert told(city) == []
    send(city, colleague)
    assert told(city, "wang") == []
    assert len(told(city)) == 1 and told(city, after=timedelta(hours=25)) == []
