"""The names a catalogue document defines, for looking up what its parts refer to."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

CITE = re.compile(r"([A-Z]{2,6})(?: 第[一二三四五六七八九十百零]+条)?")


class Fault(NamedTuple):
    """`where` is an item's code or a section's name, `field` a path within it."""

    where: str
    field: str
    message: str


Faults = Iterator[Fault]


def allowed(names: Collection[str]) -> str:
    return f"Must be one of: {', '.join(names)}."


def unknown(where: str, field: str, name: object, names: Collection[str]) -> Faults:
    """Yield a fault unless `name` is one of `names`."""
    if name not in names:
        yield Fault(where, field, f"{name!r} is not known. {allowed(names)}")


def doubled(where: str, field: str, codes: list[str]) -> Faults:
    """Yield a fault for each code that stands twice."""
    for code in dict.fromkeys(one for one in codes if codes.count(one) > 1):
        yield Fault(where, field, f"{code!r} is given twice.")


def bad_cite(document: Mapping[str, Any], where: str, field: str, cite: str) -> Faults:
    """Yield a fault unless a citation is a known key, alone or with an article."""
    parts = CITE.fullmatch(cite)
    if parts is None:
        yield Fault(where, field, f"{cite!r} must look like 'NET 第九条' or 'NET'.")
    else:
        yield from unknown(where, field, parts[1], document["legal"])


def number_parameters(document: Mapping[str, Any]) -> list[str]:
    """List the local parameters that are numbers."""
    local = document["local_parameters"].items()
    return [name for name, one in local if isinstance(one["value"], int | float) and one["value"] is not True]


def choices_of(document: Mapping[str, Any], field: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give a field's choices by code, from its list or its own; empty where it has none."""
    found: Mapping[str, Any] = document["choice_lists"].get(field.get("list")) or field.get("choices") or {}
    return found
