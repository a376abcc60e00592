"""Gathers what the city knows around new entries, before the ledger lock, and asks the rules for flags."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from server.domain import bodies, flags, making
from server.domain.catalogue import Catalogue
from server.domain.clock_text import from_text, to_text
from server.domain.flags import EntryFacts, Flag, RecordFacts, SeenShot, ShotFacts
from server.domain.geo import Place
from server.domain.journal import MAX_SEQ, Entry, Unverified, fits_database
from server.domain.position_flags import read_position
from server.domain.recording import is_recording
from server.queries import surroundings
from server.queries.heads import Device
from server.queries.surroundings import Announced, Around, Beacon, Wanted
from server.store.store import Connection

_LONGEST_CODE = 200
# Without these an entry's body cannot be copied into a view at all; everything else in it may be odd.
_NEEDED = {
    "record": frozenset({"id", "address", "item", "edition", "result", "answers", "shots"}),
    "shot": frozenset({"sha256", "bytes", "mime"}),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of an entry before its place in the chain: facts, flags, values for the views."""

    facts: EntryFacts
    flags: list[Flag]
    parked: bool
    record: dict[str, Any] | None = None
    touches: tuple[str, ...] = ()

    @property
    def wall_text(self) -> str | None:
        """The claimed time, where it can be read."""
        return to_text(self.facts.wall) if self.facts.wall else None


@dataclass(slots=True)
class Scene:
    """What one batch is judged by; entries judged earlier in it count for those that follow.

    `read` opens a connection, for the few that need to know more than what is around them.
    """

    read: Callable[[], AbstractContextManager[Connection]]
    device: Device
    now: datetime
    around: Around


def judge(scene: Scene, entries: Sequence[Entry]) -> dict[str, Verdict]:
    """Judge verified entries in their order; the answer is keyed by entry hash."""
    return {entry.hash: _judge_one(scene, entry) for entry in entries}


def wanted(claims: Sequence[Unverified]) -> Wanted:
    """Say what must be known around entries; that they are verified is not asked."""
    said = [claim.words for claim in claims]
    shots = [_body(words) for words in said if words.get("kind") == "shot"]
    records = [_body(words) for words in said if words.get("kind") == "record"]
    beacons = [_named_beacon(words.get("beacon")) for words in said]
    return Wanted(
        own=_texts(body.get("sha256") for body in shots),
        named=_texts(sha256 for body in records for sha256 in _shots_named(body)),
        editions=_texts(body.get("edition") for body in records),
        places=_texts(body.get("place") for body in records),
        beacons=list(dict.fromkeys(each for each in beacons if each is not None)),
    )


def _texts(values: Iterable[Any]) -> list[str]:
    return list(dict.fromkeys(each for each in values if isinstance(each, str)))


def _judge_one(scene: Scene, entry: Entry) -> Verdict:
    facts = _entry_facts(scene, entry)
    body = entry.payload.get("body")
    if not isinstance(body, dict):
        return Verdict(facts, [Flag("malformed_body", "body")], parked=True)
    if not fits_database(body):
        return Verdict(facts, [Flag("malformed_body", "number")], parked=True)
    if entry.kind == "shot":
        return _judge_shot(scene, entry, body, facts)
    if entry.kind == "record":
        return _judge_record(scene, entry, body, facts)
    found = making.problems(entry.kind, body)
    doubts = [Flag("malformed_body", ", ".join(found))] if found else []
    touches = _touched_by(scene, entry.kind, body)
    return Verdict(facts, doubts, making.is_parked(entry.kind, found), touches=touches)


def _touched_by(scene: Scene, kind: str, body: dict[str, Any]) -> tuple[str, ...]:
    if kind != "countersign":
        return ()
    with scene.read() as conn:
        return surroundings.touched_by(conn, body)


def _judge_shot(scene: Scene, entry: Entry, body: dict[str, Any], facts: EntryFacts) -> Verdict:
    sha256 = body.get("sha256")
    seen = isinstance(sha256, str) and sha256 in scene.around.taken
    found = flags.shot_flags(ShotFacts(body, used_elsewhere=seen))
    parked = bool(_NEEDED["shot"].intersection(bodies.shot_problems(body)))
    if not parked:
        scene.around.taken.add(body["sha256"])
        scene.around.announced.setdefault(body["sha256"], _announced(entry.seq, body))
    return Verdict(facts, found, parked)


def _announced(seq: int, body: dict[str, Any]) -> Announced:
    slot = body.get("slot")
    return Announced(seq, str(body.get("source")), str(body["mime"]), slot if isinstance(slot, str) else None)


def _judge_record(scene: Scene, entry: Entry, body: dict[str, Any], facts: EntryFacts) -> Verdict:
    edition, place = body.get("edition"), body.get("place")
    catalogue = scene.around.catalogues.get(edition) if isinstance(edition, str) else None
    position = body.get("position")
    about = RecordFacts(
        body=body,
        seq=entry.seq,
        catalogue=catalogue,
        device_user=scene.device.user_id,
        may_record=scene.device.may_record,
        place=scene.around.places.get(place) if isinstance(place, str) else None,
        schools=_schools(scene, catalogue, body),
        shots=_seen_shots(scene, body),
    )
    found = flags.record_flags(about)
    named = _shots_named(body)
    found += [Flag(code, sha256) for code, sha256 in scene.around.problems if sha256 in named]
    odd = _NEEDED["record"].intersection(bodies.record_problems(body)) or _too_long(body)
    parked = bool(odd)
    if _too_long(body):
        found.append(Flag("malformed_body", "item"))
    if not parked:
        for sha256 in body["shots"]:
            scene.around.users.setdefault(sha256, set()).add(body["id"])
    invalid = any(flag.code in ("position_invalid", "no_position") for flag in found)
    at = {} if invalid or not isinstance(position, dict) else position
    return Verdict(facts, found, parked, {
        "kind": about.item.kind if about.item else None,
        "severity": about.item.severity if about.item else None,
        "place": place if isinstance(place, str) else None,
        **{name: at.get(name) if bodies.is_int(at.get(name)) else None for name in ("lat", "lon", "acc_m")},
    })  # fmt: skip


def _too_long(body: dict[str, Any]) -> bool:
    # Databases index these; PostgreSQL refuses an index row beyond 2.7 kB.
    return any(len(str(body.get(name))) > _LONGEST_CODE for name in ("item", "edition"))


def _entry_facts(scene: Scene, entry: Entry) -> EntryFacts:
    at = entry.payload.get("at")
    wall = _instant(at.get("wall")) if isinstance(at, dict) else None
    beacon = _beacon(scene, entry.payload.get("beacon"))
    # A checkpoint that this log never signed is of a lost history: an enrolment in this one may be younger.
    not_before = scene.device.enrolled_at if beacon is None else beacon or None
    return EntryFacts(
        kind=entry.kind,
        version=entry.payload.get("v"),
        wall=wall,
        received_at=scene.now,
        not_before=not_before,
        beacon_unknown=beacon is False,
        device_revoked=scene.device.is_revoked_at(entry.seq),
    )


def _beacon(scene: Scene, beacon: Any) -> datetime | Literal[False] | None:
    """Give the time of the embedded checkpoint, None without one, False for one this log never signed."""
    if beacon is None:
        return None
    named = _named_beacon(beacon)
    return False if named is None else scene.around.beacons.get(named, False)


def _named_beacon(beacon: Any) -> Beacon | None:
    size, root = (beacon.get("size"), beacon.get("root")) if isinstance(beacon, dict) else (None, None)
    if not bodies.is_count(size) or size > MAX_SEQ or not bodies.is_sha256(root):
        return None
    return size, str(root)


def _instant(wall: Any) -> datetime | None:
    try:
        return from_text(wall) if isinstance(wall, str) else None
    except ValueError:
        return None


def _body(words: dict[str, Any]) -> dict[str, Any]:
    body = words.get("body")
    return body if isinstance(body, dict) else {}


def _shots_named(record: dict[str, Any]) -> list[str]:
    named = record.get("shots")
    return [each for each in named if bodies.is_sha256(each)] if isinstance(named, list) else []


def _schools(scene: Scene, catalogue: Catalogue | None, body: dict[str, Any]) -> tuple[Place, ...]:
    code, position = body.get("item"), read_position(body.get("position"))
    item = catalogue.items.get(code) if catalogue and isinstance(code, str) else None
    if catalogue is None or item is None or item.geo_rule is None:
        return ()
    if position is None or not position.is_on_earth:
        return ()
    schools = [name for name in catalogue.place_categories if catalogue.is_school(name)]
    is_walked = catalogue.geo_rules[item.geo_rule].method == "gate_path"
    with scene.read() as conn:
        found = surroundings.places_near(conn, position, schools)
        return surroundings.with_streets(conn, found) if is_walked else found


def _seen_shots(scene: Scene, body: dict[str, Any]) -> tuple[SeenShot, ...]:
    named, record_id = body.get("shots"), body.get("id")
    texts = [each for each in named if isinstance(each, str)] if isinstance(named, list) else []
    known = [(each, scene.around.announced.get(each)) for each in texts]
    return tuple(
        SeenShot(
            sha256,
            shot.seq,
            shot.source,
            bool(scene.around.users.get(sha256, set()) - {str(record_id)}),
            is_recording(shot.mime),
            shot.slot,
        )
        for sha256, shot in known
        if shot is not None
    )
