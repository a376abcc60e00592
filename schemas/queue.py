"""The review queue: what it can be narrowed by, its rows and its counts."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from schemas.session import UnitName
from schemas.texts import line

STATES = ("submitted", "accepted", "returned", "rejected", "withdrawn")


class Filters(Schema):
    state = fields.String(load_default="submitted", validate=validate.OneOf(STATES))
    unit = line(40, load_default="")
    item = line(40, load_default="")
    flag = line(40, load_default="")
    q = line(100, load_default="")


class QueueFilters(Filters):
    cursor = line(400, load_default="")
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


class Originals(Schema):
    stored = fields.Integer(required=True)
    expected = fields.Integer(required=True)


class RecordRow(Schema):
    """`severity` runs from 1 (minor) to 4 (red line), None where the item is unknown.

    `wall_at` and `offset` (minutes east of UTC) are what the phone claims.
    """

    id = fields.String(required=True)
    item = fields.String(required=True)
    item_name = fields.String(required=True)
    severity = fields.Integer(required=True, allow_none=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    result = fields.String(required=True)
    officer_name = fields.String(required=True)
    unit = fields.Nested(UnitName, required=True)
    place_name = fields.String(required=True, allow_none=True)
    address = fields.String(required=True)
    wall_at = fields.String(required=True, allow_none=True)
    offset = fields.Integer(required=True, allow_none=True)
    received_at = fields.String(required=True)
    thumb = fields.String(required=True, allow_none=True)
    originals = fields.Nested(Originals, required=True)
    revision = fields.Integer(required=True)


class QueueRow(RecordRow):
    flags = fields.List(fields.String(), required=True)


class QueuePage(Schema):
    rows = fields.List(fields.Nested(QueueRow), required=True)
    cursor = fields.String(required=True, allow_none=True)


class UnitCount(UnitName):
    n = fields.Integer(required=True)


class ItemCount(Schema):
    code = fields.String(required=True)
    name = fields.String(required=True)
    n = fields.Integer(required=True)


class FlagCount(Schema):
    code = fields.String(required=True)
    n = fields.Integer(required=True)


class QueueCounts(Schema):
    states = fields.Dict(fields.String(), fields.Integer(), required=True)
    units = fields.List(fields.Nested(UnitCount), required=True)
    items = fields.List(fields.Nested(ItemCount), required=True)
    flags = fields.List(fields.Nested(FlagCount), required=True)


filters = Filters()
queue_filters = QueueFilters()
queue_page = QueuePage()
queue_counts = QueueCounts()
