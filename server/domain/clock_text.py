"""Instants as text: UTC, ISO 8601, milliseconds and Z, so that text order is time order."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

# No place on earth is further from UTC.
_FARTHEST_MIN = 14 * 60
_SHAPE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)


def to_text(at: datetime) -> str:
    """Write an aware datetime as `2026-11-22T07:20:31.123Z`."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def from_text(text: str) -> datetime:
    """Read the exact shape `to_text` writes; ValueError for any other."""
    if not _SHAPE.fullmatch(text):
        raise ValueError(text)
    return datetime.fromisoformat(text)


def offset_of(at: Any) -> int | None:
    """Read the minutes east of UTC out of an entry's `at`, which may be any JSON; None for no such offset."""
    offset = at.get("offset") if isinstance(at, dict) else None
    if not isinstance(offset, int) or isinstance(offset, bool):
        return None
    return offset if abs(offset) <= _FARTHEST_MIN else None
