"""What an item asks, here and now: what is missing, what cannot be right, and how many photos.

The phone runs the same rules in pwa/src/core/answers.ts; both sides run the cases of
schemas/cases/. A problem becomes a flag for the desk, never a refusal.
"""

from __future__ import annotations

from dataclasses import dataclass

from server.domain.answer_forms import count_problem, form_problem
from server.domain.asking import (
    UNCLEAR,
    AnswerContext,
    Answers,
    NearestSchool,
    asked_counters,
    choices_for,
    holds,
    is_answered,
    look,
    missing_answers,
    recorded_answers,
    recorded_counts,
    required_fields,
    says_nothing,
    visible_common_fields,
    visible_fields,
)
from server.domain.catalogue import Catalogue, Item
from server.domain.prefill import derived_answers, initial_answers

__all__ = [
    "UNCLEAR",
    "AnswerContext",
    "AnswerProblem",
    "Answers",
    "NearestSchool",
    "PhotoRule",
    "answer_problems",
    "asked_counters",
    "choices_for",
    "count_problems",
    "derived_answers",
    "initial_answers",
    "is_answered",
    "missing_answers",
    "recorded_answers",
    "recorded_counts",
    "required_fields",
    "required_photos",
    "required_taps",
    "visible_common_fields",
    "visible_fields",
]


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """`code` is missing_answer or invalid_answer.

    `problem` is required, unknown_field, unknown_counter or a form's.
    """

    code: str
    field: str
    problem: str


@dataclass(frozen=True, slots=True)
class PhotoRule:
    """The least and most photos of a record, and what each should show."""

    least: int
    most: int
    slots: tuple[str, ...]


def required_taps(item: Item, answers: Answers, ctx: AnswerContext) -> int:
    """Count the answers that must be given before saving."""
    return len(required_fields(item, answers, ctx))


def required_photos(item: Item, answers: Answers, ctx: AnswerContext) -> PhotoRule:
    """Give the photo counts; an all-clear shows the place once, a failed check point wants its own photo."""
    evidence = item.evidence
    base = evidence.photos_min_self_check if ctx.nature == "self_check" else evidence.photos_min
    if says_nothing(item, ctx):
        return PhotoRule(min(1, base), evidence.photos_max, evidence.shots[:1])
    seen = look(item.fields, answers, ctx)[1]
    asked = tuple(shot for shot, when in evidence.shots_if if holds(when, seen))
    failed = sum(answers.get(check) == "no" for check in item.checks)
    least = min(evidence.photos_max, max(base, failed * evidence.on_fail))
    return PhotoRule(least, evidence.photos_max, evidence.shots + asked)


def answer_problems(
    catalogue: Catalogue, item: Item, answers: Answers, ctx: AnswerContext
) -> list[AnswerProblem]:
    """List missing answers, then impossible ones in the order of the form; hidden fields are skipped."""
    found = [
        AnswerProblem("missing_answer", one.code, "required") for one in missing_answers(item, answers, ctx)
    ]
    for field in visible_fields(item, answers, ctx):
        value = answers.get(field.code)
        if not is_answered(value):
            continue
        choices = [choice.code for choice in choices_for(item, field, answers, ctx)]
        if problem := form_problem(field, value, choices):
            found.append(AnswerProblem("invalid_answer", field.code, problem))
    found += _unknown_fields(catalogue, item, answers)
    return found if says_nothing(item, ctx) else [*found, *_check_problems(item, answers)]


def count_problems(item: Item, counts: Answers, ctx: AnswerContext) -> list[AnswerProblem]:
    """List impossible counts in the order of the item, then those of counters it does not have."""
    found = []
    for counter in asked_counters(item, ctx):
        value = counts.get(counter.code)
        if is_answered(value) and (problem := count_problem(value)):
            found.append(AnswerProblem("invalid_answer", counter.code, problem))
    known = {counter.code for counter in item.counters}
    odd = [code for code, value in counts.items() if is_answered(value) and code not in known]
    return found + [AnswerProblem("invalid_answer", code, "unknown_counter") for code in odd]


def _unknown_fields(catalogue: Catalogue, item: Item, answers: Answers) -> list[AnswerProblem]:
    known = {field.code for field in (*item.fields, *catalogue.common_fields)} | set(item.checks)
    odd = [code for code, value in answers.items() if is_answered(value) and code not in known]
    return [AnswerProblem("invalid_answer", code, "unknown_field") for code in odd]


def _check_problems(item: Item, answers: Answers) -> list[AnswerProblem]:
    found = []
    for check in item.checks:
        value = answers.get(check)
        if not is_answered(value):
            found.append(AnswerProblem("missing_answer", check, "required"))
        elif value not in ("yes", "no", "na"):
            found.append(AnswerProblem("invalid_answer", check, "not_a_choice"))
    return found
