"""Units, people, their devices, and places as the desk lists them."""

from __future__ import annotations

from marshmallow import Schema, fields

from schemas.session import UnitName
from schemas.texts import line


class Unit(Schema):
    id = fields.String(required=True)
    parent_id = fields.String(required=True, allow_none=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    dept = fields.String(required=True, allow_none=True)
    depth = fields.Integer(required=True)


class Device(Schema):
    kid = fields.String(required=True)
    label = fields.String(required=True)
    enrolled_at = fields.String(required=True)
    revoked_at = fields.String(required=True, allow_none=True)
    revoked_why = fields.String(required=True, allow_none=True)
    head_seq = fields.Integer(required=True)
    last_contact_at = fields.String(required=True, allow_none=True)


class Person(Schema):
    id = fields.String(required=True)
    username = fields.String(required=True)
    name = fields.String(required=True)
    roles = fields.List(fields.String(), required=True)
    unit = fields.Nested(UnitName, required=True)
    active = fields.Boolean(required=True)
    devices = fields.List(fields.Nested(Device), required=True)


class PeopleFilter(Schema):
    unit = line(40, load_default="")
    q = line(60, load_default="")


class EnrolCode(Schema):
    """`first_password` is set once, when the person had no password yet."""

    code = fields.String(required=True)
    expires_at = fields.String(required=True)
    url = fields.String(required=True)
    qr_svg = fields.String(required=True)
    first_password = fields.String(required=True, allow_none=True)


class Revocation(Schema):
    reason = line(200, required=True)


class Gate(Schema):
    name = fields.String(required=True)
    lat = fields.Integer(required=True)
    lon = fields.Integer(required=True)


class Place(Schema):
    """Positions are integers of 1e-7 degree, WGS-84; `distance_m` is set beside a record."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    category = fields.String(required=True)
    unit = fields.String(required=True, allow_none=True)
    lat = fields.Integer(required=True, allow_none=True)
    lon = fields.Integer(required=True, allow_none=True)
    geometry = fields.Raw(required=True, allow_none=True)
    gates = fields.List(fields.Nested(Gate), required=True)
    grid = fields.String(required=True, allow_none=True)
    attrs = fields.Raw(required=True)
    initials = fields.String(required=True)
    pinyin = fields.String(required=True, allow_none=True)
    distance_m = fields.Integer(allow_none=True)


class PlaceSearch(Schema):
    q = line(60, load_default="")
    category = line(40, load_default="")


units = Unit(many=True)
people = Person(many=True)
people_filter = PeopleFilter()
enrol_code = EnrolCode()
revocation = Revocation()
place = Place()
places = Place(many=True)
place_search = PlaceSearch()
