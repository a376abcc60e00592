"""The catalogue as the rules read it: frozen, built once from a validated document.

The document (YAML or JSON, see the header of schemas/catalogue.yaml) is checked by
`schemas.catalogue`; here it is only given its types. Unknown codes raise KeyError.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Scalar = str | int | float | bool


@dataclass(frozen=True)
class When:
    """A condition on an earlier answer; exactly one of `equal`, `among`, `other_than` is set."""

    field: str
    equal: Scalar | None = None
    among: tuple[Scalar, ...] | None = None
    other_than: Scalar | None = None


@dataclass(frozen=True)
class Choice:
    code: str
    zh: str
    en: str
    when: When | None = None


@dataclass(frozen=True)
class Field:
    """One question; `minimum` and `maximum` bound numbers, `choices` is the named list already resolved."""

    code: str
    type: str
    zh: str
    en: str
    required: bool
    list_name: str | None = None
    choices: tuple[Choice, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    when: When | None = None
    default: Scalar | None = None
    derive: str | None = None
    options_from: str | None = None
    unclear: bool = False
    later: bool = False
    desk: bool = False


@dataclass(frozen=True)
class Evidence:
    """Photo counts; `gps_m` is the worst accuracy in metres that needs no reason."""

    photos_min: int
    photos_max: int
    photos_min_self_check: int
    gps_m: int
    shots: tuple[str, ...]
    shots_if: tuple[tuple[str, When], ...] = ()
    on_fail: int = 0


@dataclass(frozen=True)
class Counter:
    code: str
    role: str
    separate: bool = False


@dataclass(frozen=True)
class Item:
    """One inspection item; `source` is its part of the document for what no rule here reads."""

    code: str
    group: str
    kind: str
    zh: str
    en: str
    lead: str
    nature: tuple[str, ...]
    severity: int
    privacy: str
    evidence: Evidence
    fields: tuple[Field, ...]
    checks: tuple[str, ...] = ()
    counters: tuple[Counter, ...] = ()
    strata: tuple[str, ...] = ()
    strata_choices: tuple[frozenset[str], ...] = ()
    geo_rule: str | None = None
    desk_only: bool = False
    source: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True)
class GeoRule:
    """A distance rule around schools, under the city's own radius and measuring method."""

    code: str
    radius_m: float
    radius_by_category: Mapping[str, float]
    method: str

    def radius_for(self, category: str) -> float:
        return self.radius_by_category.get(category, self.radius_m)


@dataclass(frozen=True)
class PlaceCategory:
    code: str
    zh: str
    en: str
    school: bool = False
    choice_in: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Catalogue:
    edition: str
    items: Mapping[str, Item]
    common_fields: tuple[Field, ...]
    geo_rules: Mapping[str, GeoRule]
    place_categories: Mapping[str, PlaceCategory]

    def is_school(self, category: str) -> bool:
        known = self.place_categories.get(category)
        return known is not None and known.school


def catalogue_from(document: Mapping[str, Any], parameters: Mapping[str, Scalar] | None = None) -> Catalogue:
    """Type a validated document, under the city's own `parameters` where it has set any."""
    lists = {name: _choices(defs) for name, defs in document["choice_lists"].items()}
    local = {name: entry["value"] for name, entry in document["local_parameters"].items()}
    local |= {name: value for name, value in (parameters or {}).items() if name in local}
    items = [_item(source, lists) for source in document["items"]]
    return Catalogue(
        edition=document["meta"]["edition"],
        items={item.code: item for item in items},
        common_fields=tuple(_field(one, lists) for one in document["common_fields"]),
        geo_rules={code: _geo_rule(code, rule, local) for code, rule in document["geo_rules"].items()},
        place_categories={
            code: PlaceCategory(code, one["zh"], one["en"], one.get("school", False), one.get("as", {}))
            for code, one in document["place_categories"].items()
        },
    )


def _when(source: Mapping[str, Any] | None) -> When | None:
    if source is None:
        return None
    among = tuple(source["in"]) if "in" in source else None
    return When(source["field"], source.get("is"), among, source.get("not"))


def _choices(defs: Mapping[str, Mapping[str, Any]]) -> tuple[Choice, ...]:
    return tuple(Choice(code, one["zh"], one["en"], _when(one.get("when"))) for code, one in defs.items())


def _field(source: Mapping[str, Any], lists: Mapping[str, tuple[Choice, ...]]) -> Field:
    named = source.get("list")
    return Field(
        code=source["code"],
        type=source["type"],
        zh=source["zh"],
        en=source["en"],
        required=source["required"],
        list_name=named,
        choices=lists[named] if named else _choices(source.get("choices", {})),
        minimum=source.get("min"),
        maximum=source.get("max"),
        when=_when(source.get("when")),
        default=source.get("default"),
        derive=source.get("derive"),
        options_from=source.get("options_from"),
        unclear=source.get("unclear", False),
        later=source.get("later", False),
        desk=source.get("desk", False),
    )


def _evidence(source: Mapping[str, Any]) -> Evidence:
    photos = source["photos"]
    return Evidence(
        photos_min=photos["min"],
        photos_max=photos["max"],
        photos_min_self_check=photos.get("min_self_check", photos["min"]),
        gps_m=source["gps_m"],
        shots=tuple(source["shots"]),
        shots_if=tuple((one["shot"], _sure(_when(one["when"]))) for one in source.get("shots_if", [])),
        on_fail=source.get("on_fail", 0),
    )


def _sure(when: When | None) -> When:
    if when is None:
        raise KeyError("when")
    return when


def _item(source: Mapping[str, Any], lists: Mapping[str, tuple[Choice, ...]]) -> Item:
    return Item(
        code=source["code"],
        group=source["group"],
        kind=source["kind"],
        zh=source["name"]["zh"],
        en=source["name"]["en"],
        lead=source["dept"]["lead"],
        nature=tuple(source["nature"]),
        severity=source["severity"],
        privacy=source["privacy"],
        evidence=_evidence(source["evidence"]),
        fields=tuple(_field(one, lists) for one in source["fields"]),
        checks=tuple(check["code"] for check in source.get("checks", [])),
        counters=tuple(
            Counter(one["code"], one["role"], one.get("separate", False))
            for one in source.get("counters", [])
        ),
        strata=tuple(source.get("strata", [])),
        strata_choices=tuple(frozenset(one.code for one in lists[name]) for name in source.get("strata", [])),
        geo_rule=source.get("geo_rule"),
        desk_only=source.get("desk_only", False),
        source=source,
    )


def _geo_rule(code: str, source: Mapping[str, Any], local: Mapping[str, Any]) -> GeoRule:
    by_category = source.get("radius_by_category", {})
    return GeoRule(
        code=code,
        radius_m=float(local[source["radius_param"]]),
        radius_by_category={category: float(local[name]) for category, name in by_category.items()},
        method=str(local[source["method_param"]]),
    )
