"""The change feed and what a stranger may know about this server."""

from __future__ import annotations

from marshmallow import Schema, fields, validate


class ChangesQuerySchema(Schema):
    """Where the reader stopped; no cursor means from the beginning."""

    cursor = fields.String(load_default=None, validate=validate.Length(max=300))
    limit = fields.Integer(load_default=200, validate=validate.Range(min=1, max=500))


class SubjectSchema(Schema):
    """A subject and its present state as this reader may see it; null means gone."""

    subject = fields.String(required=True)
    state = fields.Dict(required=True, allow_none=True)


class ChangesSchema(Schema):
    """A page of changed subjects."""

    cursor = fields.String(required=True)
    more = fields.Boolean(required=True)
    subjects = fields.List(fields.Nested(SubjectSchema), required=True)


class AboutSchema(Schema):
    """Public facts: names, keys, the present edition, the clock; accounts in the demo city only."""

    name = fields.Dict(required=True)
    demo = fields.Boolean(required=True)
    origin = fields.String(required=True)
    version = fields.String(required=True)
    vkey = fields.String(required=True)
    recovery_vkey = fields.String(required=True)
    seal_jwk = fields.Dict(required=True)
    edition = fields.String(required=True, allow_none=True)
    server_time = fields.String(required=True)
    organiser = fields.String(allow_none=True)
    filing_no = fields.String(allow_none=True)
    complaint = fields.String(allow_none=True)
    accounts = fields.List(fields.Dict())


class HealthSchema(Schema):
    """A short word on how the server is."""

    status = fields.String(required=True)
