"""Doubts about where: fixes of a shot, the position of a record, its distance to the place and the school."""

from __future__ import annotations

from typing import Any

from server.domain.bodies import is_int
from server.domain.flag import Flag, RecordFacts
from server.domain.geo import Position, distance_to_place, school_rule

# A person walks 150 m in two minutes, most of the 200 m rule.
STALE_AFTER_MS = 120_000
# An item names its own limit; without one, beyond this the street is no longer certain.
DEFAULT_ACCURACY_M = 100
# Large sites are inspected from the pavement, and a place without geometry is a point at its door.
FAR_FROM_PLACE_M = 150


def read_position(source: Any) -> Position | None:
    """Read `lat` and `lon` where they are integers; None for anything else."""
    if not isinstance(source, dict):
        return None
    lat, lon = source.get("lat"), source.get("lon")
    if not (is_int(lat) and is_int(lon)):
        return None
    return Position(lat, lon)


def fix_flags(fixes: Any) -> list[Flag]:
    """Doubt a shot whose fixes lie off the Earth; a shot without a fix is no doubt."""
    listed = fixes if isinstance(fixes, list) else []
    read = [read_position(one) for one in listed]
    return [Flag("position_invalid")] if any(one and not one.is_on_earth for one in read) else []


def position_flags(facts: RecordFacts) -> list[Flag]:
    """Doubts about a record's position; an invalid one is not measured any further."""
    source = facts.body.get("position")
    if source is None:
        return [Flag("no_position")]
    pos = read_position(source)
    if pos is None or not pos.is_on_earth:
        return [Flag("position_invalid")]
    return [
        *_quality_flags(facts, source),
        *_place_flags(facts, pos, source),
        *_school_flags(facts, pos, source),
    ]


def _number(source: dict[str, Any], key: str) -> int:
    value = source.get(key)
    return value if is_int(value) else 0


def _quality_flags(facts: RecordFacts, source: dict[str, Any]) -> list[Flag]:
    acc_m, age_ms = _number(source, "acc_m"), _number(source, "age_ms")
    allowed = facts.item.evidence.gps_m if facts.item else DEFAULT_ACCURACY_M
    found = []
    if acc_m > allowed:
        found.append(Flag("low_accuracy", f"{acc_m} m > {allowed} m"))
    if age_ms > STALE_AFTER_MS:
        found.append(Flag("stale_fix", f"{age_ms // 1000} s"))
    return found


def _place_flags(facts: RecordFacts, pos: Position, source: dict[str, Any]) -> list[Flag]:
    if facts.place is None:
        return []
    far = distance_to_place(pos, facts.place)
    beyond = far - _number(source, "acc_m") > FAR_FROM_PLACE_M
    return [Flag("far_from_place", f"{far:.0f} m")] if beyond else []


def _school_flags(facts: RecordFacts, pos: Position, source: dict[str, Any]) -> list[Flag]:
    """Measure again: the phone's verdict is a claim, and its list of schools may have been old."""
    item = facts.item
    if (
        facts.catalogue is None
        or item is None
        or item.geo_rule is None
        or facts.body.get("result") == "all_clear"
    ):
        return []
    rule = facts.catalogue.geo_rules[item.geo_rule]
    nudged = read_position(source.get("nudged"))
    at = nudged if nudged and nudged.is_on_earth else pos
    found = school_rule(facts.catalogue, rule, at, _number(source, "acc_m"), facts.schools)
    if found is None:
        return _verdict_flags(facts.body.get("geo"), "outside", "")
    said = [f"{found.distance_m} ± {found.error_m} m"]
    if rule.method == "gate_path":
        # Which network was measured on decides; without a way the straight line shows itself.
        said += [found.method, *([found.network] if found.network else [])]
    return _verdict_flags(facts.body.get("geo"), found.verdict, ", ".join(said))


def _verdict_flags(claimed: Any, measured: str, detail: str) -> list[Flag]:
    said = claimed.get("verdict") if isinstance(claimed, dict) else None
    if measured == "uncertain" or said != measured:
        return [Flag("distance_uncertain", detail)]
    return []
