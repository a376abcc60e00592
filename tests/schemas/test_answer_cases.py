"""The shared cases of what items ask; pwa/src/core/answers.test.ts runs the same file."""

import pytest

from server.domain import answers as rules
from tests.support.cases import context, edition_with, places_of, read_cases

CASES = read_cases("answers.json")
CATALOGUE = edition_with(CASES["items"])
PLACES = places_of(CASES)


def outcome(case):
    item, given, ctx = CATALOGUE.items[case["item"]], case["answers"], context(case["ctx"], PLACES)
    photos = rules.required_photos(item, given, ctx)
    counts = case.get("counts", {})
    fields = {field.code: field for field in item.fields}
    wanted = case["expect"].get("choices", {})
    return {
        "visible": [field.code for field in rules.visible_fields(item, given, ctx)],
        "common": [field.code for field in rules.visible_common_fields(CATALOGUE, ctx)],
        "missing": [field.code for field in rules.missing_answers(item, given, ctx)],
        "problems": [
            [one.code, one.field, one.problem] for one in rules.answer_problems(CATALOGUE, item, given, ctx)
        ],
        "photos": {"min": photos.least, "max": photos.most, "slots": list(photos.slots)},
        "initial": rules.initial_answers(CATALOGUE, item, ctx),
        "recorded": rules.recorded_answers(CATALOGUE, item, given, ctx),
        "counters": [counter.code for counter in rules.asked_counters(item, ctx)],
        "counted": rules.recorded_counts(item, counts, ctx),
        "count_problems": [
            [one.code, one.field, one.problem] for one in rules.count_problems(item, counts, ctx)
        ],
        "choices": {
            code: [choice.code for choice in rules.choices_for(item, fields[code], given, ctx)]
            for code in wanted
        },
    }


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["name"])
def test_asks_what_the_case_says(case):
    found = outcome(case)
    assert case["expect"] == {key: found[key] for key in case["expect"]}
