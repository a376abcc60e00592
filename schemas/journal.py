"""The journal endpoint: batches of entries in, results with receipts out."""

from __future__ import annotations

from typing import Any

from marshmallow import INCLUDE, Schema, fields, validate

HEX = validate.Regexp(r"\A[0-9a-f]{64}\Z")
MAX_BATCH = 50
MAX_BLOBS = 100
_SIZE = validate.Range(min=0, max=2**53 - 1)


class Texts(fields.List[str]):
    """A list of strings, looked at as one: a field for each of fifty entries costs more than they do."""

    def __init__(self, **options: Any) -> None:
        super().__init__(fields.String(), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> list[Any]:
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return value
        return super()._deserialize(value, attr, data, **options)


class FromPhones(Schema):
    """What phones say. A version that was withdrawn may say more than we know: it is heard all the same."""

    class Meta:
        """Members without a name here are let in, and nobody looks at them."""

        unknown = INCLUDE


class SeenSchema(FromPhones):
    """The newest checkpoint a phone holds."""

    size = fields.Integer(required=True, strict=True, validate=_SIZE)
    root = fields.String(required=True, validate=HEX)


class MissingSchema(FromPhones):
    """An entry the phone can no longer send."""

    seq = fields.Integer(required=True, strict=True, validate=_SIZE)
    hash = fields.String(required=True, validate=HEX)


class BatchSchema(FromPhones):
    """Entries of one device, in the order of its chain."""

    entries = Texts(required=True, validate=validate.Length(max=MAX_BATCH))
    missing = fields.List(fields.Nested(MissingSchema), load_default=list, validate=validate.Length(max=1000))
    seen = fields.Nested(SeenSchema, load_default=None, allow_none=True)
    unsent = fields.Integer(load_default=None, allow_none=True, strict=True, validate=_SIZE)


class EntryFlagSchema(Schema):
    """A doubt: a stable code and a short detail."""

    code = fields.String(required=True)
    detail = fields.String(required=True)


class ResultSchema(Schema):
    """What became of one entry."""

    hash = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["admitted", "known", "refused"]))
    flags = fields.List(fields.Nested(EntryFlagSchema), required=True)
    problem = fields.Dict(allow_none=True, metadata={"description": "problem document of a refusal"})


class HeadSchema(Schema):
    """The newest entry the server has of a device; seq 0 when none."""

    seq = fields.Integer(required=True)
    hash = fields.String(required=True)


class HeadAnswerSchema(HeadSchema):
    """The head and the server's clock."""

    server_time = fields.String(required=True)


class ReceiptSchema(Schema):
    """Proof that a leaf stands in the ledger: hex hashes against the checkpoint's own size."""

    leaf = fields.String(required=True)
    index = fields.Integer(required=True)
    proof = fields.List(fields.String(), required=True)
    checkpoint = fields.String(required=True)


class ConsistencySchema(Schema):
    """Proof that the ledger of size `from` is the beginning of that of size `to`."""

    from_ = fields.Integer(required=True, data_key="from", attribute="from")
    to = fields.Integer(required=True)
    proof = fields.List(fields.String(), required=True)


class BatchAnswerSchema(Schema):
    """What became of a batch."""

    results = fields.List(fields.Nested(ResultSchema), required=True)
    have = fields.Nested(HeadSchema, required=True)
    receipt = fields.Nested(ReceiptSchema, required=True, allow_none=True)
    consistency = fields.Nested(ConsistencySchema, required=True, allow_none=True)
    restart = fields.String(required=True, allow_none=True)
    revoked = fields.Boolean(required=True)
    server_time = fields.String(required=True)


class ReceiptsQuerySchema(FromPhones):
    """Hashes of blobs whose receipts are wanted."""

    blobs = fields.List(fields.String(validate=HEX), required=True, validate=validate.Length(max=MAX_BLOBS))
    seen = fields.Nested(SeenSchema, load_default=None, allow_none=True)


class ReceiptsAnswerSchema(Schema):
    """Receipts of the blobs that are stored, all under one checkpoint."""

    receipts = fields.Dict(keys=fields.String(), values=fields.Nested(ReceiptSchema), required=True)
    checkpoint = fields.String(required=True)
    consistency = fields.Nested(ConsistencySchema, required=True, allow_none=True)
    restart = fields.String(required=True, allow_none=True)
