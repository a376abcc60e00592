"""Answers nobody has to give: defaults of the catalogue, and what follows from place and nearest school."""

from __future__ import annotations

from typing import Any

from server.domain.asking import AnswerContext
from server.domain.catalogue import Catalogue, Field, Item
from server.domain.geo import Place, whole_metres


def _category_choice(catalogue: Catalogue, field: Field, place: Place) -> str | None:
    known = catalogue.place_categories.get(place.category)
    mapped = known.choice_in.get(field.list_name) if known and field.list_name else None
    code = mapped or place.category
    return code if any(choice.code == code for choice in field.choices) else None


def _attribute_answer(field: Field, value: Any) -> Any:
    if isinstance(value, bool):
        return value if field.type == "bool" else None
    if isinstance(value, int | float):
        return value if field.type in {"int", "number"} else None
    if not isinstance(value, str):
        return None
    is_open = field.type == "text" or (
        field.type == "one" and any(choice.code == value for choice in field.choices)
    )
    return value if is_open else None


def _source_place(root: str, ctx: AnswerContext) -> Place | None:
    if root == "nearest_school":
        return ctx.nearest_school.place if ctx.nearest_school else None
    return ctx.place if root == "place" else None


def _derived(catalogue: Catalogue, field: Field, ctx: AnswerContext) -> Any:
    if field.type == "auto_distance":
        return whole_metres(ctx.nearest_school.distance_m) if ctx.nearest_school else None
    root, _, attribute = (field.derive or "").partition(".")
    place = _source_place(root, ctx)
    if place is None:
        return None
    if not attribute:
        return place.id
    if attribute == "category":
        return _category_choice(catalogue, field, place)
    return _attribute_answer(field, place.attrs.get(attribute))


def derived_answers(catalogue: Catalogue, item: Item, ctx: AnswerContext) -> dict[str, Any]:
    """Give only what follows from position and place, by field code."""
    found = {field.code: _derived(catalogue, field, ctx) for field in item.fields}
    return {code: value for code, value in found.items() if value is not None and value != ""}


def initial_answers(catalogue: Catalogue, item: Item, ctx: AnswerContext) -> dict[str, Any]:
    """Give the answers a fresh form starts with: derived values, else defaults; hidden fields too."""
    defaults = {field.code: field.default for field in item.fields if field.default is not None}
    return {**defaults, **derived_answers(catalogue, item, ctx)}
