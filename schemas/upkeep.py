"""The city's own settings, and taking in what a phone exported."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from schemas.texts import line
from server.domain.city import KEEP_DAYS, TEXTS

# Base64 of a piece and its frame stay below what one request may bring.
PIECE_CHARS = 3 * 1024 * 1024
ENTRY_CHARS = 65536
HOWS = ("passphrase", "recovery")


class CitySettings(Schema):
    """What the page 关于 shows, and the days that delivered originals stay on a phone."""

    organiser = line(TEXTS["organiser"])
    filing_no = line(TEXTS["filing_no"])
    complaint = line(TEXTS["complaint"])
    keep_days = fields.Integer(strict=True, validate=validate.Range(KEEP_DAYS.start, KEEP_DAYS.stop - 1))


class ExportOpened(Schema):
    """By which key a file was opened, and what its header says."""

    format = line(40, required=True)
    how = fields.String(required=True, validate=validate.OneOf(HOWS))
    made_at = line(40, required=True)


class ExportEntries(Schema):
    """Compact JWS in the order of the chain."""

    entries = fields.List(
        fields.String(validate=validate.Length(max=ENTRY_CHARS)),
        required=True,
        validate=validate.Length(1, 50),
    )


class ExportTaken(Schema):
    """How many entries were new, known before, or refused."""

    admitted = fields.Integer(required=True)
    known = fields.Integer(required=True)
    refused = fields.Integer(required=True)


class ExportPiece(Schema):
    """Bytes of a picture in base64, from `offset` on; `length` is the whole picture's."""

    sha256 = fields.String(required=True, validate=validate.Regexp(r"\A[0-9a-f]{64}\Z"))
    length = fields.Integer(required=True, strict=True, validate=validate.Range(1))
    offset = fields.Integer(required=True, strict=True, validate=validate.Range(0))
    data = fields.String(required=True, validate=validate.Length(1, PIECE_CHARS))


class ExportStanding(Schema):
    """How many bytes of the picture are here."""

    offset = fields.Integer(required=True)
    length = fields.Integer(required=True)


city_settings = CitySettings()
export_opened = ExportOpened()
export_entries = ExportEntries()
export_taken = ExportTaken()
export_piece = ExportPiece()
export_standing = ExportStanding()
