"""The shared cases of distances and rates; pwa/src/core/geo.test.ts and rate.test.ts run the same files."""

from dataclasses import replace

import pytest

from server.domain import geo, rate
from tests.support.cases import edition_with, places_of, read_cases

GEO, RATES = read_cases("geo.json"), read_cases("rate.json")
PLACES = places_of(GEO)
CATALOGUE = edition_with([])


@pytest.mark.parametrize("case", GEO["distance"], ids=lambda case: case["name"])
def test_distance_agrees_with_the_geodesic(case):
    found = geo.distance_m(geo.Position(**case["a"]), geo.Position(**case["b"]))
    assert found == pytest.approx(case["metres"], abs=case["within"])


@pytest.mark.parametrize("case", GEO["geometry"], ids=lambda case: case["name"])
def test_distance_to_geometry(case):
    found = geo.distance_to_geometry(geo.Position(**case["pos"]), case["geometry"])
    assert found == pytest.approx(case["metres"], abs=case["within"])


@pytest.mark.parametrize("case", GEO["verdict"], ids=str)
def test_verdict_counts_the_error_both_ways(case):
    *numbers, expected = case
    assert geo.verdict(*numbers) == expected


@pytest.mark.parametrize("case", GEO["school_rule"], ids=lambda case: case["name"])
def test_school_rule(case):
    rule = CATALOGUE.geo_rules[case["rule"]]
    rule = replace(rule, method=case.get("method", rule.method))
    places = [PLACES[name] for name in case["places"]]
    found = geo.school_rule(CATALOGUE, rule, geo.Position(**case["pos"]), case["acc_m"], places)
    outcome = found and {
        "place": found.place.id,
        "method": found.method,
        "distance_m": found.distance_m,
        "error_m": found.error_m,
        "verdict": found.verdict,
    }
    assert outcome == case["expect"]


@pytest.mark.parametrize("case", RATES["wilson"], ids=lambda case: f"{case['hits']} of {case['n']}")
def test_wilson_interval(case):
    found = rate.wilson(case["hits"], case["n"])
    assert (found.low, found.high) == pytest.approx((case["low"], case["high"]), abs=6e-4)


@pytest.mark.parametrize("case", RATES["target"], ids=str)
def test_target_is_met_only_by_the_whole_interval(case):
    assert rate.against_target(rate.wilson(case["hits"], case["n"]), case["target"]) == case["verdict"]


@pytest.mark.parametrize("case", RATES["census"], ids=str)
def test_census_is_judged_by_its_share(case):
    assert rate.census_against_target(case["hits"], case["n"], case["target"]) == case["verdict"]
