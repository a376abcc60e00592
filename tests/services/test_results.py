"""What the desk is told of a checklist and of a count."""

import pytest

from tests.support.scenes import Scene

POINTS = {"volunteer": "yes", "bins": "no", "line": "yes", "access": "yes", "smoke": "na"}
A_COUNT = {
    "started_at": "2026-11-22T09:10:00.000Z",
    "ended_at": "2026-11-22T09:20:00.000Z",
    "planned_min": 10,
    "counted_s": 590,
    "cells": [{"of": ["rider"], "counts": {"worn": 31}}, {"of": ["passenger"], "counts": {"bare": 1}}],
}


@pytest.fixture
def scene(city):
    return Scene(city)


def told(scene, item, **body):
    record = scene.officer().inspects(item, **body).sends_entries()
    return record.now


def test_a_checklist_is_shown_with_its_score_and_what_failed(scene):
    seen = told(scene, "HAL-02", answers=POINTS)
    assert seen["score"]["failed"] == ("bins",)
    assert seen["score"]["score"] == 82.3
    assert [tier["passed"] for tier in seen["score"]["tiers"]] == [False, True]
    assert seen["tally"] is None


def test_a_count_is_shown_with_its_share_its_strata_and_its_window(scene):
    seen = told(scene, "TRF-01", counts={"worn": 31, "bare": 1}, tally=A_COUNT)
    assert (seen["tally"]["percent"], seen["tally"]["says"]) == (96.8, "short")
    assert seen["tally"]["strata"] == ["seat"]
    assert seen["tally"]["cells"] == A_COUNT["cells"]
    assert (seen["tally"]["counted_s"], seen["tally"]["planned_min"]) == (590, 10)
    assert seen["score"] is None
    assert [flag for flag in seen["flags"] if "tally" in flag["detail"]] == []


def test_a_violation_has_neither(scene):
    seen = told(scene, "DOG-01")
    assert (seen["score"], seen["tally"]) == (None, None)


@pytest.mark.parametrize(
    ("item", "body", "doubt"),
    [
        ("HAL-02", {"answers": POINTS, "result": "all_clear"}, ("invalid_answer", "result: contradicts")),
        (
            "TRF-01",
            {"counts": {"worn": 31, "bare": 1}, "tally": A_COUNT, "result": "all_clear"},
            ("invalid_answer", "result: contradicts"),
        ),
        (
            "TRF-01",
            {"counts": {"worn": 40}, "tally": A_COUNT},
            ("invalid_answer", "worn: sum_differs"),
        ),
        ("TRF-01", {"counts": {"worn": 40}, "tally": {"counted_s": "long"}}, ("malformed_body", "tally")),
    ],
)
def test_a_result_that_cannot_be_is_kept_and_doubted(scene, item, body, doubt):
    code, detail = doubt
    flags = {flag["code"]: flag["detail"].split(", ") for flag in told(scene, item, **body)["flags"]}
    assert detail in flags[code]


@pytest.mark.parametrize("seconds", [10**12, 2**53 - 1])
def test_a_count_of_more_seconds_than_time_has_is_doubted_and_silences_no_phone(scene, seconds):
    tally = A_COUNT | {"counted_s": seconds}
    seen = told(scene, "TRF-01", counts={"worn": 31, "bare": 1}, tally=tally)
    assert ("invalid_answer", "tally: clock_differs") in [
        (flag["code"], flag["detail"].split(", ")[-1]) for flag in seen["flags"]
    ]
