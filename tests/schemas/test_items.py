"""Every item of the edition can be recorded, and asks little."""

from itertools import product

import pytest

from schemas.catalogue import first_edition
from server.domain.answers import (
    AnswerContext,
    answer_problems,
    choices_for,
    initial_answers,
    required_taps,
    visible_fields,
)
from server.domain.catalogue import catalogue_from

CATALOGUE = catalogue_from(first_edition())
PHONE_ITEMS = [one for one in CATALOGUE.items.values() if not one.desk_only]
ASKED = [one for one in PHONE_ITEMS if one.kind in {"violation", "register"}]
MOST_REQUIRED = 2

GOOD = {
    "text": "东门岗亭", "phone": "13800138000", "plate": "苏A12345", "place": "pl-1",
    "datetime": "2026-11-22T07:20:00Z", "auto_distance": 160, "number": 1,
}  # fmt: skip


def steering(item):
    """Codes of fields that some condition names, with every value they may take."""
    named = {field.when.field for field in item.fields if field.when}
    named |= {choice.when.field for field in item.fields for choice in field.choices if choice.when}
    values = {}
    for field in item.fields:
        if field.code in named:
            values[field.code] = [None, *values_of(field)]
    return values


def values_of(field):
    if field.type == "bool":
        return [True, False]
    if field.type == "many":
        return [[choice.code] for choice in field.choices] + [[choice.code for choice in field.choices]]
    return [choice.code for choice in field.choices]


def situations(item):
    codes = steering(item)
    for values in product(*codes.values()):
        for nature in item.nature:
            yield dict(zip(codes, values, strict=True)), AnswerContext(nature=nature, source="patrol")


@pytest.mark.parametrize("item", ASKED, ids=lambda item: item.code)
def test_at_most_two_answers_are_required_whatever_is_answered(item):
    most = max(required_taps(item, answers, ctx) for answers, ctx in situations(item))
    assert most <= MOST_REQUIRED


def an_answer(item, field, answers, ctx):
    if field.type in {"one", "many"}:
        codes = [choice.code for choice in choices_for(item, field, answers, ctx)]
        return codes[-1] if field.type == "one" else codes
    if field.type == "bool":
        return True
    if field.type == "int":
        return int(field.minimum or 0)
    return GOOD[field.type]


@pytest.mark.parametrize("item", list(CATALOGUE.items.values()), ids=lambda item: item.code)
def test_every_item_can_be_recorded_in_full(item):
    for nature in item.nature:
        ctx = AnswerContext(nature=nature, source="patrol", desk=item.desk_only)
        answers = initial_answers(CATALOGUE, item, ctx)
        # Answering one field may open the next: go on until nothing visible is open.
        while left := [one for one in visible_fields(item, answers, ctx) if one.code not in answers]:
            answers[left[0].code] = an_answer(item, left[0], answers, ctx)
        answers |= dict.fromkeys(item.checks, "yes")
        assert answer_problems(CATALOGUE, item, answers, ctx) == []


def test_every_type_of_field_is_known_to_the_forms():
    used = {field.type for item in CATALOGUE.items.values() for field in item.fields}
    assert used <= {*GOOD, "one", "many", "bool", "int"}
