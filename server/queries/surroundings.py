"""What the city knows around entries: catalogues, places, shots, earlier versions, checkpoints."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from server.domain import merkle
from server.domain.catalogue import Catalogue, catalogue_from
from server.domain.clock_text import from_text
from server.domain.geo import Place, Position
from server.domain.making import is_signed_name
from server.queries.walks import network_edition, streets_around
from server.store import ledger
from server.store.prepared import ask, ask_all, from_json
from server.store.statements import Question, Row, by_keys, statement

# About 1.1 km north and south: no distance rule reaches further.
_NEAR_E7 = 100_000
_PLACE = "SELECT id, name, category, lat, lon, geometry, gates, attrs FROM places WHERE "
_ANNOUNCED = by_keys(
    "SELECT shots.sha256, entries.seq, shots.source, shots.mime, shots.slot "
    "FROM shots JOIN entries ON entries.hash = shots.entry_hash "
    "WHERE shots.sha256 = ANY (?) AND shots.device = ? ORDER BY entries.seq DESC"
)
_TAKEN = by_keys("SELECT sha256 FROM shots WHERE sha256 = ANY (?)")
_USERS = by_keys("SELECT sha256, record_id FROM record_shots WHERE sha256 = ANY (?)")
_EXAMINED = by_keys("SELECT sha256, problems FROM examinations WHERE sha256 = ANY (?)")
_EDITIONS = by_keys(
    "SELECT edition, sha256, (SELECT value FROM settings WHERE key = 'local_parameters') "
    "FROM editions WHERE edition = ANY (?)"
)
_DOCUMENT = statement("SELECT document FROM editions WHERE edition = ?")
_PLACES = by_keys(f"{_PLACE} id = ANY (?)")
_NEAR = statement(f"{_PLACE} category = ANY (?) AND lat BETWEEN ? AND ? AND lon BETWEEN ? AND ? ORDER BY id")
_VERSION = statement("SELECT record_id FROM record_versions WHERE entry_hash BETWEEN ? AND ?")
_TIMES = by_keys("SELECT idx, at FROM leaves WHERE idx = ANY (?)", "BIGINT")

Beacon = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Announced:
    """A shot as one device announced it."""

    seq: int
    source: str
    mime: str
    slot: str | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked about: pictures that entries take (own) and name, editions, places, beacons."""

    own: Sequence[str] = ()
    named: Sequence[str] = ()
    editions: Sequence[str] = ()
    places: Sequence[str] = ()
    beacons: Sequence[Beacon] = ()


@dataclass(slots=True)
class Around:
    """What is known around some entries; what is absent is unknown to the city.

    `announced` has the device's first announcement of each named picture, `taken` the own pictures that any
    device announced before, `users` the records that name each picture, `problems` (flag code, picture) what
    the worker found. `beacons` has the time of each checkpoint that this log really had; None for size 0.
    """

    announced: dict[str, Announced] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    users: dict[str, set[str]] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)
    catalogues: dict[str, Catalogue] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    beacons: dict[Beacon, datetime | None] = field(default_factory=dict)


def around(conn: Connection, kid: str, wanted: Wanted, *also: Question) -> tuple[Around, list[list[Row]]]:
    """Look around entries of a device, with one visit for that and whatever else is asked."""
    questions = {
        "taken": (wanted.own, Question(_TAKEN, (list(wanted.own),))),
        "announced": (wanted.named, Question(_ANNOUNCED, (list(wanted.named), kid))),
        "users": (wanted.named, Question(_USERS, (list(wanted.named),))),
        "examined": (wanted.named, Question(_EXAMINED, (list(wanted.named),))),
        "editions": (wanted.editions, Question(_EDITIONS, (list(wanted.editions),))),
        "places": (wanted.places, Question(_PLACES, (list(wanted.places),))),
    }
    asked = {name: question for name, (about, question) in questions.items() if about}
    if wanted.beacons:
        asked["nodes"], asked["times"] = _beacon_questions(wanted.beacons)
    answers = ask_all(conn, [*also, *asked.values()])
    rows = dict(zip(asked, answers[len(also) :], strict=True))
    found = Around(
        announced={
            sha256: Announced(seq, source or "", mime or "", slot)
            for sha256, seq, source, mime, slot in rows.get("announced", ())
        },
        taken={sha256 for (sha256,) in rows.get("taken", ())},
        problems=sorted(
            (code, row[0]) for row in rows.get("examined", ()) for code in from_json(row[1]) or ()
        ),
        catalogues={row[0]: _catalogue(conn, row) for row in rows.get("editions", ())},
        # A place without a position is none to the rules.
        places={row[0]: _place(row) for row in rows.get("places", ()) if None not in (row[3], row[4])},
        beacons=_beacons(wanted.beacons, rows.get("nodes", ()), rows.get("times", ())),
    )
    for sha256, record in rows.get("users", ()):
        found.users.setdefault(sha256, set()).add(record)
    return found, answers[: len(also)]


def _catalogue(conn: Connection, row: Row) -> Catalogue:
    edition, sha256, own = row[0], row[1], from_json(row[2]) or {}
    text = json.dumps(own, sort_keys=True)
    # Editions are immutable: typing 43 items once per process is enough.
    cached = _typed.get((sha256, text))
    if cached is None:
        [(document,)] = ask(conn, _DOCUMENT, edition)
        cached = _typed[sha256, text] = catalogue_from(from_json(document), own)
    return cached


_typed: dict[tuple[str, str], Catalogue] = {}


def touched_by(conn: Connection, body: Mapping[str, Any]) -> tuple[str, ...]:
    """Name the record that a countersignature is about, so that its officer's phone hears of it."""
    name = body.get("entry")
    if not is_signed_name(name):
        return ()
    # Of what is typed off a screen only the first digits are known; "g" follows all that hex has.
    return tuple(f"record:{record}" for (record,) in ask(conn, _VERSION, name, f"{name}g"))


def with_streets(conn: Connection, found: Iterable[Place]) -> tuple[Place, ...]:
    """Give the places again, each with the streets around it as far as the city's network knows them."""
    network = network_edition(conn)
    if network is None:
        return tuple(found)
    return tuple(replace(place, walks=streets_around(conn, network, place.gates)) for place in found)


def places_near(conn: Connection, at: Position, categories: Iterable[str]) -> tuple[Place, ...]:
    """Give the places of these categories whose middle lies within about a kilometre."""
    wide = 2 * _NEAR_E7
    box = (at.lat - _NEAR_E7, at.lat + _NEAR_E7, at.lon - wide, at.lon + wide)
    return tuple(_place(row) for row in ask(conn, _NEAR, list(categories), *box))


def _place(row: Row) -> Place:
    place_id, name, category, lat, lon, geometry, gates, attrs = row
    entrances = tuple(Position(gate["lat"], gate["lon"]) for gate in from_json(gates) or ())
    return Place(
        place_id, name, category, Position(lat, lon), from_json(geometry), entrances, from_json(attrs) or {}
    )


def _beacon_questions(named: Sequence[Beacon]) -> list[Question]:
    """Ask for the subtrees and the last leaf that each checkpoint claims; one beyond the head has none."""
    covers = [node for size, _ in named for node in merkle.cover(0, size)]
    return [ledger.nodes_question(covers), Question(_TIMES, ([size - 1 for size, _ in named if size],))]


def _beacons(
    named: Sequence[Beacon], found: Sequence[Row], times: Sequence[Row]
) -> dict[Beacon, datetime | None]:
    nodes = ledger.nodes_of(found)
    at: dict[int, str] = dict(times)
    covers = {beacon: merkle.cover(0, beacon[0]) for beacon in named}
    ours = [beacon for beacon, cover in covers.items() if nodes.keys() >= set(cover)]
    return {
        (size, root): from_text(at[size - 1]) if size else None
        for size, root in ours
        if merkle.fold([nodes[node] for node in covers[size, root]]).hex() == root
    }
