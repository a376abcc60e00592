"""The shape of every part of a catalogue document, key by key; unknown keys are errors.

Which names may stand where (lists, shots, departments, earlier fields …) is checked in
`schemas.catalogue_references`. Keys that are Python words (`is`, `in`, `not`, `as`) force
the dictionary form for some schemas.
"""

from __future__ import annotations

from math import isfinite
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

CODE = validate.Regexp(r"^[a-z][a-z0-9_]*\Z", error="Must be lower-case letters, digits and _.")
ITEM_CODE = validate.Regexp(r"^[A-Z]{3}-[0-9]{2}\Z", error="Must look like DOG-01.")
MONTH_DAY = validate.Regexp(r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])\Z", error="Must be MM-DD.")
TIME_SPAN = validate.Regexp(
    r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d\Z", error="Must be HH:MM-HH:MM."
)

FIELD_TYPES = (
    "one", "many", "int", "number", "text", "bool", "phone", "plate", "place", "datetime", "auto_distance",
)  # fmt: skip
KINDS = ("violation", "checklist", "tally", "register")
NATURES = ("observation", "self_check", "administrative_inspection")
SHARE = validate.Range(min=0, max=1)


class Scalar(fields.Field[str | int | float | bool]):
    """A text, number or true/false, kept as it is."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str | int | float | bool:
        if isinstance(value, str | int | bool) or (isinstance(value, float) and isfinite(value)):
            return value
        raise ValidationError("Must be a text, a number or true/false.")


def text(**more: Any) -> fields.String:
    return fields.String(required=True, validate=validate.Length(min=1), **more)


def whole(least: int = 0, **more: Any) -> fields.Integer:
    return fields.Integer(strict=True, validate=validate.Range(min=least), **more)


def codes(**more: Any) -> fields.List[str]:
    return fields.List(fields.String(), **more)


class Words(Schema):
    zh = text()
    en = text()


WhenShape = Schema.from_dict(
    {
        "field": text(),
        "is": Scalar(),
        "in": fields.List(Scalar(), validate=validate.Length(min=1)),
        "not": Scalar(),
    },
    name="When",
)


class ChoiceDef(Words):
    when = fields.Nested(WhenShape)


def choice_map(**more: Any) -> fields.Dict:
    return fields.Dict(keys=fields.String(validate=CODE), values=fields.Nested(ChoiceDef), **more)


class Field(Words):
    """One question of an item."""

    code = fields.String(required=True, validate=CODE)
    type = fields.String(required=True, validate=validate.OneOf(FIELD_TYPES))
    required = fields.Boolean(required=True)
    list = fields.String()
    choices = choice_map(validate=validate.Length(min=1))
    min = fields.Float()
    max = fields.Float()
    when = fields.Nested(WhenShape)
    default = Scalar()
    derive = fields.String()
    options_from = fields.String()
    unclear = fields.Boolean()
    later = fields.Boolean()
    desk = fields.Boolean()


class PhotoCounts(Schema):
    min = whole(required=True)
    max = whole(1, required=True)
    min_self_check = whole()


class ShotIf(Schema):
    shot = text()
    when = fields.Nested(WhenShape, required=True)


class Evidence(Schema):
    photos = fields.Nested(PhotoCounts, required=True)
    gps_m = whole(1, required=True)
    shots = codes(required=True)
    shots_if = fields.List(fields.Nested(ShotIf))
    on_fail = whole()


class Check(Words):
    code = fields.String(required=True, validate=CODE)
    points = whole(1, required=True)
    veto = fields.Boolean()


class Counter(Words):
    code = fields.String(required=True, validate=CODE)
    role = fields.String(required=True, validate=validate.OneOf(("hit", "miss")))
    separate = fields.Boolean()


class Responsible(Schema):
    lead = text()
    assist = codes(required=True)


class Sample(Schema):
    minutes = whole(required=True)
    min_n = whole(1, required=True)


class Target(Schema):
    rate = fields.Float(validate=SHARE)
    op = fields.String(validate=validate.OneOf((">=",)))
    by = fields.String(validate=MONTH_DAY)
    max_miss = whole()
    origin = fields.String(required=True, validate=validate.OneOf(("seed", "suggested")))
    note = fields.String()


class Rectify(Schema):
    hours = whole(required=True)
    clock = fields.String(required=True, validate=validate.OneOf(("natural", "working")))
    confirm = fields.String(required=True, validate=validate.OneOf(("revisit", "photo", "document", "none")))


PassMarks = Schema.from_dict(
    {"city": whole(required=True), "district": whole(required=True)}, name="PassMarks"
)

ScoreShape = Schema.from_dict(
    {
        "mode": fields.String(required=True, validate=validate.OneOf(("deduct", "sum", "rate"))),
        "points": fields.Float(validate=validate.Range(min=0)),
        "cap": fields.Float(validate=validate.Range(min=0)),
        "full": whole(1),
        "pass": fields.Nested(PassMarks),
        "full_at": fields.Float(validate=SHARE),
        "zero_at": fields.Float(validate=SHARE),
        "only_if": fields.String(validate=validate.OneOf(("overdue",))),
        "veto": fields.Boolean(),
    },
    name="Score",
)


class Escalate(Schema):
    call_first = fields.Boolean(required=True)
    to = codes(required=True, validate=validate.Length(min=1))
    within_minutes = whole(1, required=True)


class HandOver(Schema):
    to = text()
    paper = text()


class Trace(Words):
    threshold = whole(2, required=True)


class LegalIf(Schema):
    cite = text()
    when = fields.Nested(WhenShape, required=True)


class Seed(Schema):
    file = text()
    phrase = text()
    extension = fields.Boolean()


class Item(Schema):
    """One inspection item."""

    code = fields.String(required=True, validate=ITEM_CODE)
    group = text()
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    name = fields.Nested(Words, required=True)
    dept = fields.Nested(Responsible, required=True)
    nature = fields.List(
        fields.String(validate=validate.OneOf(NATURES)), required=True, validate=validate.Length(min=1)
    )
    severity = fields.Integer(strict=True, required=True, validate=validate.Range(min=1, max=4))
    negative_list = fields.Boolean(required=True)
    privacy = fields.String(required=True, validate=validate.OneOf(("normal", "personal", "restricted")))
    evidence = fields.Nested(Evidence, required=True)
    fields_ = fields.List(fields.Nested(Field), required=True, data_key="fields")
    checks = fields.List(fields.Nested(Check), validate=validate.Length(min=1))
    counters = fields.List(fields.Nested(Counter), validate=validate.Length(min=1))
    strata = codes()
    census = fields.Boolean()
    sample = fields.Nested(Sample)
    target = fields.Nested(Target, allow_none=True)
    rectify = fields.Nested(Rectify, required=True)
    score = fields.Nested(ScoreShape, required=True)
    geo_rule = fields.String()
    window = fields.String()
    desk_only = fields.Boolean()
    escalate = fields.Nested(Escalate)
    hand_over = fields.Nested(HandOver)
    gates = codes()
    may_raise = fields.String()
    trace = fields.Nested(Trace)
    legal = codes(required=True)
    legal_if = fields.List(fields.Nested(LegalIf))
    seed = fields.Nested(Seed, required=True)


def named(shape: type[Schema], pattern: validate.Validator = CODE) -> fields.Dict:
    """Give a required map from codes to parts of one shape."""
    return fields.Dict(keys=fields.String(validate=pattern), values=fields.Nested(shape), required=True)
