"""What a city says of itself on the phones' page 关于, and how long they keep delivered pictures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# The longest each may be; none of them is a secret.
TEXTS: Mapping[str, int] = {"organiser": 80, "filing_no": 60, "complaint": 200}
# A restored backup may ask a phone for its pictures again: 14 days and two backup intervals are the least.
KEEP_DAYS = range(14, 366)
USUAL_KEEP_DAYS = 30


def setting_problems(values: Mapping[str, Any]) -> list[str]:
    """Name the settings that are unknown, too long or out of range."""
    return [name for name, value in values.items() if not _fits(name, value)]


def _fits(name: str, value: Any) -> bool:
    if name == "keep_days":
        return type(value) is int and value in KEEP_DAYS
    return name in TEXTS and isinstance(value, str) and len(value) <= TEXTS[name]
