"""The shared cases of task lists; pwa/src/core/tasks.test.ts runs the same file."""

import pytest

from server.domain import tasks
from server.domain.tasks import Mark
from tests.support.cases import read_cases

CASES = read_cases("tasks.json")
LISTS = {name: tasks.list_from(state) for name, state in CASES["lists"].items()}


@pytest.mark.parametrize("case", CASES["due"], ids=lambda case: case["name"])
def test_a_list_asks_on_its_days(case):
    assert tasks.is_due_on(LISTS[case["list"]], case["day"]) == case["due"]


@pytest.mark.parametrize("case", CASES["done"], ids=lambda case: case["name"])
def test_records_answer_tasks(case):
    marks = [Mark(**mark) for mark in case["marks"]]
    assert list(tasks.done_items(LISTS[case["list"]], case["n"], marks, case["day"])) == case["done"]


@pytest.mark.parametrize(
    "span", ["", "07:20", "08:20-07:20", "7:20-8:20", "07:20-24:01", "07:60-08:00", "a-b"]
)
def test_hours_that_are_none_are_refused(span):
    with pytest.raises(ValueError):
        tasks.minutes_of(span)
