"""One record in full, and the decisions about it."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from schemas.people import Place
from schemas.queue import RecordRow
from schemas.texts import line, words


class Answer(Schema):
    code = fields.String(required=True)
    label = fields.String(required=True)
    value = fields.Raw(required=True, allow_none=True)
    value_label = fields.String(required=True, allow_none=True)


class TierVerdict(Schema):
    """`passed` is empty while points are open."""

    tier = fields.String(required=True, validate=validate.OneOf(("city", "district")))
    mark = fields.Integer(required=True)
    passed = fields.Boolean(required=True, allow_none=True)


class ChecklistScore(Schema):
    """A checklist as it was answered; `score` is of `full` over the points that apply."""

    answered = fields.Integer(required=True)
    total = fields.Integer(required=True)
    failed = fields.List(fields.String(), required=True)
    vetoed = fields.List(fields.String(), required=True)
    score = fields.Float(required=True, allow_none=True)
    full = fields.Integer(required=True)
    tiers = fields.List(fields.Nested(TierVerdict), required=True)


class TallyStratum(Schema):
    of = fields.List(fields.String(allow_none=True), required=True)
    counts = fields.Dict(keys=fields.String(), values=fields.Raw(), required=True)


class TallyFigures(Schema):
    """One visit's count: shares in per cent, times as claimed, `counted_s` by the phone's steady clock."""

    hits = fields.Integer(required=True)
    misses = fields.Integer(required=True)
    n = fields.Integer(required=True)
    percent = fields.Float(required=True, allow_none=True)
    low = fields.Float(required=True, allow_none=True)
    high = fields.Float(required=True, allow_none=True)
    target = fields.Float(required=True, allow_none=True)
    side = fields.String(required=True, allow_none=True, validate=validate.OneOf(("below", "reached")))
    quota = fields.Integer(required=True)
    says = fields.String(
        required=True, validate=validate.OneOf(("empty", "short", "enough", "census", "clear", "found"))
    )
    strata = fields.List(fields.String(), required=True)
    cells = fields.List(fields.Nested(TallyStratum), required=True)
    started_at = fields.String(required=True, allow_none=True)
    ended_at = fields.String(required=True, allow_none=True)
    planned_min = fields.Integer(required=True, allow_none=True)
    counted_s = fields.Integer(required=True, allow_none=True)


class Examination(Schema):
    readable = fields.Boolean(required=True)
    format = fields.String(required=True, allow_none=True)
    width = fields.Integer(required=True, allow_none=True)
    height = fields.Integer(required=True, allow_none=True)
    problems = fields.List(fields.String(), required=True)


class Derived(Schema):
    """What is shown in the place of a picture; `sealed` where its original shows what this one hides."""

    sha256 = fields.String(required=True)
    how = fields.String(required=True)
    stored = fields.Boolean(required=True)
    sealed = fields.Boolean(required=True)


class Countersign(Schema):
    """A partner who signed a version of the record on a phone of their own."""

    name = fields.String(required=True, allow_none=True)
    version = fields.Integer(required=True)
    wall_at = fields.String(required=True, allow_none=True)
    received_at = fields.String(required=True)


class Photo(Schema):
    """What the phone said is empty for a picture that no entry announced."""

    sha256 = fields.String(required=True)
    preview_sha256 = fields.String(required=True, allow_none=True)
    bytes = fields.Integer(required=True, allow_none=True)
    width = fields.Integer(required=True, allow_none=True)
    height = fields.Integer(required=True, allow_none=True)
    mime = fields.String(required=True, allow_none=True)
    source = fields.String(required=True, allow_none=True)
    slot = fields.String(required=True, allow_none=True)
    wall_at = fields.String(required=True, allow_none=True)
    fixes = fields.Raw(required=True)
    stored = fields.Boolean(required=True)
    examined = fields.Nested(Examination, required=True, allow_none=True)
    derived = fields.Nested(Derived, required=True, allow_none=True)


class WaitingPictures(Schema):
    """Pictures of the record that a device announced and has not sent; `why` is that device's own word."""

    kid = fields.String(required=True)
    label = fields.String(required=True)
    officer_name = fields.String(required=True, allow_none=True)
    revoked = fields.Boolean(required=True)
    pictures = fields.Integer(required=True)
    last_contact_at = fields.String(required=True, allow_none=True)
    why = fields.List(fields.String(), required=True)


class Flag(Schema):
    code = fields.String(required=True)
    detail = fields.String(required=True)


class Version(Schema):
    n = fields.Integer(required=True)
    entry_hash = fields.String(required=True)
    wall_at = fields.String(required=True, allow_none=True)
    received_at = fields.String(required=True)
    answers = fields.Raw(required=True)
    shots = fields.List(fields.String(), required=True)
    withdrawn = fields.String(required=True, allow_none=True)


class Step(Schema):
    type = fields.String(required=True)
    at = fields.String(required=True)
    actor_name = fields.String(required=True, allow_none=True)
    detail = fields.Raw(required=True)


class Bracket(Schema):
    """The claimed time, and what is proven: not before, and not after `received_at`."""

    claimed_at = fields.String(required=True, allow_none=True)
    offset = fields.Integer(required=True, allow_none=True)
    not_before = fields.String(required=True, allow_none=True)
    received_at = fields.String(required=True)


class May(Schema):
    """What the reader may do; `why_not` is the code of the problem that stands in the way."""

    accept = fields.Boolean(required=True)
    return_ = fields.Boolean(required=True, data_key="return", attribute="return")
    reject = fields.Boolean(required=True)
    undo = fields.Boolean(required=True)
    why_not = fields.String(required=True, allow_none=True)


class Record(RecordRow):
    entry_hash = fields.String(required=True)
    edition = fields.String(required=True)
    level = fields.String(required=True, allow_none=True)
    mode = fields.String(required=True, allow_none=True)
    nature = fields.String(required=True, allow_none=True)
    source = fields.String(required=True, allow_none=True)
    source_no = fields.String(required=True, allow_none=True)
    purpose = fields.String(required=True, allow_none=True)
    partner = fields.String(required=True, allow_none=True)
    position = fields.Raw(required=True, allow_none=True)
    geo = fields.Raw(required=True, allow_none=True)
    note = fields.String(required=True)
    guidance = fields.String(required=True)
    answers = fields.List(fields.Nested(Answer), required=True)
    score = fields.Nested(ChecklistScore, required=True, allow_none=True)
    tally = fields.Nested(TallyFigures, required=True, allow_none=True)
    near_places = fields.List(fields.Nested(Place), required=True)
    photos = fields.List(fields.Nested(Photo), required=True)
    waiting = fields.List(fields.Nested(WaitingPictures), required=True)
    flags = fields.List(fields.Nested(Flag), required=True)
    versions = fields.List(fields.Nested(Version), required=True)
    history = fields.List(fields.Nested(Step), required=True)
    time = fields.Nested(Bracket, required=True)
    may = fields.Nested(May, required=True)
    countersigned = fields.List(fields.Nested(Countersign), required=True)
    # `signed`, `missing` where two officers are asked for, null where one is enough.
    partner_standing = fields.String(required=True, allow_none=True)
    opens_originals = fields.Boolean(required=True)


class Decision(Schema):
    """`reason` is a code of the decision's own list; `field` the answer to mend."""

    decision = fields.String(required=True, validate=validate.OneOf(["accept", "return", "reject"]))
    revision = fields.Integer(required=True, strict=True, validate=validate.Range(0, 2**31 - 1))
    reason = line(40, load_default=None, allow_none=True)
    words = words(500, load_default="", allow_none=True)
    field = line(60, load_default=None, allow_none=True)


class Opening(Schema):
    """Why an original under a redacted picture is opened; `words` are needed for `other`."""

    reason = line(40, required=True)
    words = words(200, load_default="")


class Undo(Schema):
    revision = fields.Integer(required=True, strict=True, validate=validate.Range(0, 2**31 - 1))


class EntryProof(Schema):
    jws = fields.String(required=True, allow_none=True)
    receipt = fields.Raw(required=True)


class BlobProof(Schema):
    sha256 = fields.String(required=True)
    receipt = fields.Raw(required=True)


class Proofs(Schema):
    """Receipts of the record's entries and stored pictures, all against one checkpoint."""

    entries = fields.List(fields.Nested(EntryProof), required=True)
    blobs = fields.List(fields.Nested(BlobProof), required=True)
    checkpoint = fields.String(required=True)


record = Record()
decision = Decision()
undo = Undo()
opening = Opening()
proofs = Proofs()
