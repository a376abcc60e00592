"""What colleagues of a station reported lately, without names."""

from __future__ import annotations

from marshmallow import Schema, fields


class RecentReportSchema(Schema):
    """One report of a colleague: the item, where (1e-7 degree, metres) and when the phone says it was."""

    item = fields.String(required=True)
    lat = fields.Integer(required=True)
    lon = fields.Integer(required=True)
    at = fields.String(required=True)


class RecentSchema(Schema):
    """Reports of the last day, newest first."""

    reports = fields.List(fields.Nested(RecentReportSchema), required=True)
