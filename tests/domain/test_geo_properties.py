"""What must hold for every position and every count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.geo import Position, distance_m, nearest, place_from, verdict
from server.domain.rate import against_target, wilson

positions = st.builds(
    Position, st.integers(-900_000_000, 900_000_000), st.integers(-1_800_000_000, 1_800_000_000)
)
metres = st.integers(0, 100_000)
ORDER = ["inside", "uncertain", "outside"]


@given(positions, positions)
def test_distance_is_symmetric_and_never_negative(a, b):
    assert distance_m(a, b) == distance_m(b, a) >= 0


@given(metres, metres, metres, metres)
def test_a_verdict_moves_outward_with_distance_and_towards_uncertain_with_error(
    distance, error, radius, more
):
    now = verdict(distance, error, radius)
    assert ORDER.index(verdict(distance + more, error, radius)) >= ORDER.index(now)
    assert verdict(distance, error + more, radius) in {now, "uncertain"}


@given(st.integers(0, 100_000), st.integers(0, 100_000))
def test_the_interval_holds_the_share(one, other):
    hits, n = sorted((one, other))
    found = wilson(hits, n)
    assert 0 <= found.low <= found.high <= 1
    assert found.rate is None or found.low <= found.rate <= found.high


@given(st.integers(1, 5000), st.floats(0.5, 1.0))
def test_more_hits_never_make_a_verdict_worse(n, target):
    order = ["not_met", "not_proven", "met"]
    verdicts = [
        order.index(against_target(wilson(hits, n), target)) for hits in range(0, n + 1, max(1, n // 20))
    ]
    assert verdicts == sorted(verdicts)


def test_nearest_keeps_the_filter_and_breaks_ties_by_id():
    def place(name, category, lat):
        return place_from({"id": name, "name": name, "category": category, "lat": lat, "lon": 0})

    places = [place("b", "shop", 100), place("a", "shop", 100), place("c", "park", 0)]
    assert nearest(places, Position(0, 0))[0].id == "c"
    found, distance = nearest(places, Position(0, 0), lambda one: one.category == "shop")
    assert found.id == "a"
    assert distance == pytest.approx(1.11, abs=0.01)
    assert nearest([], Position(0, 0)) is None
