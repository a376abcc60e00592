"""The shared cases of ways on foot; pwa/src/core/walks.test.ts runs the same file."""

from dataclasses import asdict, replace

import pytest

from server.domain.geo import Place, Position, school_rule
from server.domain.walks import StreetsAround, walks_from
from tests.support.cases import edition_with, read_cases

CASES = read_cases("walks.json")
CATALOGUE = edition_with([])


def school_of(case):
    gates = tuple(Position(**gate) for gate in case["gates"])
    streets = StreetsAround(walks_from(case["walks"]), gates) if case["walks"] else None
    return Place("s", "实验小学", "primary", gates[0], gates=gates, walks=streets)


@pytest.mark.parametrize("case", CASES["walk"], ids=lambda case: case["name"])
def test_the_way_on_foot(case):
    found = school_of(case).walks.walk(Position(**case["pos"]), case["acc_m"])
    assert (found and asdict(found)) == case["expect"]


@pytest.mark.parametrize("case", CASES["school_rule"], ids=lambda case: case["name"])
def test_the_rule_on_foot(case):
    rule = replace(CATALOGUE.geo_rules["school_radius"], method=case["method"])
    found = school_rule(CATALOGUE, rule, Position(**case["pos"]), case["acc_m"], [school_of(case)])
    said = {name: getattr(found, name) for name in ("method", "distance_m", "error_m", "verdict", "network")}
    assert {name: value for name, value in said.items() if value is not None} == case["expect"]
