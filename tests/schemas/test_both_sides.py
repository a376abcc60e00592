"""Thousands of generated forms and positions: the phone's rules and the server's must say the same."""

import json
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from server.domain import answers as rules
from server.domain.geo import Position, school_rule
from tests.support.cases import context, edition_with, places_of, read_cases

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "pwa" / "tools" / "rule_outcomes.ts"
ANSWERS, GEO = read_cases("answers.json"), read_cases("geo.json")
PLACES = {**ANSWERS["places"], **GEO["places"]}
CATALOGUE = edition_with(ANSWERS["items"])
FORMS, POSITIONS = 2000, 500

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
