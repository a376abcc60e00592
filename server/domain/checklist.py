"""What the points of a checklist say together: score, failures, vetoes, and the verdict by tier.

The phone runs the same rules in pwa/src/core/checklist.ts; both sides run
schemas/cases/checklist.json. Functions read an item's part of the catalogue document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

TIERS = ("city", "district")
_SAID = ("yes", "no", "na")


@dataclass(frozen=True, slots=True)
class Tier:
    """A pass mark; `passed` is None while points are open, a failed veto decides at once."""

    tier: str
    mark: int
    passed: bool | None


@dataclass(frozen=True, slots=True)
class ChecklistReading:
    """A checklist as far as it is answered.

    `failed` are the codes of points answered "no" in the order of the item, `vetoed` those that
    fail the place alone. `score` is of `full` over the points that apply, cut to one decimal;
    None while no point applies.
    """

    answered: int
    total: int
    failed: tuple[str, ...]
    vetoed: tuple[str, ...]
    score: float | None
    full: int
    tiers: tuple[Tier, ...]


def read_checklist(item: Mapping[str, Any], answers: Mapping[str, Any]) -> ChecklistReading:
    """Read a checklist; "n.a." takes a point out of the reckoning, an odd value leaves it open."""
    checks = item.get("checks") or []
    said = {check["code"]: _said(answers.get(check["code"])) for check in checks}
    failed = [check for check in checks if said[check["code"]] == "no"]
    answered = sum(value is not None for value in said.values())
    got = sum(check["points"] for check in checks if said[check["code"]] == "yes")
    asked = got + sum(check["points"] for check in failed)
    full = item["score"].get("full") or sum(check["points"] for check in checks)
    vetoed = tuple(check["code"] for check in failed if check.get("veto"))
    is_open = answered < len(checks) or asked == 0
    marks = item["score"].get("pass") or {}
    return ChecklistReading(
        answered=answered,
        total=len(checks),
        failed=tuple(check["code"] for check in failed),
        vetoed=vetoed,
        score=None if asked == 0 else got * full * 10 // asked / 10,
        full=full,
        tiers=tuple(
            Tier(tier, marks[tier], _passed(vetoed, is_open, got * full >= marks[tier] * asked))
            for tier in TIERS
            if tier in marks
        ),
    )


def _said(value: object) -> str | None:
    return value if isinstance(value, str) and value in _SAID else None


def _passed(vetoed: tuple[str, ...], is_open: bool, reached: bool) -> bool | None:  # noqa: FBT001 - two facts
    if vetoed:
        return False
    return None if is_open else reached


def unproven(item: Mapping[str, Any], answers: Mapping[str, Any], slots: Sequence[str | None]) -> list[str]:
    """Name the failed points that still want a photo of their own, given the slots of the photos taken."""
    wanted = item["evidence"].get("on_fail") or 0
    return [code for code in read_checklist(item, answers).failed if slots.count(f"check:{code}") < wanted]


def checklist_result(item: Mapping[str, Any], answers: Mapping[str, Any]) -> str:
    """Give `all_clear` for a checklist that is complete and without a "no", else `finding`."""
    reading = read_checklist(item, answers)
    return "finding" if reading.failed or reading.answered < reading.total else "all_clear"
