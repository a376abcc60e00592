"""Assigning task lists to the officers of a unit, and cancelling them.

What is asked for is settled here and written into the event: the hours of a named window are
those of the edition in force at this moment, whatever a later edition says.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from server.domain.events import Event
from server.domain.problems import InvalidRequestProblem, NotFoundProblem
from server.queries import about
from server.queries.people import User
from server.queries.tasks import find_list, known_places, officers_of
from server.queries.units import read_tree
from server.store.store import Store, Tx

ANY_TIME: Mapping[str, Any] = {"code": None, "days": "all", "times": []}


@dataclass(frozen=True, slots=True)
class Assignment:
    """What is asked: `officers` None asks everybody of the unit, `window` names hours of the edition.

    `times` are the city's own hours instead of a named window, as `07:20-08:20`; none of both: any time.
    """

    unit: str
    title: str
    note: str
    officers: tuple[str, ...] | None
    items: tuple[str, ...]
    places: tuple[str, ...]
    first_day: str
    last_day: str
    each_day: bool
    window: str | None
    times: tuple[str, ...]


def assign(store: Store, wanted: Assignment, user: User, now: datetime) -> str:
    """Assign a task list and give its id; raises the problem that forbids it, naming the fields at fault."""
    list_id = f"t{secrets.token_hex(6)}"
    with store.write() as tx:
        _within_reach(tx, wanted.unit, user)
        said = {
            "id": list_id, "unit": wanted.unit, "title": wanted.title.strip(), "note": wanted.note.strip(),
            "officers": _officers(tx, wanted), "items": _items(tx, wanted), "places": _places(tx, wanted),
            "first_day": wanted.first_day, "last_day": wanted.last_day, "each_day": wanted.each_day,
            "window": _window(tx, wanted),
        }  # fmt: skip
        tx.append(Event("tasks.assigned", f"task:{list_id}", f"user:{user.id}", now, said))
    return list_id


def cancel(store: Store, list_id: str, user: User, now: datetime) -> None:
    """Take a list back: phones drop it at their next contact, records that name it stay. Twice is fine."""
    with store.write() as tx:
        found = find_list(tx.conn, list_id)
        if found is None:
            raise NotFoundProblem
        _within_reach(tx, found["unit_id"], user)
        if found["cancelled_at"] is None:
            tx.append(Event("tasks.cancelled", f"task:{list_id}", f"user:{user.id}", now, {"id": list_id}))


def _within_reach(tx: Tx, unit: str, user: User) -> None:
    if unit not in read_tree(tx.conn).below(user.unit_id):
        raise NotFoundProblem


def _officers(tx: Tx, wanted: Assignment) -> list[str] | None:
    if wanted.officers is None:
        return None
    there = officers_of(tx.conn, wanted.unit)
    _refuse("officers", set(wanted.officers) - {person["id"] for person in there})
    return sorted(set(wanted.officers))


def _items(tx: Tx, wanted: Assignment) -> list[str]:
    known = {item["code"] for item in _edition(tx)["items"] if not item.get("desk_only")}
    _refuse("items", set(wanted.items) - known)
    return list(dict.fromkeys(wanted.items))


def _places(tx: Tx, wanted: Assignment) -> list[str]:
    _refuse("places", set(wanted.places) - known_places(tx.conn, wanted.places))
    return list(dict.fromkeys(wanted.places))


def _window(tx: Tx, wanted: Assignment) -> dict[str, Any]:
    if wanted.times or not wanted.window:
        return {**ANY_TIME, "times": list(wanted.times)}
    windows = _edition(tx).get("windows", {})
    _refuse("window", {wanted.window} - set(windows))
    named = windows[wanted.window]
    return {"code": wanted.window, "days": named["days"], "times": list(named["times"])}


def _edition(tx: Tx) -> Mapping[str, Any]:
    name = about.newest_edition(tx.conn)
    found = about.edition_document(tx.conn, name) if name else None
    return found[0] if found else {"items": []}


def _refuse(field: str, unknown: Collection[str]) -> None:
    if unknown:
        raise InvalidRequestProblem(fields={field: [f"Unknown here: {', '.join(sorted(unknown))}."]})
