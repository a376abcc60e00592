"""The state of asking: answers so far, the facts around them, and which fields that makes visible.

The phone runs the same rules in pwa/src/core/asking.ts. Answers come as parsed JSON of any
shape; absent, None, "" and [] all mean: not answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from server.domain.catalogue import Catalogue, Choice, Counter, Field, Item, When
from server.domain.geo import Place

Answers = Mapping[str, Any]

# 看不清: an answer of its own for fields marked `unclear`.
UNCLEAR = "unclear"
# Set once per session or kept in the record beside the answers, never asked with the item.
SESSION_FIELDS = frozenset({"place", "source", "check_level", "visit_mode", "nature"})


@dataclass(frozen=True, slots=True)
class NearestSchool:
    place: Place
    distance_m: float
    error_m: float


@dataclass(frozen=True, slots=True)
class AnswerContext:
    """The standing facts around a record; `desk` is true where desk fields are asked too."""

    nature: str
    source: str
    place: Place | None = None
    nearest_school: NearestSchool | None = None
    level: str | None = None
    mode: str | None = None
    all_clear: bool = False
    desk: bool = False


def is_answered(value: Any) -> bool:
    return value is not None and value not in ("", [])


def _common_answers(ctx: AnswerContext) -> dict[str, Any]:
    return {
        "place": ctx.place.id if ctx.place else None,
        "source": ctx.source,
        "check_level": ctx.level,
        "visit_mode": ctx.mode,
        "nature": ctx.nature,
    }


def _same(one: Any, other: Any) -> bool:
    # JSON true is not 1, though Python says so.
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def holds(when: When | None, answers: Answers) -> bool:
    """Say whether a condition is true: never on an unanswered field; of several values any may match."""
    if when is None:
        return True
    value = answers.get(when.field)
    if not is_answered(value):
        return False
    given = value if isinstance(value, list) else [value]
    if when.among is not None:
        return any(_same(one, other) for one in given for other in when.among)
    if when.other_than is not None:
        return not any(_same(one, when.other_than) for one in given)
    return any(_same(one, when.equal) for one in given)


def look(fields: Iterable[Field], answers: Answers, ctx: AnswerContext) -> tuple[list[Field], dict[str, Any]]:
    """Walk the form: fields shown, and what they answer; a hidden field is unanswered for what follows it."""
    seen = _common_answers(ctx)
    shown = []
    for field in fields:
        if (field.desk and not ctx.desk) or not holds(field.when, seen):
            continue
        shown.append(field)
        seen[field.code] = answers.get(field.code)
    return shown, seen


def says_nothing(item: Item, ctx: AnswerContext) -> bool:
    """Tell an all-clear that says nothing more from points that all hold and riders without a miss."""
    return ctx.all_clear and item.kind not in {"checklist", "tally"}


def visible_fields(item: Item, answers: Answers, ctx: AnswerContext) -> list[Field]:
    """List the item's own fields that are asked now, in order; none where an all-clear says nothing more."""
    return [] if says_nothing(item, ctx) else look(item.fields, answers, ctx)[0]


def visible_common_fields(catalogue: Catalogue, ctx: AnswerContext) -> list[Field]:
    """List the common fields asked beside the item; those of the session are left out."""
    known = _common_answers(ctx)
    return [
        one for one in catalogue.common_fields if one.code not in SESSION_FIELDS and holds(one.when, known)
    ]


def choices_for(item: Item, field: Field, answers: Answers, ctx: AnswerContext) -> list[Choice]:
    """List the choices open now; for a text with `options_from` the place's own suggestions."""
    if field.options_from is not None:
        return _suggestions(field.options_from, ctx)
    seen = look(item.fields, answers, ctx)[1]
    return [choice for choice in field.choices if holds(choice.when, seen)]


def _suggestions(source: str, ctx: AnswerContext) -> list[Choice]:
    listed = ctx.place.attrs.get(source.removeprefix("place.")) if ctx.place else None
    if not isinstance(listed, list):
        return []
    return [Choice(one, one, one) for one in listed if isinstance(one, str)]


def recorded_answers(
    catalogue: Catalogue, item: Item, answers: Answers, ctx: AnswerContext
) -> dict[str, Any]:
    """Keep the answers worth recording: of visible fields, checks and officers, without blanks."""
    codes = [field.code for field in visible_fields(item, answers, ctx)]
    codes += [] if says_nothing(item, ctx) else item.checks
    codes += [field.code for field in visible_common_fields(catalogue, ctx) if field.code == "officers"]
    return {code: answers[code] for code in codes if is_answered(answers.get(code))}


def asked_counters(item: Item, ctx: AnswerContext) -> tuple[Counter, ...]:
    """List what is counted here; nothing where an all-clear says nothing more. None is required."""
    return () if says_nothing(item, ctx) else item.counters


def recorded_counts(item: Item, counts: Answers, ctx: AnswerContext) -> dict[str, Any] | None:
    """Keep the counts of counters that are asked; None where nothing was counted."""
    asked = [counter.code for counter in asked_counters(item, ctx)]
    return {code: counts[code] for code in asked if is_answered(counts.get(code))} or None


def required_fields(item: Item, answers: Answers, ctx: AnswerContext) -> list[Field]:
    """List the fields to answer before saving; `later` and `desk` ones never block it."""
    return [
        one for one in visible_fields(item, answers, ctx) if one.required and not one.later and not one.desk
    ]


def missing_answers(item: Item, answers: Answers, ctx: AnswerContext) -> list[Field]:
    """List the required fields that are still open."""
    return [one for one in required_fields(item, answers, ctx) if not is_answered(answers.get(one.code))]
