"""Cross references within the fields of one item (or of the common fields).

A field may only look back: its conditions name common fields or fields above it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from schemas.catalogue_names import Fault, Faults, allowed, choices_of, unknown

Part = Mapping[str, Any]

# Which types of field a place's attribute of each type can answer.
ATTRIBUTE_ANSWERS = {"bool": ("bool",), "text": ("text",), "word": ("one",), "texts": ()}
CHOICE_TYPES = ("one", "many")
NUMBER_TYPES = ("int", "number")
UNCLEAR_TYPES = ("text", "plate", "phone")


def field_faults(document: Part, where: str, fields: list[Part], before: list[Part]) -> Faults:
    """Check fields in order; `before` are those that come before the first one."""
    earlier = {field["code"]: field for field in before}
    for field in fields:
        code = field["code"]
        yield from _choice_faults(document, where, field)
        yield from _number_faults(where, field)
        yield from _default_faults(document, where, field)
        yield from _source_faults(document, where, field)
        if field.get("unclear") and field["type"] not in UNCLEAR_TYPES:
            yield Fault(where, f"{code}.unclear", f"Only for the types {', '.join(UNCLEAR_TYPES)}.")
        if "when" in field:
            yield from when_faults(document, where, (f"{code}.when", field["when"]), earlier)
        for choice, one in choices_of(document, field).items():
            if "when" in one:
                yield from when_faults(document, where, (f"{code}.{choice}.when", one["when"]), earlier)
        earlier[code] = field


def _choice_faults(document: Part, where: str, field: Part) -> Faults:
    given = [key for key in ("list", "choices") if key in field]
    code = field["code"]
    if field["type"] in CHOICE_TYPES and len(given) != 1:
        yield Fault(where, code, "A field of type one or many needs either `list` or `choices`.")
    if field["type"] not in CHOICE_TYPES and given:
        yield Fault(where, f"{code}.{given[0]}", "Only for the types one, many.")
    if "list" in field:
        yield from unknown(where, f"{code}.list", field["list"], document["choice_lists"])


def _number_faults(where: str, field: Part) -> Faults:
    bounds = [key for key in ("min", "max") if key in field]
    if bounds and field["type"] not in NUMBER_TYPES:
        yield Fault(where, f"{field['code']}.{bounds[0]}", "Only for the types int, number.")
    if len(bounds) == len(("min", "max")) and field["min"] > field["max"]:
        yield Fault(where, f"{field['code']}.min", f"Must not be above max ({field['max']}).")


def _default_faults(document: Part, where: str, field: Part) -> Faults:
    if "default" not in field:
        return
    value, path = field["default"], f"{field['code']}.default"
    if field["type"] == "one":
        yield from unknown(where, path, value, choices_of(document, field))
    elif field["type"] == "bool":
        yield from _unless(isinstance(value, bool), Fault(where, path, "Must be true or false."))
    elif field["type"] in NUMBER_TYPES:
        least, most = field.get("min", value), field.get("max", value)
        good = isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most
        yield from _unless(good, Fault(where, path, f"Must be a number from {least} to {most}."))
    else:
        yield Fault(where, path, "Only for the types one, bool, int, number.")


def _unless(good: bool, fault: Fault) -> Faults:  # noqa: FBT001 - the outcome of a check
    if not good:
        yield fault


def _source_faults(document: Part, where: str, field: Part) -> Faults:
    code, attributes = field["code"], document["place_attributes"]
    if "derive" in field:
        open_to = derive_sources(document, field)
        yield from unknown(where, f"{code}.derive", field["derive"], open_to)
    if "options_from" in field:
        lists = [f"place.{name}" for name, one in attributes.items() if one["type"] == "texts"]
        names = lists if field["type"] == "text" else []
        yield from unknown(where, f"{code}.options_from", field["options_from"], names)


def derive_sources(document: Part, field: Part) -> list[str]:
    """List the sources whose value has the type of this field."""
    kind = field["type"]
    found = [
        f"place.{name}"
        for name, one in document["place_attributes"].items()
        if kind in ATTRIBUTE_ANSWERS[one["type"]]
    ]
    fixed = {
        "place": ["place", "nearest_school"],
        "one": ["place.category", "nearest_school.category"],
        "text": ["nearest_places"],
    }
    return fixed.get(kind, []) + found


def when_faults(
    document: Part, where: str, condition: tuple[str, Part], earlier: Mapping[str, Part]
) -> Faults:
    """Check one condition, given with its path, against the fields that come before it."""
    path, when = condition
    tests = [key for key in ("is", "in", "not") if key in when]
    if len(tests) != 1:
        yield Fault(where, path, "Needs exactly one of `is`, `in`, `not`.")
        return
    named = earlier.get(when["field"])
    if named is None:
        yield Fault(where, path, f"{when['field']!r} is no earlier field. {allowed(earlier)}")
        return
    given = when["in"] if tests == ["in"] else [when[tests[0]]]
    for value in given:
        yield from _value_faults(document, (where, path), named, value)


def _value_faults(document: Part, at: tuple[str, str], named: Part, value: object) -> Faults:
    if named["type"] in CHOICE_TYPES:
        yield from unknown(*at, value, choices_of(document, named))
    elif named["type"] == "bool" and not isinstance(value, bool):
        yield Fault(*at, f"{named['code']!r} is true or false, not {value!r}.")
