"""A phone that owes pictures and has let two whole working days pass is silent."""

from datetime import datetime

import pytest

from server.domain.silence import CITY_CLOCK, is_silent, working_days_since


def at(day, hour=12):
    """An instant in November 2026: the 20th is a Friday."""
    return datetime(2026, 11, day, hour, tzinfo=CITY_CLOCK)


@pytest.mark.parametrize(
    ("then", "now", "days"),
    [
        (at(23), at(23, 23), 0),
        (at(23), at(24), 0),
        (at(23, 23), at(25, 0), 1),
        (at(20), at(23), 0),
        (at(20), at(24), 1),
        (at(20), at(25), 2),
        (at(1), at(29), 20),
        (at(24), at(23), 0),
    ],
    ids=["today", "overnight", "a day between", "a weekend", "Monday", "Tuesday too", "four weeks", "back"],
)  # fmt: skip
def test_working_days_that_passed_in_between(then, now, days):
    assert working_days_since(then, now) == days


def test_a_phone_that_owes_nothing_may_rest():
    assert not is_silent(at(2), at(27), owes=False)


def test_a_phone_that_owes_something_is_silent_after_two_working_days():
    assert not is_silent(at(20), at(24, 23), owes=True)
    assert is_silent(at(20), at(25, 0), owes=True)


def test_a_phone_that_was_never_heard_and_owes_something_is_silent():
    assert is_silent(None, at(25), owes=True)
