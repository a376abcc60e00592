"""What is made from a stored picture: the examination, thumb, view and the watermarked rendition.

Nothing here runs in a request. The worker may do each step twice: the
examination is written once per content, and derivatives are files by content.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

from server.domain import picture, recording
from server.domain.clock_text import from_text
from server.domain.events import Event
from server.domain.picture import Examination
from server.queries import evidence as facts
from server.queries import made
from server.queries.checking import readable
from server.queries.labels import labels_of
from server.store import images, jobs, watermark
from server.store.blobs import read_whole
from server.store.jobs import Wish
from server.store.store import Connection, Store, Tx

THUMB = "thumb"
VIEW = "view"
WATERMARKED = "watermarked"
# The larger one first: the smaller is made from it.
SIDES = {VIEW: images.VIEW_SIDE, THUMB: images.THUMB_SIDE}


def examine(store: Store, sha256: str, now: datetime) -> None:
    """Look at a stored blob once: write `evidence.examined` and ask for what a readable picture needs."""
    with store.read() as conn:
        if facts.examination(conn, sha256) is not None:
            return
        announced = facts.announced_mime(conn, sha256)
    data = read_whole(store.blobs, sha256)
    found = recording.examine(data, announced) or images.examine(data, announced)
    with store.write() as tx:
        if facts.examination(tx.conn, sha256) is not None:
            return
        named = facts.records_naming(tx.conn, [sha256]).get(sha256, [])
        tx.append(_examined(sha256, found, named, now))
        original = made.original_of(tx.conn, sha256)
        if found.readable and announced is not None:
            _want_derivatives(tx, sha256, original or sha256, now)
    if original is not None:
        # What was made before the phone hid something must not outlast it.
        store.derived.remove(original)


def shrink(store: Store, sha256: str, rendition: str) -> None:
    """Make `thumb` or `view` of a picture; one that must not be decoded gets none."""
    if store.derived.has(sha256, rendition):
        return
    larger = store.derived.read(sha256, VIEW) if rendition == THUMB else None
    try:
        small = images.render(larger or read_whole(store.blobs, sha256), SIDES[rendition])
    except images.NotAPictureError:
        return
    store.derived.keep(sha256, rendition, small)


def mark(store: Store, record_id: str, sha256: str) -> None:
    """Make the watermarked rendition of a picture; nothing where the record no longer shows it."""
    lines = caption_lines(store, record_id, sha256)
    with store.read() as conn:
        instead = made.stand_in(conn, record_id, sha256)
    if lines is None or (instead is not None and not instead.is_held):
        return
    shown, name = instead.sha256 if instead else sha256, watermarked_name(lines)
    if store.derived.has(shown, name):
        return
    try:
        image = images.shrink(read_whole(store.blobs, shown), images.VIEW_SIDE)
    except images.NotAPictureError:
        return
    store.derived.keep(shown, name, images.encode(watermark.add_bar(image, lines)))


def want_small(store: Store, sha256: str, rendition: str, now: datetime) -> None:
    """Ask for a `thumb` or `view` that is not there."""
    _want_once(store, Wish(rendition, sha256, {}, now))


def want_mark(store: Store, record_id: str, sha256: str, now: datetime) -> None:
    """Ask for a watermarked rendition that is not there yet."""
    _want_once(store, Wish("watermark", *_mark_job(record_id, sha256), now))


def lost(conn: Connection, store: Store) -> Iterator[tuple[str, str]]:
    """Give (rendition, picture) of what should be there and is neither there nor asked for."""
    for sha256 in readable(conn):
        if made.is_sealed(conn, sha256):
            continue
        for rendition in SIDES:
            if not store.derived.has(sha256, rendition) and not jobs.is_known(conn, rendition, sha256):
                yield rendition, sha256


def watermarked_name(lines: list[str]) -> str:
    """Name the rendition by what its bar says, so that a corrected record gets a new one."""
    said = "\n".join(lines).encode()
    return f"{WATERMARKED}-{hashlib.sha256(said).hexdigest()[:16]}"


def caption_lines(store: Store, record_id: str, sha256: str) -> list[str] | None:
    """Write the watermark's lines, None where the record does not show the picture."""
    with store.read() as conn:
        said = facts.caption(conn, record_id, sha256)
        if said is None:
            return None
        item = labels_of(conn, said.edition).item_name(said.item, "zh")
    return [
        f"{_claimed_time(said.wall_at, said.offset_min)}（手机时间） {item}",
        said.address,
        f"巡查员 {said.officer_name}  核验码 {picture.verify_code(sha256)}  巡证",
    ]


def _claimed_time(wall_at: str | None, offset_min: int | None) -> str:
    """Write the phone's local time with its offset (UTC where unknown); a claim may be nonsense."""
    if wall_at is None:
        return "时间不详"
    try:
        zone = timezone(timedelta(minutes=offset_min or 0))
        local = from_text(wall_at).astimezone(zone)
    except (ValueError, OverflowError):
        return wall_at
    return f"{local:%Y-%m-%d %H:%M:%S} UTC{local.isoformat()[-6:]}"


def _examined(sha256: str, found: Examination, named: list[str], now: datetime) -> Event:
    payload = {
        "sha256": sha256,
        "readable": found.readable,
        "format": found.format,
        "width": found.width,
        "height": found.height,
        "problems": list(found.problems),
        "records": named,
    }
    touches = tuple(f"record:{record}" for record in named)
    return Event("evidence.examined", f"blob:{sha256}", "server", now, payload, touches=touches)


def _want_derivatives(tx: Tx, sha256: str, original: str, now: datetime) -> None:
    """Ask for what is shown of a picture, or of what was made from it; of a sealed one nothing is."""
    if made.is_sealed(tx.conn, sha256):
        return
    for rendition in SIDES:
        tx.want(rendition, sha256, {}, now)
    for record in facts.records_naming(tx.conn, [original]).get(original, []):
        tx.want("watermark", *_mark_job(record, original), now)


def _want_once(store: Store, wish: Wish) -> None:
    """Ask unless it was asked before; a job that rests as failed is for a person to look at."""
    with store.read() as conn:
        if jobs.is_known(conn, wish.kind, wish.key):
            return
    with store.scratch() as conn:
        jobs.want(conn, wish)


def _mark_job(record_id: str, sha256: str) -> tuple[str, dict[str, Any]]:
    return f"{record_id}:{sha256}", {"record": record_id, "sha256": sha256}
