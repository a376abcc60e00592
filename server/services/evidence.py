"""Pictures on their way in: begin, append, finish, terminate, expire.

The bytes go to a partial file as they come; what counts is decided at the
end, when their SHA-256 is the one an entry announced. Only then do they
become a blob, and in one transaction the `stored` leaf and the wish for an
examination are written. A crash between the two leaves a blob without a row,
harmless until the same bytes come again. What another device has sent is not
taken on trust: a hash is public, so only the bytes prove that this one has them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from server.domain import problems, tus
from server.queries import evidence as facts
from server.services.storing import Arrival, record_stored
from server.store.blobs import HashMismatchError
from server.store.partials import Partial, PartialLockedError, PartialNotFoundError
from server.store.store import Store

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Upload:
    """One upload: which device sends which content."""

    kid: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an upload is, in bytes; `expires_at` is None once it is complete."""

    offset: int
    length: int
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Body:
    """Bytes still to be read: `read(n)` returns at most n, nothing at the end.

    `offset` None means that they begin with the picture's first byte; `size` is what the request declares.
    """

    read: Callable[[int], bytes]
    offset: int | None = None
    size: int | None = None
    checksum: tus.Checksum | None = None


def begin(store: Store, upload: Upload, length: int, clock: Clock) -> Standing:
    """Open an upload of `length` bytes, or say how far it already is; nothing is read.

    Raises EvidenceTooLargeProblem, NotAnnouncedProblem, LengthProblem, UploadLockedProblem.
    """
    return receive(store, upload, length, None, clock)


def receive(store: Store, upload: Upload, length: int, body: Body | None, clock: Clock) -> Standing:
    """Open an upload and take in what the same request brings; a body that is not needed stays unread.

    Raises what `begin` and `append` raise.
    """
    limit = store.config.limits.picture_bytes
    if length > limit:
        raise problems.EvidenceTooLargeProblem(limit=limit)
    known = _known(store, upload)
    if length not in known.announced:
        raise problems.LengthProblem(announced=known.announced[0], declared=length)
    if known.stored is not None:
        return Standing(length, length, None)
    with _locked(), store.partials.begin(upload.kid, upload.sha256, length) as partial:
        if body is not None:
            _take_in(partial, body, length)
        return _standing(store, upload, partial, length, clock)


def status(store: Store, upload: Upload, clock: Clock) -> Standing:
    """Say how far an upload is, and finish one whose last bytes came right before a crash.

    A phone that is told of all its bytes sends no more: they must be evidence by then.
    Raises NotAnnouncedProblem, UploadGoneProblem, UploadLockedProblem, HashMismatchProblem.
    """
    known = _known(store, upload)
    if known.stored is not None:
        return Standing(known.stored, known.stored, None)
    length = _begun_length(store, upload, known.announced)
    offset = store.partials.offset(upload.kid, upload.sha256, length)
    if offset != length:
        return Standing(offset or 0, length, _expiry(store, upload, length))
    with _locked(), store.partials.resume(upload.kid, upload.sha256, length) as partial:
        return _standing(store, upload, partial, length, clock)


def append(store: Store, upload: Upload, body: Body, clock: Clock) -> Standing:
    """Take in what a body brings, and finish when nothing is missing any more.

    Raises NotAnnouncedProblem, UploadGoneProblem, UploadLockedProblem, OffsetProblem, UploadMetadataProblem,
    IncompleteProblem, ChecksumMismatchProblem, HashMismatchProblem.
    """
    known = _known(store, upload)
    if known.stored is not None:
        # Whoever lost the last answer and goes on must not hear of a lost upload.
        if body.offset != known.stored or body.size:
            raise problems.OffsetProblem(offset=known.stored)
        return Standing(known.stored, known.stored, None)
    length = _begun_length(store, upload, known.announced)
    with _locked(), store.partials.resume(upload.kid, upload.sha256, length) as partial:
        _take_in(partial, body, length)
        return _standing(store, upload, partial, length, clock)


def terminate(store: Store, upload: Upload) -> None:
    """Drop an unfinished upload.

    Raises NotAnnouncedProblem, EvidenceKeptProblem, UploadGoneProblem, UploadLockedProblem.
    """
    known = _known(store, upload)
    if known.stored is not None:
        raise problems.EvidenceKeptProblem
    length = _begun_length(store, upload, known.announced)
    with _locked(), store.partials.resume(upload.kid, upload.sha256, length) as partial:
        partial.remove()


def expire(store: Store, now: datetime) -> int:
    """Forget the uploads that nobody goes on with, and return how many."""
    return store.partials.remove_older(now - tus.LIFE)


@contextmanager
def _locked() -> Iterator[None]:
    """Tell what stands in the way of a partial file as problems."""
    try:
        yield
    except PartialLockedError:
        raise problems.UploadLockedProblem from None
    except PartialNotFoundError:
        raise problems.UploadGoneProblem from None


def _take_in(partial: Partial, body: Body, length: int) -> None:
    if body.offset is not None and body.offset != partial.offset:
        raise problems.OffsetProblem(offset=partial.offset)
    start = 0 if body.offset is None else body.offset
    try:
        limit = tus.body_limit(length, start, body.size)
    except ValueError as error:
        raise problems.UploadMetadataProblem(why=str(error)) from None
    before = partial.offset
    running = body.checksum.begin() if body.checksum else None
    arrived = _copy(partial, body.read, (start, limit), running)
    partial.sync()
    if arrived < limit and body.size is not None:
        raise problems.IncompleteProblem(offset=partial.offset)
    if body.checksum and running is not None and running.digest() != body.checksum.digest:
        partial.cut_back(before)
        raise problems.ChecksumMismatchProblem(offset=before)


def _copy(partial: Partial, read: Callable[[int], bytes], span: tuple[int, int], running: Any) -> int:
    """Append at most span[1] bytes that begin at offset span[0], passing over those already there."""
    at, end = span[0], span[0] + span[1]
    while at < end and (chunk := read(min(tus.CHUNK_BYTES, end - at))):
        if running is not None:
            running.update(chunk)
        fresh = chunk[max(0, partial.offset - at) :]
        if fresh:
            partial.write(fresh)
        at += len(chunk)
    return at - span[0]


def _standing(store: Store, upload: Upload, partial: Partial, length: int, clock: Clock) -> Standing:
    if partial.offset < length:
        return Standing(partial.offset, length, _expiry(store, upload, length))
    partial.sync()
    try:
        store.blobs.adopt(upload.sha256, partial.path, partial.digest())
    except HashMismatchError:
        partial.cut_back(0)
        raise problems.HashMismatchProblem(offset=0) from None
    record_stored(store, Arrival(upload.kid, upload.sha256, length, clock()))
    return Standing(length, length, None)


def _known(store: Store, upload: Upload) -> facts.Known:
    with store.read() as conn:
        known = facts.known(conn, upload.kid, upload.sha256)
    if not known.announced:
        is_erased = upload.sha256 in store.erasures.pictures()
        raise problems.EvidenceErasedProblem if is_erased else problems.NotAnnouncedProblem
    return known


def _begun_length(store: Store, upload: Upload, announced: tuple[int, ...]) -> int:
    for length in announced:
        if store.partials.offset(upload.kid, upload.sha256, length) is not None:
            return length
    raise problems.UploadGoneProblem


def _expiry(store: Store, upload: Upload, length: int) -> datetime:
    try:
        return tus.expires_at(store.partials.written_at(upload.kid, upload.sha256, length))
    except PartialNotFoundError:
        raise problems.UploadGoneProblem from None
