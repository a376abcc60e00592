"""What the demo officers found in the last 30 days: a plan of visits drawn from a fixed seed.

The plan knows nothing of journals or tables; `seed.py` lets demo phones record it.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from server.demo.places import place_rows
from server.demo.units import PEOPLE, Person

DAYS = 30
VISITS_A_DAY = 11
OFFSET_MIN = 480
LATE_HOURS = 75
TWISTS = ("no_position", "far", "low_accuracy", "clock_behind", "imported", "reused", "late")
TWIST_SHARE = 0.16
Place = dict[str, Any]
Answers = dict[str, Any]


@dataclass(frozen=True)
class Visit:
    """One finding: who, when (UTC), what, where, and what is odd about it (or None)."""

    number: int
    person: Person
    at: datetime
    item: str
    place: Place
    address: str
    answers: Answers
    slots: tuple[str, ...]
    sign: str
    twist: str | None
    note: str = ""
    all_clear: bool = False
    received_at: datetime = field(init=False)

    def __post_init__(self) -> None:
        """A phone without signal sends within the hour; a `late` one the next day."""
        wait = (
            timedelta(hours=LATE_HOURS) if self.twist == "late" else timedelta(minutes=3 + self.number % 50)
        )
        object.__setattr__(self, "received_at", self.at + wait)

    @property
    def night(self) -> bool:
        """Dark outside at the local time of the visit."""
        hour = (self.at + timedelta(minutes=OFFSET_MIN)).hour
        return hour >= 19 or hour < 6


def _cafe(chance: random.Random) -> Answers:
    trading = chance.choice(("open_now", "open_now", "fitting_out"))
    answers: Answers = {"trading": trading, "seats": chance.randrange(20, 120)}
    if trading == "open_now":
        answers |= {"no_minor_sign": chance.random() < 0.6, "minors": chance.choice((0, 0, 1))}
    return answers


def _ktv(chance: random.Random) -> Answers:
    return {"venue": "ktv", "trading": chance.choice(("open_now", "closed_down"))}


def _books(chance: random.Random) -> Answers:
    return {
        "seller": "stall",
        "kinds": [chance.choice(("horror", "vulgar", "pirated"))],
        "copies": chance.randrange(1, 30),
    }


def _leash(chance: random.Random) -> Answers:
    answers: Answers = {
        "fault": chance.choice(("none", "none", "dropped", "too_long", "child")),
        "where": "park",
    }
    answers |= {
        "size": chance.choice(("small", "medium", "large")),
        "tag": chance.choice(("none", "unclear")),
    }
    return answers | {"action": chance.choice(("advised", "corrected", "left")), "injured": False}


def _fouling(chance: random.Random) -> Answers:
    return {"owner_seen": True, "action": "advised", "pieces": chance.randrange(1, 4)}


def _licence(chance: random.Random) -> Answers:
    return {
        "licence": chance.choice(("overdue", "unlicensed", "unknown")),
        "vaccinated": chance.choice(("yes", "no")),
    }


def _litter(chance: random.Random) -> Answers:
    return {"thing": chance.choice(("butt", "paper", "food")), "moving": True}


def _hazard(chance: random.Random) -> Answers:
    return {"hazard": [chance.choice(("marking", "surface", "sign"))], "urgent": False}


def _ads(chance: random.Random) -> Answers:
    answers: Answers = {"kind": chance.choice(("certificate", "drain", "loan_shark")), "form": "pasted"}
    carrier = chance.choice(("wall", "pole", "box"))
    return answers | {
        "carrier": carrier,
        "count": chance.randrange(1, 13),
        "cleared_now": chance.random() < 0.7,
    }


def _helped(chance: random.Random) -> Answers:
    return {
        "persons": chance.randrange(1, 3),
        "state": ["sleeping"],
        "result": chance.choice(("informed", "declined")),
    }


def _security(chance: random.Random) -> Answers:
    return {
        "fault": [chance.choice(("skip", "idle"))],
        "people_missed": chance.randrange(1, 9),
        "manager_told": True,
    }


def _fire(chance: random.Random) -> Answers:
    return {"fault": [chance.choice(("exit", "lane", "stairs"))], "cleared_now": chance.random() < 0.5}


def _stalls(chance: random.Random) -> Answers:
    return {"stalls": chance.randrange(1, 5), "lpg": chance.random() < 0.3, "cleared_now": True}


@dataclass(frozen=True)
class Kind:
    """How often an item is found, where, with which shots and answers; `sign` None is the place's name."""

    item: str
    weight: int
    categories: tuple[str, ...]
    slots: tuple[str, ...]
    answers: Callable[[random.Random], Answers]
    sign: str | None = ""
    hours: tuple[int, int] = (9, 17)


SCHOOLS = ("primary", "middle")
KINDS = (
    Kind("DOG-01", 9, ("park", "estate"), ("overview", "act"), _leash, hours=(18, 21)),
    Kind("ADS-01", 9, ("estate", "market", "station"), ("before", "text"), _ads, sign="办证刻章"),
    Kind("SCH-01", 6, ("internet_cafe",), ("overview", "sign"), _cafe, sign=None, hours=(11, 18)),
    Kind("MKT-02", 4, SCHOOLS, ("overview", "close"), _stalls, sign="小吃", hours=(7, 8)),
    Kind("TRF-07", 4, ("junction",), ("overview", "close"), _hazard),
    Kind("FIR-01", 4, ("market", "estate", "ktv"), ("overview", "close"), _fire),
    Kind("DOG-02", 3, ("park", "estate"), ("close",), _fouling),
    Kind("SCH-02", 3, ("ktv", "amusement"), ("overview", "sign"), _ktv, sign=None, hours=(15, 20)),
    Kind("SCH-03", 2, SCHOOLS, ("overview", "sign", "close"), _books, sign="书报"),
    Kind("TRF-05", 2, ("junction",), ("act",), _litter),
    Kind("DOG-03", 2, ("park",), ("close",), _licence),
    Kind("STN-02", 2, ("station",), ("overview", "act"), _security, sign="安检通道"),
    Kind("VAG-01", 1, ("station", "relief"), ("overview",), _helped),
)
NOTES = ("", "", "", "已当场告知负责人", "附近居民反映多次", "上次检查后仍存在", "已通知责任单位到场")
BEARINGS = ("东侧", "西侧", "南门外", "北侧路口", "正门旁")


def plan(now: datetime) -> list[Visit]:
    """About 330 visits of the 30 days before `now` (UTC), in the order in which they reach the server."""
    chance = random.Random("the story of Yunxi")
    by_district = _places_by_district()
    officers = [person for person in PEOPLE if person.device]
    visits = []
    for number in range(DAYS * VISITS_A_DAY):
        person = officers[number % len(officers)]
        day = now - timedelta(days=DAYS - 1 - number // VISITS_A_DAY)
        visits.append(_visit(number, person, by_district[_district(person)], (day, chance)))
    return sorted((visit for visit in visits if visit.received_at < now), key=lambda visit: visit.received_at)


def _visit(number: int, person: Person, places: list[Place], when: tuple[datetime, random.Random]) -> Visit:
    day, chance = when
    kind = chance.choices(KINDS, [kind.weight for kind in KINDS])[0]
    place = chance.choice([place for place in places if place["category"] in kind.categories])
    local_minutes = chance.randrange(kind.hours[0] * 60, kind.hours[1] * 60 + 59)
    midnight = day.replace(hour=0, minute=0, second=0, microsecond=0)
    at = midnight + timedelta(minutes=local_minutes - OFFSET_MIN, seconds=chance.randrange(60))
    return Visit(
        number=number,
        person=person,
        at=at,
        item=kind.item,
        place=place,
        address=f"{place['name']}{chance.choice(BEARINGS)}{chance.randrange(1, 9) * 10}米",
        answers=kind.answers(chance),
        slots=kind.slots,
        sign=place["name"] if kind.sign is None else kind.sign,
        twist=chance.choice(TWISTS) if chance.random() < TWIST_SHARE else None,
        note=chance.choice(NOTES),
    )


def _district(person: Person) -> str:
    return person.unit.split("-")[1]


def _places_by_district() -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for place in place_rows():
        found.setdefault(str(place["id"]).split("-")[1], []).append(place)
    return found
