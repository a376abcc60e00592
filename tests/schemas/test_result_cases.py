"""The shared cases of checklists and tallies; pwa/src/core/{checklist,tally}.test.ts run the same files."""

from dataclasses import asdict

import pytest

from server.domain.checklist import checklist_result, read_checklist, unproven
from server.domain.tally import read_tally, tally_problems, tally_result
from tests.support.cases import edition_with, read_cases

CATALOGUE = edition_with([])
CHECKLISTS, TALLIES = read_cases("checklist.json")["cases"], read_cases("tally.json")["cases"]
A_COUNT = {
    "started_at": "2026-11-22T09:10:00.000Z",
    "ended_at": "2026-11-22T09:20:00.000Z",
    "planned_min": 10,
    "counted_s": 600,
}


@pytest.mark.parametrize("case", CHECKLISTS, ids=lambda case: case["name"])
def test_reads_a_checklist_as_the_case_says(case):
    item = CATALOGUE.items[case["item"]].source
    found = asdict(read_checklist(item, case["answers"]))
    found |= {"failed": list(found["failed"]), "vetoed": list(found["vetoed"])}
    found["tiers"] = [list(tier.values()) for tier in found["tiers"]]
    found["result"] = checklist_result(item, case["answers"])
    found["unproven"] = unproven(item, case["answers"], case["slots"])
    assert case["expect"] == {key: found[key] for key in case["expect"]}


@pytest.mark.parametrize("case", TALLIES, ids=lambda case: case["name"])
def test_reads_a_tally_as_the_case_says(case):
    item = CATALOGUE.items[case["item"]].source
    found = asdict(read_tally(item, case["counts"])) | {"result": tally_result(item, case["counts"])}
    assert case["expect"] == {key: found[key] for key in case["expect"]}


def cell(*of, **counts):
    return {"of": list(of), "counts": counts}


@pytest.mark.parametrize(
    ("counts", "change", "doubts"),
    [
        ({"worn": 3}, {"cells": [cell("rider", worn=2), cell("passenger", worn=1)]}, []),
        ({"worn": 3}, {"cells": [cell(None, worn=3)]}, []),
        ({"worn": 3}, {}, []),
        ({"worn": 3}, {"cells": [cell("rider", worn=2)]}, [("worn", "sum_differs")]),
        ({"worn": 3}, {"cells": [cell("pillion", worn=3)]}, [("tally", "not_a_choice")]),
        ({"worn": 3}, {"cells": [cell("rider", "ebike", worn=3)]}, [("tally", "not_a_choice")]),
        ({"worn": 4000}, {}, [("tally", "too_fast")]),
        ({"worn": 18}, {"counted_s": 1}, []),
        ({"worn": 3}, {"ended_at": "2026-11-22T09:00:00.000Z"}, [("tally", "clock_differs")]),
        ({"worn": 3}, {"ended_at": "2026-11-23T09:20:00.000Z"}, [("tally", "clock_differs")]),
        ({"worn": 3}, {"started_at": "yesterday"}, [("tally", "clock_differs")]),
    ],
)
def test_doubts_a_count_that_cannot_be(counts, change, doubts):
    assert tally_problems(CATALOGUE.items["TRF-01"], counts, {**A_COUNT, **change}) == doubts
