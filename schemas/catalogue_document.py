"""The shape of a whole catalogue document: its tables of names around the items."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from schemas.catalogue_shapes import (
    CODE,
    TIME_SPAN,
    Field,
    Item,
    Scalar,
    Words,
    choice_map,
    codes,
    named,
    text,
    whole,
)

LEGAL_KEY = validate.Regexp(r"^[A-Z]{2,6}\Z", error="Must be 2 to 6 capitals.")


class Meta(Schema):
    schema = fields.String(required=True, validate=validate.Equal("inspection-catalogue/1"))
    edition = fields.String(
        required=True, validate=validate.Regexp(r"^[0-9]{4}\.[0-9]+\Z", error="Must look like 2026.1.")
    )
    number = whole(1, required=True)
    title = fields.Nested(Words, required=True)
    language = codes(required=True)
    author = text()
    disclaimer = fields.Nested(Words, required=True)
    score_levels = codes(required=True)
    tier_pass_marks = fields.Dict(keys=fields.String(), values=whole(), required=True)


class LocalParameter(Words):
    value = Scalar(required=True)
    note = fields.String()


class Law(Schema):
    zh = text()
    text = fields.String(required=True, validate=validate.OneOf(("read", "memory")))
    where = fields.String()


class Department(Words):
    aka = codes()


class Group(Words):
    code = text()


PlaceCategory = Schema.from_dict(
    {
        "zh": text(),
        "en": text(),
        "school": fields.Boolean(),
        "as": fields.Dict(keys=fields.String(), values=fields.String()),
    },
    name="PlaceCategory",
)


class PlaceAttribute(Words):
    type = fields.String(required=True, validate=validate.OneOf(("bool", "text", "word", "texts")))


class GeoMethod(Words):
    legal = fields.String(required=True, allow_none=True)


class GeoRule(Words):
    radius_param = text()
    radius_by_category = fields.Dict(keys=fields.String(), values=fields.String())
    method_param = text()
    methods = named(GeoMethod)
    verdicts = named(Words)


class TimeWindow(Words):
    days = fields.String(required=True, validate=validate.OneOf(("schooldays", "workdays", "all")))
    times = fields.List(fields.String(validate=TIME_SPAN), required=True, validate=validate.Length(min=1))


class Catalogue(Schema):
    """One edition, as the YAML file holds it and as the server publishes it."""

    meta = fields.Nested(Meta, required=True)
    local_parameters = named(LocalParameter)
    legal = named(Law, LEGAL_KEY)
    departments = named(Department)
    groups = fields.List(fields.Nested(Group), required=True, validate=validate.Length(min=1))
    choice_lists = fields.Dict(keys=fields.String(validate=CODE), values=choice_map(), required=True)
    shot_types = named(Words)
    place_categories = named(PlaceCategory)
    place_attributes = named(PlaceAttribute)
    gates = named(Words)
    geo_rules = named(GeoRule)
    windows = named(TimeWindow)
    common_fields = fields.List(fields.Nested(Field), required=True)
    items = fields.List(fields.Nested(Item), required=True, validate=validate.Length(min=1))
    # How the names of items are typed, put in when the edition is published.
    spelling = fields.Dict(keys=fields.String(), values=fields.String())
