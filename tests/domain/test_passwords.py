"""Which passwords will do, and what guessing costs."""

from datetime import UTC, datetime, timedelta

import pytest

from server.domain.passwords import FREE_FAILURES, failures_after, wait_s, weakness

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        ("", "too_short"),
        ("short", "too_short"),
        ("x" * 201, "too_long"),
        ("aaaaaaaaaaaa", "too_simple"),
        ("abababababab", "too_simple"),
        ("Password123", "too_simple"),
        ("1234567890", "too_simple"),
        ("xunzheng2026", "too_simple"),
        ("wangli-is-here", "contains_username"),
        ("correct horse battery", None),
        ("东城派出所的门口有两棵树", None),
        ("k7m2p9x4w1z8", None),
    ],
)
def test_a_password_is_judged_by_length_and_obviousness(password, expected):
    assert weakness(password, "wangli") == expected


def test_the_first_failures_cost_nothing_then_the_wait_doubles_up_to_a_quarter_hour():
    waits = [wait_s(n, NOW, NOW) for n in range(FREE_FAILURES + 8)]
    assert waits[:FREE_FAILURES] == [0] * FREE_FAILURES
    assert waits[FREE_FAILURES : FREE_FAILURES + 6] == [30, 60, 120, 240, 480, 900]
    assert wait_s(10_000, NOW, NOW) == 900


def test_a_wait_runs_down_and_is_forgotten_after_half_a_day():
    assert wait_s(5, NOW, NOW + timedelta(seconds=10, milliseconds=1)) == 20
    assert wait_s(5, NOW, NOW + timedelta(seconds=30)) == 0
    assert wait_s(500, NOW, NOW + timedelta(hours=12)) == 0
    assert failures_after(500, NOW, NOW + timedelta(hours=12)) == 1
    assert failures_after(4, NOW, NOW + timedelta(seconds=1)) == 5
