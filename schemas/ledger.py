"""Questions to the ledger."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

_SIZE = validate.Range(min=0, max=2**53 - 1)


class ConsistencyQuerySchema(Schema):
    """Two sizes of the ledger, in order."""

    from_ = fields.Integer(required=True, data_key="from", attribute="old", validate=_SIZE)
    to = fields.Integer(required=True, attribute="new", validate=_SIZE)


class InclusionQuerySchema(Schema):
    """A leaf and the size of the tree it shall be proven in."""

    index = fields.Integer(required=True, validate=_SIZE)
    size = fields.Integer(required=True, validate=_SIZE)


class InclusionSchema(Schema):
    """An inclusion proof in hex, leaf side first."""

    index = fields.Integer(required=True)
    size = fields.Integer(required=True)
    proof = fields.List(fields.String(), required=True)


class LeafSchema(Schema):
    """One leaf, verbatim."""

    index = fields.Integer(required=True)
    leaf = fields.String(required=True)


class RestartSchema(Schema):
    """A signed restart note and the size it restarts from."""

    size = fields.Integer(required=True)
    note = fields.String(required=True)


class RestartsSchema(Schema):
    """All restart notes, newest first."""

    restarts = fields.List(fields.Nested(RestartSchema), required=True)
