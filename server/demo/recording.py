"""How a demo phone records a visit: pictures, `shot` entries and the `record` entry that names them."""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from PIL import Image

from server.demo.ground import METRES_PER_DEGREE
from server.demo.phone import DemoPhone
from server.demo.pictures import SceneRequest, draw
from server.demo.pictures.brush import jpeg
from server.demo.story import Visit
from server.domain.ids import uuid7

PREVIEW_SIZE = (480, 360)
WRONG_CLOCK = timedelta(hours=7)
FAR_M = 900.0
GOOD_ACCURACY_M = (4, 12)
BAD_ACCURACY_M = 140
# The shooter stands a few metres off the place's middle.
JITTER_M = 9.0


@dataclass(frozen=True)
class Photo:
    """Bytes of one evidence picture and of its preview."""

    picture: bytes
    preview: bytes
    slot: str

    @property
    def sha256(self) -> str:
        """Hash of the picture."""
        return hashlib.sha256(self.picture).hexdigest()


@dataclass(frozen=True)
class Sending:
    """What a phone sends after a visit: entries in order, then blobs (preview first)."""

    entries: list[str]
    blobs: list[bytes]
    record_id: str


def take_photos(visit: Visit) -> list[Photo]:
    """Draw the pictures of a visit."""
    photos = []
    for number, slot in enumerate(visit.slots):
        seed = visit.number * 100 + number
        image = draw(SceneRequest(visit.item, slot, visit.sign, seed, night=visit.night))
        photos.append(
            Photo(jpeg(image, 84), jpeg(image.resize(PREVIEW_SIZE, Image.Resampling.BILINEAR), 72), slot)
        )
    return photos


def record(phone: DemoPhone, visit: Visit, photos: list[Photo], geo: dict[str, Any] | None) -> Sending:
    """Journal the shots and the record of a visit."""
    chance = random.Random(f"record {visit.number}")
    at = visit.at - (WRONG_CLOCK if visit.twist == "clock_behind" else timedelta(0))
    fix = where(visit)
    entries = []
    for number, photo in enumerate(photos):
        body = _shot_body(photo, visit, fix)
        entries.append(phone.write("shot", body, at - timedelta(seconds=40 - number * 9)))
    record_id = uuid7(int(visit.at.timestamp() * 1000), chance.randbytes(10))
    entries.append(phone.write("record", _record_body(visit, record_id, fix, geo) | _shots_of(photos), at))
    blobs = [blob for photo in photos for blob in (photo.preview, photo.picture)]
    return Sending(entries, blobs, record_id)


def correct(phone: DemoPhone, body: dict[str, Any], replaces: str, at: datetime) -> str:
    """Write the corrected record: same id, naming the entry it replaces."""
    return phone.write(
        "record", body | {"replaces": replaces, "note": "已补充说明: 现场再次核对,情况属实"}, at
    )


def _shots_of(photos: list[Photo]) -> dict[str, Any]:
    return {"shots": [photo.sha256 for photo in photos]}


def _shot_body(photo: Photo, visit: Visit, fix: dict[str, Any] | None) -> dict[str, Any]:
    preview = {"sha256": hashlib.sha256(photo.preview).hexdigest(), "bytes": len(photo.preview)}
    return {
        "sha256": photo.sha256, "bytes": len(photo.picture), "preview": preview, "mime": "image/jpeg",
        "width": 1024, "height": 768, "source": "import" if visit.twist == "imported" else "camera",
        "slot": photo.slot, "fixes": [fix] if fix else [], "heading": None,
    }  # fmt: skip


def where(visit: Visit) -> dict[str, Any] | None:
    """Where the phone believes it is: near the place, unless the visit's twist says otherwise."""
    if visit.twist == "no_position":
        return None
    chance = random.Random(f"fix {visit.number}")
    away = FAR_M if visit.twist == "far" else chance.uniform(0, JITTER_M)
    accuracy = BAD_ACCURACY_M if visit.twist == "low_accuracy" else chance.randrange(*GOOD_ACCURACY_M)
    north = round(away / METRES_PER_DEGREE * 1e7)
    place = visit.place
    return {
        "lat": place["lat"] + north,
        "lon": place["lon"],
        "acc_m": accuracy,
        "alt_m": None,
        "age_ms": 1200,
    }


def _record_body(
    visit: Visit, record_id: str, fix: dict[str, Any] | None, geo: dict[str, Any] | None
) -> dict[str, Any]:
    return {
        "id": record_id, "officer": visit.person.id, "partner": None, "task": None,
        "place": visit.place["id"],
        "address": visit.address, "item": visit.item, "edition": "2026.1", "result": "finding",
        "level": "daily", "mode": "open", "nature": "observation", "source": "patrol", "source_no": None,
        "purpose": "inspect", "case": None, "replaces": None,
        "position": fix | {"nudged": None} if fix else None, "geo": geo,
        "answers": visit.answers, "note": visit.note, "guidance": "",
    }  # fmt: skip
