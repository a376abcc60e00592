"""Fills a demo visit in as the phone would: defaults, derived answers and the verdict of a distance rule."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from schemas.catalogue import first_edition
from server.demo.places import place_rows
from server.demo.recording import where
from server.demo.story import Visit
from server.domain.asking import AnswerContext, NearestSchool
from server.domain.catalogue import Catalogue, catalogue_from
from server.domain.geo import Place, Position, SchoolVerdict, place_from, school_rule
from server.domain.prefill import initial_answers


@dataclass(frozen=True)
class Completed:
    """A visit with all its answers, and the body's `geo` part or None."""

    visit: Visit
    geo: dict[str, Any] | None


def complete(visit: Visit) -> Completed:
    """Answer what the officer need not be asked."""
    catalogue = _catalogue()
    item = catalogue.items[visit.item]
    here = place_from(visit.place)
    judged = _judge(catalogue, item.geo_rule or "school_radius", visit)
    school = NearestSchool(judged.place, judged.distance_m, judged.error_m) if judged else None
    context = AnswerContext("observation", "patrol", here, school, "daily", "open")
    answers = initial_answers(catalogue, item, context) | visit.answers
    return Completed(replace(visit, answers=answers), _geo(item.geo_rule, judged))


def _judge(catalogue: Catalogue, rule: str, visit: Visit) -> SchoolVerdict | None:
    fix = where(visit)
    if fix is None:
        return None
    here = Position(fix["lat"], fix["lon"])
    return school_rule(catalogue, catalogue.geo_rules[rule], here, fix["acc_m"], _schools())


def _geo(rule: str | None, judged: SchoolVerdict | None) -> dict[str, Any] | None:
    if rule is None or judged is None:
        return None
    return {
        "rule": rule, "place": judged.place.id, "method": judged.method, "distance_m": judged.distance_m,
        "error_m": judged.error_m, "verdict": judged.verdict,
    }  # fmt: skip


@cache
def _catalogue() -> Catalogue:
    return catalogue_from(first_edition())


@cache
def _schools() -> tuple[Place, ...]:
    return tuple(place_from(row) for row in place_rows() if row["gates"])
