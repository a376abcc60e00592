"""Task lists as the desk sees them, with what has been done."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, or_, select

from server.domain import tasks
from server.domain.clock_text import from_text
from server.domain.tasks import Mark
from server.queries.people import User
from server.queries.units import read_tree, within
from server.store.tables import places, records, task_lists, users

PAGE = 200
_CHUNK = 400
_RECORDERS = frozenset({"officer", "observer"})
_MINUTES = 60


def find_list(conn: Connection, list_id: str) -> dict[str, Any] | None:
    """Give the row of a list."""
    row = conn.execute(select(task_lists).where(task_lists.c.id == list_id)).mappings().first()
    return dict(row) if row else None


def officers_of(conn: Connection, unit_id: str) -> list[dict[str, str]]:
    """Give those of a unit who record: {id, name}, by name."""
    rows = conn.execute(
        select(users).where(users.c.unit_id == unit_id, users.c.active).order_by(users.c.name)
    )
    return [{"id": row.id, "name": row.name} for row in rows if _RECORDERS & set(row.roles or ())]


def known_places(conn: Connection, wanted: Collection[str]) -> set[str]:
    """Give those of `wanted` that are places."""
    return set(_place_names(conn, wanted))


def list_lists(conn: Connection, viewer: User, day: str, lang: str) -> list[dict[str, Any]]:
    """Give the lists of the viewer's units that are not over on `day`, then the latest others."""
    tree = read_tree(conn)
    table = task_lists.c
    query = select(task_lists).where(within(table.unit_id, tree.below(viewer.unit_id), tree))
    rows = conn.execute(query.order_by(table.last_day.desc(), table.created_at.desc()).limit(PAGE)).mappings()
    found = [dict(row) for row in rows]
    names = _people(conn, found)
    return [
        {
            **_said(row),
            "unit": tree.named(row["unit_id"], lang),
            "created_by": names.get(row["created_by"].removeprefix("user:"), ""),
            "officer_names": [names.get(each, each) for each in row["officers"] or ()],
            "progress": _progress(conn, row, day),
        }
        for row in found
    ]


def read_list(conn: Connection, viewer: User, list_id: str, day: str) -> dict[str, Any] | None:
    """Give one list with the state of each of its tasks on `day`; None when it is not the viewer's to see."""
    row = find_list(conn, list_id)
    if row is None or row["unit_id"] not in read_tree(conn).below(viewer.unit_id):
        return None
    asked = tasks.list_from(row)
    marks = _marks(conn, row)
    names = _place_names(conn, asked.places)
    return {
        **_said(row),
        "day": day,
        "due": tasks.is_due_on(asked, day),
        "tasks": [
            {
                "place": place,
                "place_name": names.get(place, place),
                "done": list(tasks.done_items(asked, n, marks, day)),
            }
            for n, place in enumerate(asked.places)
        ],
    }


def phone_state(row: Mapping[str, Any]) -> dict[str, Any]:
    """Give a list as phones know it."""
    named = ("id", "title", "note", "items", "places", "first_day", "last_day", "each_day", "window")
    return {name: row[name] for name in named}


def concerns(row: Mapping[str, Any], user: User) -> bool:
    """Say whether a list asks this person: it stands, is of their unit, and names them or nobody."""
    of_theirs = row["unit_id"] == user.unit_id and row["cancelled_at"] is None
    return of_theirs and (row["officers"] is None or user.id in row["officers"])


def _said(row: Mapping[str, Any]) -> dict[str, Any]:
    named = ("officers", "created_at", "cancelled_at")
    return phone_state(row) | {name: row[name] for name in named}


def _progress(conn: Connection, row: Mapping[str, Any], day: str) -> dict[str, Any] | None:
    asked = tasks.list_from(row)
    if row["cancelled_at"] is not None or not asked.first_day <= day <= asked.last_day:
        return None
    done, begun, waiting = tasks.progress(asked, _marks(conn, row), day)
    return {"due": tasks.is_due_on(asked, day), "done": done, "begun": begun, "waiting": waiting}


def _marks(conn: Connection, row: Mapping[str, Any]) -> list[Mark]:
    """Give the records that may answer the list: the unit's, and whoever's that names it."""
    table = records.c
    # The first day begins earlier by the clock of Greenwich than by that of a city east of it.
    since = (date.fromisoformat(row["first_day"]) - timedelta(days=1)).isoformat()
    task = table.body["task"].as_string()
    named = task.startswith(f"{row['id']}.", autoescape=True)
    query = (
        select(table.item, table.place_id, task.label("task"), table.wall_at, table.offset_min)
        .where(
            table.item.in_(row["items"]),
            table.state.not_in(("rejected", "withdrawn")),
            table.wall_at.is_not(None),
        )
        .where(table.received_at >= since, or_(table.unit_id == row["unit_id"], named))
    )
    return [mark for each in conn.execute(query) if (mark := _mark(each))]


def _mark(row: Any) -> Mark | None:
    try:
        at = from_text(row.wall_at) + timedelta(minutes=row.offset_min or 0)
    except (ValueError, OverflowError):
        # A phone may claim any time; one that is none answers no task.
        return None
    return Mark(row.item, row.place_id, row.task, at.date().isoformat(), at.hour * _MINUTES + at.minute)


def _place_names(conn: Connection, wanted: Collection[str]) -> dict[str, str]:
    ids, found = list(wanted), {}
    for start in range(0, len(ids), _CHUNK):
        named = places.c.id.in_(ids[start : start + _CHUNK])
        found.update(
            {row.id: row.name for row in conn.execute(select(places.c.id, places.c.name).where(named))}
        )
    return found


def _people(conn: Connection, rows: Collection[Mapping[str, Any]]) -> dict[str, str]:
    makers = {row["created_by"].removeprefix("user:") for row in rows}
    asked = {each for row in rows for each in row["officers"] or ()}
    query = select(users.c.id, users.c.name).where(users.c.id.in_(sorted(makers | asked)))
    return {row.id: row.name for row in conn.execute(query)}
