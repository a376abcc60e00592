"""Tallies: what one visit counted, what it may say, and what cannot be right about it.

The phone reads its counts by the same rules in pwa/src/core/tally.ts; both sides run
schemas/cases/tally.json. Whether a target is met is for the round that pools the visits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil, floor
from typing import Any

from server.domain.bodies import is_count
from server.domain.catalogue import Item
from server.domain.clock_text import from_text
from server.domain.rate import wilson

# Nobody taps faster than this for long; a few quick ones are no doubt.
TAPS_PER_S = 5
QUICK_TAPS = 20
# What the wall clock may lose against the one that only runs forward, and the longest visit.
CLOCK_SLACK = timedelta(minutes=2)
LONGEST_VISIT = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class TallyReading:
    """The totals of one visit.

    `percent` is cut to one decimal, `low` and `high` are Wilson's 95 % interval rounded outward
    (None for a full count). `side` of the target: below, reached. `says`: empty, short, enough,
    census, clear, found.
    """

    hits: int
    misses: int
    n: int
    percent: float | None
    low: float | None
    high: float | None
    target: float | None
    side: str | None
    quota: int
    says: str


def read_tally(item: Mapping[str, Any], counts: Mapping[str, Any]) -> TallyReading:
    """Read the totals of one visit; counters of their own (`separate`) stay out of the share."""
    hits, misses = _total(item, counts, "hit"), _total(item, counts, "miss")
    n = hits + misses
    found = None if n == 0 or item.get("census") else wilson(hits, n)
    rate = (item.get("target") or {}).get("rate")
    return TallyReading(
        hits=hits,
        misses=misses,
        n=n,
        percent=hits * 1000 // n / 10 if n else None,
        low=floor(found.low * 1000) / 10 if found else None,
        high=ceil(found.high * 1000) / 10 if found else None,
        target=None if rate is None else floor(rate * 1000 + 0.5) / 10,
        side=None if rate is None or n == 0 else ("reached" if hits / n >= rate else "below"),
        quota=(item.get("sample") or {}).get("min_n", 1),
        says=_says(item, misses, n),
    )


def _total(item: Mapping[str, Any], counts: Mapping[str, Any], role: str) -> int:
    rated = [one for one in item.get("counters") or [] if one["role"] == role and not one.get("separate")]
    return sum(_count(counts.get(one["code"])) for one in rated)


def _count(value: Any) -> int:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if is_count(value) and value < 2**53 else 0


def _says(item: Mapping[str, Any], misses: int, n: int) -> str:
    most = (item.get("target") or {}).get("max_miss")
    if most is not None:
        return "found" if misses > most else "clear"
    if n == 0:
        return "empty"
    if item.get("census"):
        return "census"
    return "short" if n < (item.get("sample") or {}).get("min_n", 1) else "enough"


def tally_result(item: Mapping[str, Any], counts: Mapping[str, Any]) -> str:
    """Give `all_clear` for a count that missed nothing and looked at something, else `finding`."""
    reading = read_tally(item, counts)
    extra = any(
        one.get("separate") and one["role"] == "miss" and _count(counts.get(one["code"])) > 0
        for one in item.get("counters") or []
    )
    return "finding" if reading.misses or extra or reading.says == "empty" else "all_clear"


def tally_problems(item: Item, counts: Mapping[str, Any], tally: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Name what cannot be right about a well-shaped `tally`: [(counter code or "tally", problem)]."""
    cells = tally.get("cells") or []
    found = [("tally", "not_a_choice")] if any(not _is_stratum(item, cell["of"]) for cell in cells) else []
    if cells:
        for counter in (one for one in item.counters if not one.separate):
            split = sum(_count(cell["counts"].get(counter.code)) for cell in cells)
            if split != _count(counts.get(counter.code)):
                found.append((counter.code, "sum_differs"))
    taps = sum(_count(counts.get(counter.code)) for counter in item.counters)
    if taps > TAPS_PER_S * tally["counted_s"] + QUICK_TAPS:
        found.append(("tally", "too_fast"))
    return [*found, ("tally", "clock_differs")] if _clock_differs(tally) else found


def _is_stratum(item: Item, chosen: list[Any]) -> bool:
    fits = len(chosen) == len(item.strata_choices)
    return fits and all(
        one is None or one in open_now for one, open_now in zip(chosen, item.strata_choices, strict=True)
    )


def _clock_differs(tally: Mapping[str, Any]) -> bool:
    started, ended = _instant(tally["started_at"]), _instant(tally["ended_at"])
    if started is None or ended is None:
        return True
    span = ended - started
    # A phone may claim more seconds than a timedelta holds.
    return span > LONGEST_VISIT or (span + CLOCK_SLACK).total_seconds() < tally["counted_s"]


def _instant(text: str) -> datetime | None:
    try:
        return from_text(text)
    except ValueError:
        return None
