"""Showing the pictures of a record to those who may see it.

What leaves is what we made ourselves, or bytes whose header we have read: a
picture that must not be decoded here is never offered to a browser for
display either, only as a file to keep. Where the officer hid a face or a plate,
only the redacted picture leaves; its original is opened by a role, with a reason.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from server.domain import picture, recording
from server.domain.events import Event
from server.domain.making import Reason, says_why
from server.domain.problems import (
    EvidenceUnreadableProblem,
    ForbiddenProblem,
    NotFoundProblem,
    ReasonProblem,
    SealedProblem,
)
from server.domain.scope import Right
from server.queries import evidence as facts
from server.queries import made
from server.queries.labels import labels_of
from server.queries.people import User
from server.queries.record_detail import may_see
from server.services import derivatives
from server.store import images
from server.store.blobs import BlobNotFoundError, BlobUnreadableError, read_whole
from server.store.store import Connection, Store
from server.store.traces import trace

PREVIEW = "preview"
ORIGINAL = "original"
RENDITIONS = (PREVIEW, derivatives.THUMB, derivatives.VIEW, derivatives.WATERMARKED, ORIGINAL)
OPAQUE = "application/octet-stream"
# Large enough to know a face by, unlike a thumb: looking at these is told by the privacy of the item.
_NOTED = {
    "personal": (ORIGINAL,),
    "restricted": (ORIGINAL, derivatives.VIEW, derivatives.WATERMARKED),
}
# Paging through the pictures of a record is one look at it.
VIEW_LASTS = timedelta(hours=1)
_COME_BACK_S = 60
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which picture of which record, and in which of RENDITIONS."""

    record_id: str
    sha256: str
    rendition: str


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks: a user, who on their own phone sees only their own records."""

    user: User
    own_only: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """Bytes to hand out; one that is not `final` stands in for a rendition still being made."""

    data: bytes
    mime: str
    final: bool

    @property
    def displayable(self) -> bool:
        """False for bytes that may only be kept as a file."""
        return self.mime != OPAQUE


@dataclass(frozen=True, slots=True)
class _Source:
    """The picture that a rendition is made from: the asked one, or what its phone made from it."""

    sha256: str
    is_held: bool


def show(store: Store, asked: Asked, viewer: Viewer, now: datetime) -> Shown:
    """Return the bytes of a picture.

    NotFoundProblem for what is not there or not theirs to see, SealedProblem for an original that shows what
    its officer hid, EvidenceUnreadableProblem where the disk does not give its bytes.
    """
    with store.read() as conn:
        shown_in = facts.shown_in(conn, asked.record_id, asked.sha256)
        if shown_in is None or not _may_see(conn, viewer, shown_in, asked.record_id):
            raise NotFoundProblem
        instead = made.stand_in(conn, asked.record_id, asked.sha256)
        source = _Source(asked.sha256, is_held=shown_in.is_held)
        if instead is not None and asked.rendition != ORIGINAL:
            source = _Source(instead.sha256, is_held=instead.is_held)
        found = facts.examination(conn, source.sha256) if source.is_held else None
    if asked.rendition == ORIGINAL:
        if instead is not None and instead.seals:
            raise SealedProblem
        shown = _original(store, source, found)
        _note_view(store, asked, viewer, shown_in, now)
        return shown
    if found is not None and found.format in recording.FORMATS:
        # Nothing is made of a recording: what the phone drew for it is all there is to see.
        return replace(_preview(store, asked, source), final=True)
    if found is not None and not found.readable:
        raise NotFoundProblem
    ready = _ready(store, asked, source, now) if found is not None else None
    if ready is not None:
        _note_view(store, asked, viewer, shown_in, now)
    return ready or _preview(store, asked, source)


def open_sealed(store: Store, asked: Asked, user: User, reason: Reason, now: datetime) -> Shown:
    """Return an original under its seal, and leave a leaf that says who opened it and why.

    NotFoundProblem for what is not there or not theirs to see, ForbiddenProblem where the role does not open,
    ReasonProblem for a reason that says nothing.
    """
    with store.read() as conn:
        shown_in = facts.shown_in(conn, asked.record_id, asked.sha256)
        if shown_in is None or not may_see(conn, user, asked.record_id):
            raise NotFoundProblem
        found = facts.examination(conn, asked.sha256) if shown_in.is_held else None
    if not user.may(Right.OPEN_ORIGINALS):
        raise ForbiddenProblem
    if not says_why(reason):
        raise ReasonProblem
    shown = _original(store, _Source(asked.sha256, is_held=shown_in.is_held), found)
    said = {"record": asked.record_id, "sha256": asked.sha256, "reason": reason.code, "words": reason.words}
    with store.write() as tx:
        tx.append(Event("evidence.opened", f"viewing:{asked.record_id}", f"user:{user.id}", now, said))
    return shown


def _may_see(conn: Connection, viewer: Viewer, shown_in: facts.ShownIn, record_id: str) -> bool:
    if shown_in.officer_id == viewer.user.id:
        return True
    if viewer.own_only or not viewer.user.may(Right.SEE_RECORDS):
        return False
    return may_see(conn, viewer.user, record_id)


def _original(store: Store, source: _Source, found: Any) -> Shown:
    if not source.is_held:
        raise NotFoundProblem
    data = _read(store, source.sha256)
    return Shown(data, _type_of(data, found), final=True)


def _type_of(data: bytes, found: Any) -> str:
    if found is not None and found.format in recording.FORMATS:
        return recording.mime(data, found.format)
    return picture.MIME[found.format] if found is not None and found.readable else OPAQUE


def _ready(store: Store, asked: Asked, source: _Source, now: datetime) -> Shown | None:
    """Give what the worker made; where it is not there, ask for it."""
    if asked.rendition == PREVIEW:
        return None
    name = asked.rendition
    if name == derivatives.WATERMARKED:
        lines = derivatives.caption_lines(store, asked.record_id, asked.sha256)
        if lines is None:
            raise NotFoundProblem
        name = derivatives.watermarked_name(lines)
    kept = store.derived.read(source.sha256, name)
    if kept is not None:
        return Shown(kept, picture.MIME["jpeg"], final=True)
    _want(store, asked, source, now)
    return None


def _want(store: Store, asked: Asked, source: _Source, now: datetime) -> None:
    """Ask again for what is missing: a cache may be lost, and a record may come after its pictures."""
    if asked.rendition == derivatives.WATERMARKED:
        derivatives.want_mark(store, asked.record_id, asked.sha256, now)
    else:
        derivatives.want_small(store, source.sha256, asked.rendition, now)


def _preview(store: Store, asked: Asked, source: _Source) -> Shown:
    with store.read() as conn:
        sha256 = facts.preview_of(conn, asked.record_id, source.sha256)
    if sha256 is None:
        raise NotFoundProblem
    data = _read(store, sha256)
    try:
        kind, _, _ = images.probe(data)
    except images.NotAPictureError:
        raise NotFoundProblem from None
    return Shown(data, picture.MIME[kind], final=asked.rendition == PREVIEW)


def _note_view(store: Store, asked: Asked, viewer: Viewer, shown_in: facts.ShownIn, now: datetime) -> None:
    """Leave a leaf for each original that may show a person, and for a restricted record once an hour."""
    subject, actor = f"viewing:{asked.record_id}", f"user:{viewer.user.id}"
    with store.read() as conn:
        item = labels_of(conn, shown_in.edition).items.get(shown_in.item, {})
        # An item nobody knows counts as personal.
        if asked.rendition not in _NOTED.get(item.get("privacy", "personal"), ()):
            return
        if asked.rendition != ORIGINAL and facts.was_viewed(conn, subject, actor, now - VIEW_LASTS):
            return
    said = {"record": asked.record_id, "sha256": asked.sha256, "rendition": asked.rendition}
    with store.write() as tx:
        tx.append(Event("evidence.viewed", subject, actor, now, said))


def _read(store: Store, sha256: str) -> bytes:
    try:
        return read_whole(store.blobs, sha256)
    except (BlobNotFoundError, BlobUnreadableError) as error:
        # It was stored, so it is there for whoever may see it, and somebody has to look after the disk.
        _log.error("picture %s cannot be read\n%s", sha256, trace(error))
        raise EvidenceUnreadableProblem(retry_after=_COME_BACK_S) from None
