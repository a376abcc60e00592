"""The shared cases of schemas/cases/, read for Python; the phone's tests read the same files."""

import json
from pathlib import Path
from typing import Any

from server.domain.answers import AnswerContext, NearestSchool
from server.domain.catalogue import Catalogue, catalogue_from
from server.domain.geo import Place, place_from

FOLDER = Path(__file__).parents[2] / "schemas" / "cases"


def read_cases(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / name).read_text("utf-8"))
    return found


def edition_with(items: list[dict[str, Any]]) -> Catalogue:
    """The edition plus items that exist for the cases only."""
    document = read_cases("edition.json")
    return catalogue_from({**document, "items": [*document["items"], *items]})


def context(source: dict[str, Any], places: dict[str, Place]) -> AnswerContext:
    """A context in the cases' short form: places by name, everything absent is unknown."""
    school = source.get("nearest_school")
    return AnswerContext(
        nature=source.get("nature", "observation"),
        source=source.get("source", "patrol"),
        place=places.get(source.get("place", "")),
        nearest_school=NearestSchool(places[school["place"]], school["distance_m"], school["error_m"])
        if school
        else None,
        level=source.get("level"),
        mode=source.get("mode"),
        all_clear=source.get("result") == "all_clear",
        desk=source.get("desk", False),
    )


def places_of(cases: dict[str, Any]) -> dict[str, Place]:
    return {name: place_from(state) for name, state in cases["places"].items()}
