"""Doubts about well-formed evidence: what a person should look at, never a refusal.

`entry_flags` reads the envelope of any entry, `shot_flags` and `record_flags` the body of
their kind. Every reading survives any JSON, because a body of the wrong shape is admitted
too. The codes are explained to reviewers in pwa/src/text/desk_flags.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from server.domain.answers import AnswerContext, answer_problems, count_problems, required_photos
from server.domain.bodies import is_tally, record_problems, shot_problems
from server.domain.catalogue import Item
from server.domain.checklist import checklist_result, unproven
from server.domain.flag import EntryFacts, Flag, RecordFacts, SeenShot, ShotFacts
from server.domain.position_flags import fix_flags, position_flags
from server.domain.review import is_withdrawal
from server.domain.tally import tally_problems, tally_result

__all__ = [
    "EntryFacts",
    "Flag",
    "RecordFacts",
    "SeenShot",
    "ShotFacts",
    "entry_flags",
    "record_flags",
    "shot_flags",
]

KNOWN_KINDS = frozenset({"shot", "record", "derive", "countersign", "share", "discard"})
KNOWN_VERSION = 1
# Network time keeps phones within seconds; two minutes leave room for a slow answer.
CLOCK_TOLERANCE = timedelta(minutes=2)
# The longest deadline for what stands on the spot: later than this a case would have run out unseen.
LATE_AFTER = timedelta(hours=72)


def entry_flags(facts: EntryFacts) -> list[Flag]:
    """Doubts about the envelope: kind, version, clock, arrival, beacon, device, chain."""
    found = [
        (facts.kind not in KNOWN_KINDS, Flag("unknown_kind", facts.kind[:40])),
        (facts.version != KNOWN_VERSION, Flag("unknown_version", str(facts.version)[:40])),
        (facts.beacon_unknown, Flag("unknown_beacon")),
        (facts.device_revoked, Flag("revoked_device")),
        (facts.is_fork, Flag("fork")),
        (facts.follows_gap, Flag("gap")),
    ]
    return [*(flag for raised, flag in found if raised), *_clock_flags(facts)]


def _clock_flags(facts: EntryFacts) -> list[Flag]:
    if facts.wall is None:
        return [Flag("malformed_body", "at.wall")]
    ahead, behind = facts.wall - facts.received_at, timedelta(0)
    if facts.not_before is not None:
        behind = facts.not_before - facts.wall
    found = [
        (ahead > CLOCK_TOLERANCE, Flag("clock_ahead", span(ahead))),
        (behind > CLOCK_TOLERANCE, Flag("clock_behind", span(behind))),
        (-ahead > LATE_AFTER and behind <= CLOCK_TOLERANCE, Flag("late_arrival", span(-ahead))),
    ]
    return [flag for raised, flag in found if raised]


def span(duration: timedelta) -> str:
    """Write a duration in its largest whole unit: `3 d`, `5 h`, `12 min`."""
    minutes = int(duration.total_seconds() // 60)
    if minutes >= 2 * 24 * 60:
        return f"{minutes // (24 * 60)} d"
    return f"{minutes // 60} h" if minutes >= 2 * 60 else f"{minutes} min"


def shot_flags(facts: ShotFacts) -> list[Flag]:
    """Doubts about a `shot` body: its shape, where it came from, whether its bytes are new, its fixes."""
    found = []
    if odd := shot_problems(facts.body):
        found.append(Flag("malformed_body", ", ".join(odd)))
    if facts.body.get("source") == "import":
        found.append(Flag("imported_photo"))
    if facts.used_elsewhere:
        found.append(Flag("reused_photo"))
    return [*found, *fix_flags(facts.body.get("fixes"))]


def record_flags(facts: RecordFacts) -> list[Flag]:
    """Doubts about a `record` body, each code at most once per detail, in a fixed order."""
    found = []
    if odd := record_problems(facts.body):
        found.append(Flag("malformed_body", ", ".join(odd)))
    if is_withdrawal(facts.body):
        found.append(Flag("withdrawal"))
    steps: list[Callable[[RecordFacts], list[Flag]]] = [
        _right_flags,
        _catalogue_flags,
        position_flags,
        _shot_use_flags,
        _answer_flags,
    ]
    for step in steps:
        found += step(facts)
    return list(dict.fromkeys(found))


def _right_flags(facts: RecordFacts) -> list[Flag]:
    if not facts.may_record:
        return [Flag("no_right", "role")]
    if facts.body.get("officer") != facts.device_user:
        return [Flag("no_right", "officer")]
    item = facts.item
    return [Flag("no_right", "desk_only")] if item and item.desk_only else []


def _catalogue_flags(facts: RecordFacts) -> list[Flag]:
    if facts.catalogue is None:
        return [Flag("unknown_edition", str(facts.body.get("edition"))[:40])]
    return [] if facts.item else [Flag("unknown_item", str(facts.body.get("item"))[:40])]


def _shot_use_flags(facts: RecordFacts) -> list[Flag]:
    named = facts.body.get("shots")
    known = {shot.sha256: shot for shot in facts.shots}
    found: list[Flag] = []
    for number, sha256 in enumerate(named if isinstance(named, list) else [], start=1):
        shot = known.get(sha256) if isinstance(sha256, str) else None
        found += _one_shot(shot, facts.seq, str(number))
    return found


def _one_shot(shot: SeenShot | None, seq: int, number: str) -> list[Flag]:
    # The detail is the photo's number in the record, as the reviewer counts them.
    if shot is None:
        return [Flag("unknown_shot", number)]
    found = [
        (shot.source == "import", Flag("imported_photo", number)),
        (shot.in_other_record, Flag("reused_photo", number)),
        (shot.seq > seq, Flag("future_shot", number)),
    ]
    return [flag for raised, flag in found if raised]


def _answer_flags(facts: RecordFacts) -> list[Flag]:
    item, answers = facts.item, facts.body.get("answers")
    if facts.catalogue is None or item is None or not isinstance(answers, dict):
        return []
    ctx, counts = _context(facts), facts.body.get("counts")
    problems = answer_problems(facts.catalogue, item, answers, ctx)
    problems += count_problems(item, counts if isinstance(counts, dict) else {}, ctx)
    found = [
        Flag(one.code, one.field if one.code == "missing_answer" else f"{one.field}: {one.problem}")
        for one in problems
    ]
    if ctx.nature not in item.nature:
        found.append(Flag("invalid_answer", "nature: not_a_choice"))
    found += [Flag("invalid_answer", one) for one in _result_problems(facts.body, item, answers)]
    return [*found, *_photo_flags(facts, item, answers, ctx)]


def _result_problems(body: Mapping[str, Any], item: Item, answers: Mapping[str, Any]) -> list[str]:
    """Doubt an all-clear that its own points or counts deny, and a count that cannot be."""
    given, tally = body.get("counts"), body.get("tally")
    counts = given if isinstance(given, dict) else {}
    said, odd = "all_clear", []
    if item.kind == "checklist":
        said = checklist_result(item.source, answers)
    elif item.kind == "tally" and is_tally(tally):
        # Phones that told nothing of how they counted did not work the result out either.
        said, odd = tally_result(item.source, counts), tally_problems(item, counts, tally)
    found = ["result: contradicts"] if said != body.get("result") == "all_clear" else []
    return [*found, *(f"{field}: {problem}" for field, problem in odd)]


def _photo_flags(facts: RecordFacts, item: Item, answers: dict[str, Any], ctx: AnswerContext) -> list[Flag]:
    rule, shots = required_photos(item, answers, ctx), facts.body.get("shots")
    named = len(shots) if isinstance(shots, list) else 0
    # A voice note shows nothing.
    given = named - sum(shot.is_recording for shot in facts.shots)
    found = [Flag("too_few_photos", f"{given} < {rule.least}")] if given < rule.least else []
    slots = [shot.slot for shot in facts.shots if not shot.is_recording]
    bare = unproven(item.source, answers, slots) if item.kind == "checklist" else []
    return [*found, *(Flag("unproven_point", code) for code in bare)]


def _context(facts: RecordFacts) -> AnswerContext:
    body = facts.body

    def word(key: str) -> str:
        value = body.get(key)
        return value if isinstance(value, str) else ""

    return AnswerContext(
        nature=word("nature"),
        source=word("source"),
        level=word("level"),
        mode=word("mode"),
        all_clear=body.get("result") == "all_clear",
        place=facts.place,
    )
