"""Thousands of generated forms and positions: the phone's rules and the server's must say the same."""

import json
import random
import shutil
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from server.domain import answers as rules
from server.domain.geo import Position, school_rule
from server.domain.walks import StreetsAround, walks_from
from tests.support.cases import context, edition_with, places_of, read_cases

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "pwa" / "tools" / "rule_outcomes.ts"
ANSWERS, GEO = read_cases("answers.json"), read_cases("geo.json")
PLACES = {**ANSWERS["places"], **GEO["places"]}
CATALOGUE = edition_with(ANSWERS["items"])
FORMS, POSITIONS, TOWNS = 2000, 500, 60

ODD = [
    None, "", [], True, False, 0, 1, -1, 1.5, 3.0, 2**53, "unclear", "yes", "no", "constructor", "x" * 2001,
    "13800138000", "苏A12345", "2026-11-22T07:20Z", "2026-02-30T07:20Z", ["a"], ["a", "a"], [1], "東門", "𠮷",
]  # fmt: skip


def node():
    beside = Path(sys.executable).with_name("node")
    return str(beside) if beside.exists() else shutil.which("node")


def an_answer(chance, field):
    codes = [choice.code for choice in field.choices]
    if codes and chance.random() < 0.8:
        return (
            chance.choice(codes)
            if field.type == "one"
            else chance.sample(codes, chance.randint(0, len(codes)))
        )
    if field.type == "bool" and chance.random() < 0.8:
        return chance.random() < 0.5
    return chance.choice(ODD)


def a_form(chance):
    item = chance.choice(list(CATALOGUE.items.values()))
    answers = {field.code: an_answer(chance, field) for field in item.fields if chance.random() < 0.8}
    answers |= {check: chance.choice(["yes", "no", "na", None, "?"]) for check in item.checks}
    ctx = {
        "nature": chance.choice([*item.nature, "observation"]),
        "source": chance.choice(["patrol", "hotline"]),
        "level": "daily",
        "mode": chance.choice(["open", "covert"]),
        "result": chance.choice(["finding"] * 4 + ["all_clear"]),
        "desk": chance.random() < 0.3,
        "place": chance.choice([None, *PLACES]),
        "nearest_school": chance.choice([None, {"place": "p1", "distance_m": 12.5, "error_m": 3}]),
    }
    counters = [*[counter.code for counter in item.counters], "ghosts"]
    counts = {code: chance.choice([None, 0, 3, *ODD]) for code in counters if chance.random() < 0.7}
    return {"item": item.code, "answers": answers, "counts": counts, "ctx": ctx}


def a_position(chance):
    middle = chance.choice(list(GEO["places"].values()))
    spread = chance.choice([3000, 30000, 300000])
    return {
        "rule": chance.choice(["school_radius", "tobacco_radius"]),
        "pos": {axis: middle[axis] + chance.randint(-spread, spread) for axis in ("lat", "lon")},
        "acc_m": chance.randint(0, 120),
    }


def a_town(chance):
    """Streets between the corners of a crooked grid, in any place, some missing and some given twice."""
    lat0, lon0 = (
        chance.randint(-600_000_000, 600_000_000),
        chance.choice([chance.randint(-(10**9), 10**9), 1_799_990_000]),
    )

    def near(spread):
        lon = lon0 + chance.randint(0, 7 * 12_000) + chance.randint(-spread, spread)
        lat = lat0 + chance.randint(0, 7 * 12_000) + chance.randint(-spread, spread)
        return {"lat": lat, "lon": lon - 3_600_000_000 if lon > 1_800_000_000 else lon}

    def corner(row, column):
        return lat0 + row * 12_000 + shifts[row, column][0], lon0 + column * 12_000 + shifts[row, column][1]

    shifts = {
        (row, column): (chance.randint(-4000, 4000), chance.randint(-4000, 4000))
        for row in range(8)
        for column in range(8)
    }
    lines = []
    for row, column in chance.choices(list(shifts), k=90):
        other = chance.choice([(row + 1, column), (row, column + 1)])
        if other in shifts:
            (a, b), (c, d) = corner(row, column), corner(*other)
            lines.append([a, b, c - a, d - b])
    return {
        "walks": {"network": "n", "reach_m": chance.choice([300, 600, 2000]), "lines": lines},
        "gates": [near(3000) for _ in range(chance.randint(1, 3))],
        "stands": [{"pos": near(9000), "acc_m": chance.randint(0, 60)} for _ in range(20)],
    }


def of_town(asked):
    gates = [Position(**gate) for gate in asked["gates"]]
    streets = StreetsAround(walks_from(asked["walks"]), gates)
    found = [streets.walk(Position(**stand["pos"]), stand["acc_m"]) for stand in asked["stands"]]
    return [each and asdict(each) for each in found]


def of_form(form, places):
    item, given = CATALOGUE.items[form["item"]], form["answers"]
    ctx = context({key: value for key, value in form["ctx"].items() if value is not None}, places)
    shown, photos = rules.visible_fields(item, given, ctx), rules.required_photos(item, given, ctx)
    found = rules.answer_problems(CATALOGUE, item, given, ctx)
    odd_counts = rules.count_problems(item, form["counts"], ctx)
    return {
        "visible": [field.code for field in shown],
        "missing": [field.code for field in rules.missing_answers(item, given, ctx)],
        "problems": [[one.code, one.field, one.problem] for one in found],
        "photos": {"min": photos.least, "max": photos.most, "slots": list(photos.slots)},
        "initial": rules.initial_answers(CATALOGUE, item, ctx),
        "recorded": rules.recorded_answers(CATALOGUE, item, given, ctx),
        "counted": rules.recorded_counts(item, form["counts"], ctx),
        "counts": [[one.code, one.field, one.problem] for one in odd_counts],
        "choices": [[one.code for one in rules.choices_for(item, field, given, ctx)] for field in shown],
    }


def of_position(asked, places):
    rule = CATALOGUE.geo_rules[asked["rule"]]
    found = school_rule(CATALOGUE, rule, Position(**asked["pos"]), asked["acc_m"], places.values())
    return {
        "place": found.place.id,
        "method": found.method,
        "distance_m": found.distance_m,
        "error_m": found.error_m,
        "verdict": found.verdict,
    }


@pytest.fixture(scope="module")
def both():
    chance = random.Random("both sides")
    edition = read_cases("edition.json")
    asked = {
        "catalogue": {**edition, "items": [*edition["items"], *ANSWERS["items"]]},
        "places": PLACES,
        "forms": [a_form(chance) for _ in range(FORMS)],
        "positions": [a_position(chance) for _ in range(POSITIONS)],
        "towns": [a_town(chance) for _ in range(TOWNS)],
    }
    said = subprocess.run(
        [node(), str(SCRIPT)], input=json.dumps(asked).encode(), capture_output=True, check=False, timeout=60
    )
    assert said.returncode == 0, said.stderr.decode()
    return asked, json.loads(said.stdout)


def test_forms(both):
    asked, phone = both
    places = places_of({"places": PLACES})
    for form, outcome in zip(asked["forms"], phone["forms"], strict=True):
        assert outcome == of_form(form, places), form


def test_positions(both):
    asked, phone = both
    places = places_of({"places": PLACES})
    for position, outcome in zip(asked["positions"], phone["positions"], strict=True):
        assert outcome == of_position(position, places), position


def test_ways_on_foot(both):
    asked, phone = both
    ways = [of_town(town) for town in asked["towns"]]
    assert sum(way is not None for town in ways for way in town) > TOWNS
    assert phone["towns"] == ways
