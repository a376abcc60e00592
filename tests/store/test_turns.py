"""Who works at once, who comes how often."""

import itertools

import pytest

from server.domain.problems import TooManyProblem
from server.store import turns
from server.store.turns import NamedTurns, Pace


def test_one_device_takes_its_own_turns_and_nobody_elses():
    shares = NamedTurns(2, retry_after_s=5)
    with shares.taken("a"), shares.taken("a"):
        with pytest.raises(TooManyProblem) as caught, shares.taken("a"):
            pass
        assert caught.value.extras == {"retry_after": 5} and not caught.value.permanent
        with shares.taken("b"):
            pass
    with shares.taken("a"):
        pass
    assert not shares._held


def test_a_turn_comes_back_from_work_that_failed():
    shares = NamedTurns(1, retry_after_s=5)
    for _ in range(3):
        with pytest.raises(OSError, match="disk"), shares.taken("a"):
            raise OSError("disk")


def paced(per_second):
    now = [1000.0]
    return Pace(per_second, retry_after_s=7, clock=lambda: now[0]), now


def may_come(pace, name):
    try:
        pace.step(name)
    except TooManyProblem:
        return False
    return True


def steps(pace, name="a"):
    return sum(1 for _ in itertools.takewhile(lambda _: may_come(pace, name), range(10_000)))


def test_a_device_in_a_loop_is_slowed_to_its_pace():
    pace, now = paced(8)
    assert steps(pace) == 41
    now[0] += 2
    assert steps(pace) == 16
    now[0] += 3600
    assert steps(pace) == 41


def test_who_comes_too_often_hears_when_to_come_back():
    pace, _ = paced(8)
    steps(pace)
    with pytest.raises(TooManyProblem) as caught:
        pace.step("a")
    assert caught.value.extras == {"retry_after": 7} and not caught.value.permanent


def test_one_device_in_a_loop_slows_nobody_else():
    pace, _ = paced(10)
    assert steps(pace) == steps(pace, "b")


def test_those_who_stay_away_are_forgotten(monkeypatch):
    monkeypatch.setattr(turns, "_MANY_NAMES", 20)
    pace, now = paced(10)
    for number in range(200):
        now[0] += 1
        pace.step(str(number))
    assert len(pace._even) <= 21
