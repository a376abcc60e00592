"""The flag itself, and the facts that flags are judged from.

Services gather facts (what the store knows, what the phone wrote) and freeze them here;
`server.domain.flags` turns them into flags. Bodies are kept as the phone wrote them, so
they may hold anything JSON can say. Lengths are metres, times are aware datetimes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from server.domain.catalogue import Catalogue, Item
from server.domain.geo import Place

# Every code that a flag may carry; screens have words for each.
FLAG_CODES = (
    "clock_behind", "clock_ahead", "late_arrival",
    "no_position", "position_invalid", "low_accuracy", "stale_fix", "far_from_place", "distance_uncertain",
    "imported_photo", "reused_photo", "unknown_shot", "future_shot", "too_few_photos",
    "unproven_point",
    "unreadable", "trailing_data", "mime_differs",
    "unknown_item", "unknown_kind", "unknown_edition", "unknown_version", "unknown_beacon", "malformed_body",
    "no_right", "revoked_device", "fork", "gap", "duplicate_id", "withdrawal",
    "missing_answer", "invalid_answer",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Flag:
    """A doubt: a stable code and a short detail without personal data (a number, a field or key name)."""

    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """The envelope of one admitted entry, of any kind.

    `wall` is None when the claimed time cannot be read. `not_before` is the latest instant that the
    entry provably follows (time of the checkpoint it embeds, else the device's enrolment).
    """

    kind: str
    version: object
    wall: datetime | None
    received_at: datetime
    not_before: datetime | None = None
    beacon_unknown: bool = False
    device_revoked: bool = False
    is_fork: bool = False
    follows_gap: bool = False


@dataclass(frozen=True, slots=True)
class ShotFacts:
    """One `shot` body; `used_elsewhere` when the same bytes were announced by an earlier entry."""

    body: Mapping[str, Any]
    used_elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class SeenShot:
    """A shot this device announced and a record names; `slot` is what it was said to show."""

    sha256: str
    seq: int
    source: str
    in_other_record: bool = False
    is_recording: bool = False
    slot: str | None = None


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """One `record` body and what the city knows around it.

    `catalogue` is None when its edition is not published here; `place` None when it names none or an
    unknown one; `schools` are those within about a kilometre; `shots` are those of `body["shots"]` that
    the device announced; `device_user` and `may_record` are whose device it is and whether that user
    holds the right now.
    """

    body: Mapping[str, Any]
    seq: int
    catalogue: Catalogue | None
    device_user: str
    may_record: bool = True
    place: Place | None = None
    schools: tuple[Place, ...] = ()
    shots: tuple[SeenShot, ...] = ()

    @property
    def item(self) -> Item | None:
        code = self.body.get("item")
        known = self.catalogue.items if self.catalogue else {}
        return known.get(code) if isinstance(code, str) else None
