"""What one installation takes at a time; `limits:` in settings.yaml changes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, times in seconds; what is open or in hand is counted in each web process apart."""

    # Phones write entries and pictures within these: less would refuse evidence for good.
    picture_bytes: int = 32 * MIB
    json_bytes: int = 4 * MIB
    stranger_json_bytes: int = 64 * 1024
    # A body still arriving holds a thread; small ones never wait behind large ones.
    open_pictures: int = 160
    open_previews: int = 32
    open_known: int = 40
    open_strangers: int = 24
    # A browser keeps its connection for minutes after the last answer.
    open_connections: int = 4096
    # One phone sends one thing at a time; a broken one must not take the places of others.
    uploads_per_device: int = 4
    # All that devices ask but uploads: beyond these the next is turned away unheard, so that screens answer.
    requests_in_hand: int = 32
    # Of those inside, and uploads too: one interpreter does one thing at a time, the others stand in its way.
    phones_at_work: int = 8
    requests_per_second_per_device: int = 100
    retry_after_s: int = 5
    stalled_after_s: int = 30

    @property
    def open_bodies(self) -> int:
        """How many threads can be held by bodies that do not arrive."""
        return self.open_pictures + self.open_previews + self.open_known + self.open_strangers


_LEAST = {
    "picture_bytes": 32 * MIB,
    "json_bytes": 4 * MIB,
    "stranger_json_bytes": 16 * 1024,
    "open_connections": 128,
}


def limits_of(settings: Mapping[str, Any]) -> Limits:
    """Read the limits; ValueError names one that is unknown, no whole number or too small."""
    said = settings.get("limits") or {}
    if not isinstance(said, dict):
        raise ValueError("settings.yaml: limits are names and numbers")  # noqa: TRY004 - the text is wrong
    known = {each.name for each in fields(Limits)}
    for name, value in said.items():
        least = _LEAST.get(name, 1)
        if name not in known:
            raise ValueError(f"settings.yaml: there is no limit {name}")
        if type(value) is not int or value < least:
            raise ValueError(f"settings.yaml: {name} is a whole number from {least} on")
    return Limits(**said)
