"""Enrolment and the device's way to a token."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from schemas.journal import FromPhones

_SHORT = validate.Length(min=1, max=200)
_SIGNATURE = validate.Length(min=1, max=200)


class JwkSchema(Schema):
    """A P-256 public key."""

    kty = fields.String(required=True, validate=validate.Equal("EC"))
    crv = fields.String(required=True, validate=validate.Equal("P-256"))
    x = fields.String(required=True, validate=_SHORT)
    y = fields.String(required=True, validate=_SHORT)


class EnrolmentSchema(FromPhones):
    """A one-time code, the new device's key and the proof that it holds it."""

    code = fields.String(required=True, validate=_SHORT)
    jwk = fields.Nested(JwkSchema, required=True)
    label = fields.String(required=True, validate=validate.Length(max=100))
    proof = fields.String(required=True, validate=_SIGNATURE)


class OfficerUnitSchema(Schema):
    """A unit and its name."""

    id = fields.String(required=True)
    name = fields.String(required=True)


class OfficerSchema(Schema):
    """The person a device belongs to."""

    id = fields.String(required=True)
    username = fields.String(required=True)
    name = fields.String(required=True)
    roles = fields.List(fields.String(), required=True)
    unit = fields.Nested(OfficerUnitSchema, required=True)


class EnrolledSchema(Schema):
    """What a phone pins at enrolment."""

    kid = fields.String(required=True)
    user = fields.Nested(OfficerSchema, required=True)
    unit = fields.Nested(OfficerUnitSchema, required=True)
    origin = fields.String(required=True)
    vkey = fields.String(required=True)
    recovery_vkey = fields.String(required=True)
    seal_jwk = fields.Dict(required=True)
    checkpoint = fields.String(required=True)
    edition = fields.String(required=True, allow_none=True)


class ChallengeQuerySchema(FromPhones):
    """The device that wants a token."""

    kid = fields.String(required=True, validate=_SHORT)


class ChallengeSchema(Schema):
    """What the device signs, good for two minutes."""

    nonce = fields.String(required=True)


class TokenQuerySchema(FromPhones):
    """A signed challenge."""

    kid = fields.String(required=True, validate=_SHORT)
    nonce = fields.String(required=True, validate=validate.Length(max=1000))
    signature = fields.String(required=True, validate=_SIGNATURE)


class TokenSchema(Schema):
    """A short-lived bearer token; revoked devices get one too, to drain."""

    token = fields.String(required=True)
    expires_at = fields.String(required=True)
    revoked = fields.Boolean(required=True)
