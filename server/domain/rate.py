"""Shares with their n and their Wilson score interval (95 % two-sided), for tallies."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

# 97.5 % point of the normal distribution.
Z_95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Rate:
    """`rate` is None when nothing was counted; then the interval is 0 to 1."""

    hits: int
    n: int
    rate: float | None
    low: float
    high: float


def wilson(hits: int, n: int, z: float = Z_95) -> Rate:
    """Wilson's interval of a share; 0 <= hits <= n."""
    if n == 0:
        return Rate(hits, n, None, 0.0, 1.0)
    rate = hits / n
    weight = 1 + z * z / n
    middle = (rate + z * z / (2 * n)) / weight
    half = z * sqrt((rate * (1 - rate) + z * z / (4 * n)) / n) / weight
    return Rate(hits, n, rate, 0.0 if hits == 0 else middle - half, 1.0 if hits == n else middle + half)


def against_target(found: Rate, target: float) -> str:
    """`met` when the whole interval reaches the target, `not_met` when none of it does, else `not_proven`."""
    if found.n > 0 and found.low >= target:
        return "met"
    return "not_met" if found.n > 0 and found.high < target else "not_proven"


def census_against_target(hits: int, n: int, target: float) -> str:
    """Judge a full count: no sampling error, its share is the verdict."""
    if n == 0:
        return "not_proven"
    return "met" if hits / n >= target else "not_met"
