"""Pictures on their way in: begin, append, finish, terminate, expire.

The bytes go to a partial file as they come; what counts is decided at the
end, when their SHA-256 is the one an entry announced. Only then do they
become a blob, and in one transaction the `stored` leaf and the wish for an
examination are written. A crash between the two leaves a blob without a row,
which the next attempt finds and finishes without another upload.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from server.domain import problems, tus
from server.domain.events import Event
from server.queries import evidence as facts
from server.store.blobs import HashMismatchError
from server.store.partials import Partial, PartialLockedError, PartialNotFoundError
from server.store.store import Store, Tx

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
    """Open an upload of `length` bytes, or say how far it already is.

    Raises EvidenceTooLargeProblem, NotAnnouncedProblem, LengthProblem, UploadLockedProblem.
    """
    if length > tus.MAX_BYTES:
        raise problems.EvidenceTooLargeProblem(limit=tus.MAX_BYTES)
    announced = _announced(store, upload)
    if length not in announced:
        raise problems.LengthProblem(announced=announced[0], declared=length)
    if _is_stored(store, upload.sha256) or _picks_up(store, upload, clock):
        return Standing(length, length, None)
    try:
        with store.partials.begin(upload.kid, upload.sha256, length) as partial:
            return _standing(store, upload, partial, length, clock)
    except PartialLockedError:
        raise problems.UploadLockedProblem from None


def status(store: Store, upload: Upload) -> Standing:
    """Say how far an upload is; raises NotAnnouncedProblem, UploadGoneProblem."""
    announced = _announced(store, upload)
    with store.read() as conn:
        stored = facts.stored_bytes(conn, upload.sha256)
    if stored is not None:
        return Standing(stored, stored, None)
    length = _begun_length(store, upload, announced)
    offset = store.partials.offset(upload.kid, upload.sha256, length)
    return Standing(offset or 0, length, _expiry(store, upload, length))


def append(store: Store, upload: Upload, body: Body, clock: Clock) -> Standing:
    """Take in what a body brings, and finish when nothing is missing any more.

    Raises NotAnnouncedProblem, UploadGoneProblem, UploadLockedProblem, OffsetProblem, UploadMetadataProblem,
    IncompleteProblem, ChecksumMismatchProblem, HashMismatchProblem.
    """
    announced = _announced(store, upload)
    length = _begun_length(store, upload, announced)
    try:
        with store.partials.resume(upload.kid, upload.sha256, length) as partial:
            _take_in(partial, body, length)
            return _standing(store, upload, partial, length, clock)
    except PartialLockedError:
        raise problems.UploadLockedProblem from None
    except PartialNotFoundError:
        raise problems.UploadGoneProblem from None


def terminate(store: Store, upload: Upload) -> None:
    """Drop an unfinished upload.

    Raises NotAnnouncedProblem, EvidenceKeptProblem, UploadGoneProblem, UploadLockedProblem.
    """
    announced = _announced(store, upload)
    if _is_stored(store, upload.sha256):
        raise problems.EvidenceKeptProblem
    length = _begun_length(store, upload, announced)
    try:
        with store.partials.resume(upload.kid, upload.sha256, length) as partial:
            partial.remove()
    except PartialLockedError:
        raise problems.UploadLockedProblem from None
    except PartialNotFoundError:
        raise problems.UploadGoneProblem from None


def expire(store: Store, now: datetime) -> int:
    """Forget the uploads that nobody goes on with, and return how many."""
    return store.partials.remove_older(now - tus.LIFE)


def record_stored(tx: Tx, upload: Upload, size: int, now: datetime) -> None:
    """Write the `stored` leaf and ask for the examination, once per content."""
    if facts.stored_bytes(tx.conn, upload.sha256) is not None:
        return
    touched = tuple(f"record:{record}" for record in facts.records_naming(tx.conn, upload.sha256))
    payload: dict[str, Any] = {"sha256": upload.sha256, "bytes": size, "device": upload.kid}
    tx.append(Event("stored", f"blob:{upload.sha256}", f"device:{upload.kid}", now, payload, touches=touched))
    tx.want("examine", upload.sha256, {}, now)


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
    with store.write() as tx:
        record_stored(tx, upload, length, clock())
    return Standing(length, length, None)


def _announced(store: Store, upload: Upload) -> tuple[int, ...]:
    with store.read() as conn:
        lengths = facts.announced_lengths(conn, upload.kid, upload.sha256)
    if not lengths:
        raise problems.NotAnnouncedProblem
    return lengths


def _is_stored(store: Store, sha256: str) -> bool:
    with store.read() as conn:
        return facts.stored_bytes(conn, sha256) is not None


def _picks_up(store: Store, upload: Upload, clock: Clock) -> bool:
    """Finish what a crash cut between rename and commit; the bytes are read and hashed again."""
    size = store.blobs.size(upload.sha256)
    if size is None:
        return False
    with store.blobs.open(upload.sha256) as file:
        if hashlib.sha256(file.read()).hexdigest() != upload.sha256:
            return False
    with store.write() as tx:
        record_stored(tx, upload, size, clock())
    return True


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
