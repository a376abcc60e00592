"""The desk finds places by name, initials or pinyin, of one kind where it wants."""

import pytest

from server.services.importing import import_rows
from tests.support.calling import sign_in
from tests.support.city import NOW


@pytest.fixture
def found(city, client):
    names = (("s1", "实验小学", "primary"), ("s2", "市一中", "middle"), ("k1", "实验路KTV", "ktv"))
    rows = [
        {"id": key, "name": name, "category": kind, "unit_id": "east", "lat": 1, "lon": 1}
        for key, name, kind in names
    ]
    assert import_rows(city, "places", rows, "x", NOW).faults == ()
    sign_in(client, "liu")
    return lambda **asked: {each["id"] for each in client.get("/api/places", query_string=asked).json}


@pytest.mark.parametrize("typed", ["实验", "sy", "shiyan", "SHIYAN"])
def test_places_are_found_as_people_type(found, typed):
    assert {"s1", "k1"} <= found(q=typed)
    assert "s2" not in found(q=typed.replace("sy", "syx"))


def test_a_kind_narrows_the_places(found):
    assert found(q="sy", category="primary") == {"s1"}
    assert found(category="middle") == {"s2"}
