"""What the evidence services need to know before they decide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, exists, func, select

from server.domain.clock_text import offset_of, to_text
from server.domain.journal import read_entry
from server.queries.holding import is_held, writers
from server.store.prepared import ask
from server.store.statements import Question, Row, statement
from server.store.tables import (
    blobs,
    entries,
    examinations,
    leaves,
    record_shots,
    record_versions,
    records,
    shots,
    users,
)


@dataclass(frozen=True, slots=True)
class Caption:
    """What a watermark says about one picture in one record; texts as they were claimed."""

    item: str
    edition: str
    address: str
    officer_name: str
    wall_at: str | None
    offset_min: int | None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a device's blob: the sizes its entries announce, and of what it sent, in bytes."""

    announced: tuple[int, ...]
    stored: int | None


_KNOWN = statement(
    "SELECT bytes, 0 FROM shots WHERE sha256 = ? AND device = ?"
    " UNION ALL SELECT preview_bytes, 0 FROM shots WHERE preview_sha256 = ? AND device = ?"
    " UNION ALL SELECT bytes, 1 FROM blobs WHERE sha256 = ? AND device = ?"
)
_STORED = statement("SELECT device, sha256 FROM blobs WHERE sha256 = ANY (?)")
_NAMING = statement("SELECT DISTINCT sha256, record_id FROM record_shots WHERE sha256 = ANY (?)")


def known(conn: Connection, kid: str, sha256: str) -> Known:
    """Return what a device has announced of a hash as picture or preview, and whether it sent it."""
    rows = ask(conn, _KNOWN, *(sha256, kid) * 3)
    announced = tuple(sorted({size for size, is_stored in rows if not is_stored}))
    return Known(announced, next((size for size, is_stored in rows if is_stored), None))


def about_pictures(hashes: Iterable[str]) -> list[Question]:
    """Ask who sent pictures and which records show them; `senders_and_records` reads the answers."""
    listed = list(hashes)
    return [Question(_STORED, (listed,)), Question(_NAMING, (listed,))]


def senders_and_records(
    answers: Sequence[Sequence[Row]],
) -> tuple[set[tuple[str, str]], dict[str, list[str]]]:
    """Return (device, hash) of all verified bytes among the pictures, and the records that show each."""
    stored, naming = answers
    return {(device, sha256) for device, sha256 in stored}, _by_picture(naming)


def records_naming(conn: Connection, hashes: Iterable[str]) -> dict[str, list[str]]:
    """Return the records that show each picture, in a steady order; a picture nobody shows is absent."""
    return _by_picture(ask(conn, _NAMING, list(hashes)))


def _by_picture(rows: Iterable[Row]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for sha256, record_id in sorted(rows):
        found.setdefault(sha256, []).append(record_id)
    return found


def announced_mime(conn: Connection, sha256: str) -> str | None:
    """Return the type the first announcing entry claims for a picture; None for previews."""
    query = select(shots.c.mime).where(shots.c.sha256 == sha256).order_by(shots.c.entry_hash).limit(1)
    return conn.execute(query).scalar()


def examination(conn: Connection, sha256: str) -> Any:
    """Return the row of `examinations`, None while the worker has not looked."""
    return conn.execute(select(examinations).where(examinations.c.sha256 == sha256)).first()


def preview_of(conn: Connection, record_id: str, sha256: str) -> str | None:
    """Return the hash of a picture's preview, None where no device of the record sent one."""
    preview = shots.c.preview_sha256
    own = shots.c.device.in_(writers(record_id))
    query = select(preview).where(shots.c.sha256 == sha256, own, is_held(record_id, preview))
    return conn.execute(query.order_by(shots.c.entry_hash).limit(1)).scalar()


def caption(conn: Connection, record_id: str, sha256: str) -> Caption | None:
    """Return what the watermark of a picture says, None where it is not the record's own."""
    query = (
        select(records, users.c.name, shots.c.wall_at.label("shot_at"), leaves.c.jws)
        .join(record_shots, record_shots.c.record_id == records.c.id)
        .join(shots, shots.c.sha256 == record_shots.c.sha256)
        .join(entries, entries.c.hash == shots.c.entry_hash)
        .join(leaves, leaves.c.idx == entries.c.leaf_idx)
        .outerjoin(users, users.c.id == records.c.officer_id)
        .where(records.c.id == record_id, record_shots.c.sha256 == sha256)
        .where(shots.c.device.in_(writers(record_id)))
        .order_by(shots.c.device != records.c.device, shots.c.entry_hash)
        .limit(1)
    )
    row = conn.execute(query).first()
    if row is None:
        return None
    offset = offset_of(read_entry(row.jws).get("at")) if row.jws else None
    return Caption(row.item, row.edition, row.address, row.name or "", row.shot_at, offset)


@dataclass(frozen=True, slots=True)
class ShownIn:
    """The record a picture is asked for by: whose it is, what its item is, and whether its bytes came."""

    officer_id: str
    item: str
    edition: str
    is_held: bool


def shown_in(conn: Connection, record_id: str, sha256: str) -> ShownIn | None:
    """Return the record if a version of it names the picture and a device of it announced it, else None."""
    row = conn.execute(select(records).where(records.c.id == record_id)).first()
    if row is None:
        return None
    bodies = select(record_versions.c.body).where(record_versions.c.record_id == record_id)
    if not any(sha256 in (body.get("shots") or ()) for body in conn.execute(bodies).scalars()):
        return None
    own = exists().where(shots.c.sha256 == sha256, shots.c.device.in_(writers(record_id)))
    if not conn.scalar(select(own)):
        return None
    held = bool(conn.scalar(select(is_held(record_id, sha256))))
    return ShownIn(row.officer_id, row.item, row.edition, held)


def was_viewed(conn: Connection, subject: str, actor: str, since: datetime) -> bool:
    """Say whether somebody left an `evidence.viewed` leaf about this subject after an instant."""
    table = leaves.c
    seen = exists().where(table.subject == subject, table.actor == actor, table.at > to_text(since))
    return bool(conn.scalar(select(seen.where(table.type == "evidence.viewed"))))


def all_blobs(conn: Connection) -> list[tuple[str, int]]:
    """List (hash, bytes) of every verified blob, in the order they came."""
    first = func.min(blobs.c.leaf_idx)
    query = select(blobs.c.sha256, blobs.c.bytes).group_by(blobs.c.sha256, blobs.c.bytes).order_by(first)
    return [(row.sha256, row.bytes) for row in conn.execute(query)]
