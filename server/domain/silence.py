"""When a phone that owes something has been quiet for too long.

Holidays are not known here: over a long one a phone may count as silent that only rests, which moves it
up in a list and does nothing else.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

# One clock holds from Urumqi to Harbin, and none of it changes for summer.
CITY_CLOCK = timezone(timedelta(hours=8))
SILENT_AFTER = 2
_SATURDAY = 5
_WEEK = 7


def working_days_since(then: datetime, now: datetime) -> int:
    """Count the Mondays to Fridays after the day of `then`, up to yesterday: today is not over yet."""
    first = then.astimezone(CITY_CLOCK).date() + timedelta(days=1)
    days = (now.astimezone(CITY_CLOCK).date() - first).days
    if days <= 0:
        return 0
    weeks, rest = divmod(days, _WEEK)
    return weeks * _SATURDAY + sum(_is_working(first + timedelta(days=n)) for n in range(rest))


def is_silent(last_contact: datetime | None, now: datetime, *, owes: bool) -> bool:
    """Say whether a phone that owes something let that many whole working days pass without a word."""
    if not owes:
        return False
    return last_contact is None or working_days_since(last_contact, now) >= SILENT_AFTER


def _is_working(day: date) -> bool:
    return day.weekday() < _SATURDAY
