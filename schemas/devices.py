"""Enrolment and the device's way to a token."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from schemas.journal import FromPhones
from schemas.session import UnitName
from schemas.texts import line

_SHORT = validate.Length(min=1, max=200)
_SIGNATURE = validate.Length(min=1, max=200)
_COUNT = validate.Range(min=0, max=2**53 - 1)
_CODE = validate.Regexp(r"\A[a-z_]{1,20}\Z")
# The age of a clock that was set back by generations says nothing, and must not leave the calendar.
_AGE_S = validate.Range(min=0, max=50 * 366 * 86400)


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


class HoldingSchema(FromPhones):
    """What a phone says that it holds unsent: counts and codes, never content.

    `refused` counts what no trying again sends; `why` says what the rest waits for (`wifi`, `manual`,
    `paused`); the age is that of the oldest entry that is unsent or whose pictures are.
    """

    entries = fields.Integer(required=True, strict=True, validate=_COUNT)
    pictures = fields.Integer(required=True, strict=True, validate=_COUNT)
    picture_bytes = fields.Integer(required=True, strict=True, validate=_COUNT)
    refused = fields.Integer(load_default=0, strict=True, validate=_COUNT)
    why = fields.List(fields.String(validate=_CODE), load_default=list, validate=validate.Length(max=8))
    free_bytes = fields.Integer(load_default=None, allow_none=True, strict=True, validate=_COUNT)
    oldest_age_s = fields.Integer(load_default=None, allow_none=True, strict=True, validate=_AGE_S)
    build = line(40, load_default="")


class MissingPicturesSchema(Schema):
    """Pictures that a device's entries announce and that it has not sent; by the server's own books."""

    pictures = fields.Integer(required=True)
    bytes = fields.Integer(required=True)
    oldest_at = fields.String(required=True, allow_none=True)


class ClaimSchema(Schema):
    """What a phone last said of itself, and when; nobody can check it."""

    said_at = fields.String(required=True)
    entries = fields.Integer(required=True)
    pictures = fields.Integer(required=True)
    picture_bytes = fields.Integer(required=True)
    refused = fields.Integer(required=True)
    why = fields.List(fields.String(), required=True)
    free_bytes = fields.Integer(required=True, allow_none=True)
    oldest_at = fields.String(required=True, allow_none=True)
    build = fields.String(required=True)


class PhoneSchema(Schema):
    """A device and what it still owes; `silent` where it owes something and was not heard for long."""

    kid = fields.String(required=True)
    label = fields.String(required=True)
    person = fields.Nested(UnitName, required=True)
    unit = fields.Nested(UnitName, required=True)
    revoked_at = fields.String(required=True, allow_none=True)
    last_contact_at = fields.String(required=True, allow_none=True)
    head_seq = fields.Integer(required=True)
    missing = fields.Nested(MissingPicturesSchema, required=True)
    claim = fields.Nested(ClaimSchema, required=True, allow_none=True)
    holds = fields.Boolean(required=True)
    silent = fields.Boolean(required=True)


class PhonesQuerySchema(Schema):
    """Which devices are wanted: below a unit, by a name, only those that hold something."""

    unit = line(40, load_default="")
    q = line(60, load_default="")
    holding = fields.Boolean(load_default=False)
