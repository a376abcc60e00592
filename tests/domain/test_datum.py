"""The shifts out of GCJ-02 and BD-09."""

from hypothesis import given
from hypothesis import strategies as st

from server.domain.datum import gcj02_from_bd09, gcj02_from_wgs84, wgs84_from_bd09, wgs84_from_gcj02
from server.domain.geo import Position, distance_m

CHINA = st.tuples(st.floats(4, 53), st.floats(74, 134))


def metres(a, b):
    return distance_m(*(Position(round(lat * 1e7), round(lon * 1e7)) for lat, lon in (a, b)))


def test_the_shift_has_the_sizes_known_for_three_cities():
    cities = {(36.65, 117.12): 549, (31.57, 120.30): 485, (38.47, 106.27): 386}
    for place, expected in cities.items():
        assert abs(metres(place, gcj02_from_wgs84(*place)) - expected) < 25


@given(CHINA)
def test_shifting_there_and_back_moves_less_than_a_centimetre(place):
    assert metres(place, wgs84_from_gcj02(*gcj02_from_wgs84(*place))) < 0.02


def test_nothing_is_shifted_far_from_china():
    assert gcj02_from_wgs84(48.85, 2.35) == (48.85, 2.35)
    assert wgs84_from_gcj02(-33.9, 18.4) == (-33.9, 18.4)


def test_a_point_of_baidus_lies_where_its_published_formula_says():
    assert metres(gcj02_from_bd09(39.915, 116.404), (39.90865673957631, 116.39762729119315)) < 0.1
    assert 1000 < metres((39.915, 116.404), wgs84_from_bd09(39.915, 116.404)) < 1500


def test_no_baidu_point_is_shifted_far_from_china():
    assert wgs84_from_bd09(48.85, 2.35) == (48.85, 2.35)
