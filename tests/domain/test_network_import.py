"""Which lines of a file become streets, which are named and left out, and where streets meet."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.datum import gcj02_from_wgs84
from server.domain.geo import Position, distance_m
from server.domain.imports.network import read_network
from server.domain.walk_lines import joined, pack, walks_near
from server.domain.walks import StreetsAround, points_of
from server.store.sheets import read_table
from tests.support.streets import GATE, ROUND, geojson, line, spot

HERE = Position(**GATE)
DEGREES = [104.0, 30.0]


def read(*shapes, datum=None, **more):
    return read_network(read_table("roads.geojson", geojson(*shapes, **more)), datum)


@pytest.mark.parametrize(
    ("shape", "code"),
    [
        (None, "bad_geometry"),
        ({"type": "Polygon", "coordinates": [[DEGREES] * 4]}, "bad_geometry"),
        ({"type": "LineString", "coordinates": []}, "bad_geometry"),
        ({"type": "LineString", "coordinates": [DEGREES, ["x", 30]]}, "bad_geometry"),
        ({"type": "LineString", "coordinates": [DEGREES, [104, 91]]}, "out_of_range"),
        ({"type": "LineString", "coordinates": [[30, 104.0], [30.001, 104.0]]}, "out_of_range"),
        ({"type": "LineString", "coordinates": [[30, 80.0], [30.001, 80.0]]}, "swapped"),
        ({"type": "LineString", "coordinates": [DEGREES, DEGREES]}, "no_length"),
        ({"type": "LineString", "coordinates": [DEGREES, [104.1, 30.0]]}, "leap"),
        ({"type": "MultiLineString", "coordinates": [[DEGREES, [104.001, 30.0]], [DEGREES]]}, "no_length"),
    ],
)
def test_a_bad_feature_is_named_by_its_number_and_the_others_are_kept(shape, code):
    found = read(ROUND[0], shape, ROUND[1])
    assert [(fault.row, fault.code) for fault in found.faults] == [(2, code)]
    assert len(found.lines) == 2
    assert found.parts == 1


def test_a_file_without_a_single_street_loads_nothing():
    assert [fault.code for fault in read().faults] == ["empty"]
    assert [fault.code for fault in read(None).faults] == ["bad_geometry", "empty"]
    broken = read_network(read_table("roads.geojson", b"{"), None)
    assert (broken.lines, broken.faults[0].code) == ((), "damaged")


def test_both_kinds_of_line_and_heights_are_read():
    two = {
        "type": "MultiLineString",
        "coordinates": [[[*DEGREES, 3.5], [104.001, 30.0, 4]], [DEGREES, [104, 30.001]]],
    }
    found = read(two)
    assert found.lines == ((300000000, 1040000000, 0, 10000), (300000000, 1040000000, 10000, 0))
    assert 205 < found.length_m < 210


def test_the_same_streets_are_the_same_edition_and_others_another():
    assert read(*ROUND).edition == read(*ROUND).edition != read(ROUND[0]).edition
    assert read(*ROUND, ROUND[0]).edition == read(*ROUND).edition


def test_a_file_in_another_datum_is_shifted_once_and_never_by_accident():
    shifted = [list(reversed(gcj02_from_wgs84(at[1], at[0]))) for at in ROUND[0]["coordinates"]]
    chinese = {"type": "LineString", "coordinates": shifted}
    plain, back = read(ROUND[0]), read(chinese, datum="gcj02")
    for a, b in zip(points_of(plain.lines[0]), points_of(back.lines[0]), strict=True):
        assert distance_m(a, b) < 0.1
    refused = read(chinese, crs={"properties": {"name": "GCJ02"}})
    assert (refused.lines, refused.faults[0].code) == ((), "wrong_datum")


def test_ends_that_miss_a_point_by_less_than_a_metre_meet_and_crossings_do_not():
    near, far = line((0.7, 120), (50, 200)), line((0, 118.5), (-50, 200))
    crossing = line((-50, 60), (50, 60))
    found = read(line((0, 0), (0, 120), (0, 300)), near, far, crossing)
    assert (found.ends, found.parts) == (1, 3)


def test_joining_bends_no_line_that_comes_back_to_where_it_began():
    loop = tuple(Position(**spot(*at)) for at in ((0, 0), (50, 0), (0, 0), (0, 80)))
    kept, moved = joined([loop])
    assert (kept, moved) == ([loop], 0)
    stub = tuple(Position(**spot(*at)) for at in ((0, 0), (50, 0), (50.4, 0)))
    assert joined([stub])[0] == [stub[:2]]


def test_a_school_gets_the_streets_within_reach_of_its_gates():
    lines = [pack([Position(**spot(x, y)) for x in range(0, 3000, 100)]) for y in (0, 500, 700)]
    found = walks_near("n", lines, [HERE])
    ends = [[distance_m(HERE, at) for at in points_of(run)] for run in found.lines]
    assert (found.reach_m, len(found.lines)) == (600, 2)
    assert max(map(max, ends)) < 720
    assert walks_near("n", lines, [Position(**spot(0, 1400))]) is None


def test_where_streets_are_dense_less_of_them_travels():
    comb = [pack([Position(**spot(x, y)) for x in range(-700, 700, 10)]) for y in range(-700, 700, 25)]
    found = walks_near("n", comb, [HERE])
    assert found.reach_m == 450
    assert sum(map(len, found.lines)) <= 6000
    assert walks_near("n", [line for line in comb for _ in range(9)], [HERE]) is None


@given(
    st.lists(st.tuples(st.integers(-300, 300), st.integers(-300, 300)), min_size=2, max_size=20),
    st.integers(0, 99),
)
def test_what_was_packed_is_unpacked_and_walked(corners, acc_m):
    points = [Position(**spot(*corner)) for corner in corners]
    assert points_of(pack(points)) == points
    kept, _ = joined([(a, b) for a, b in pairwise(points) if a != b])
    streets = walks_near("n", [pack(one) for one in kept], [points[0]]) if kept else None
    found = streets and StreetsAround(streets, [points[0]]).walk(points[-1], acc_m)
    if found:
        assert found.distance_m >= found.straight_m >= 0
        assert found.spread_m >= 0
