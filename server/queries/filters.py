"""What the queue can be narrowed by, and the cursor of its pages."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, or_, select, tuple_

from server.queries.labels import items_named
from server.queries.people import User
from server.queries.units import Tree, read_tree, within
from server.store.tables import places, record_flags, records, users

Cursor = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reviewer asked for; empty text means not narrowed by that."""

    state: str = "submitted"
    unit: str = ""
    item: str = ""
    flag: str = ""
    q: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """A viewer's reach: the tree and the units in it that the filters leave."""

    tree: Tree
    reach: frozenset[str]
    asked: frozenset[str]


def view_of(conn: Connection, viewer: User, filters: Filters) -> View:
    """Work out which units a viewer may see, and which of them were asked for."""
    tree = read_tree(conn)
    reach = tree.below(viewer.unit_id)
    asked = reach & tree.below(filters.unit) if filters.unit else reach
    return View(tree, reach, asked)


def in_units(view: View, units: frozenset[str]) -> ColumnElement[bool]:
    """Records of these units."""
    return within(records.c.unit_id, units, view.tree)


def with_flag(flag: str) -> ColumnElement[bool]:
    """Records that carry a flag."""
    return records.c.id.in_(select(record_flags.c.record_id).where(record_flags.c.code == flag))


def matching(conn: Connection, q: str) -> ColumnElement[bool]:
    """Records whose item, place, address or officer match every word of `q`."""
    return and_(*(_word(conn, word) for word in q.split()[:5]))


def after(cursor: Cursor) -> ColumnElement[bool]:
    """Records that come later in the queue than the cursor."""
    return tuple_(records.c.received_at, records.c.id) > tuple_(*cursor)


def write_cursor(received_at: str, record_id: str) -> str:
    """Give the opaque cursor that continues after a record."""
    return base64.urlsafe_b64encode(f"{received_at}|{record_id}".encode()).decode().rstrip("=")


def read_cursor(text: str) -> Cursor | None:
    """Undo `write_cursor`; None for anything it did not write."""
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
    except ValueError:
        return None
    received_at, bar, record_id = raw.partition("|")
    return (received_at, record_id) if bar and received_at and "\0" not in raw else None


def _word(conn: Connection, word: str) -> ColumnElement[bool]:
    by_place = select(places.c.id).where(places.c.name.contains(word, autoescape=True))
    by_officer = select(users.c.id).where(users.c.name.contains(word, autoescape=True))
    return or_(
        records.c.address.contains(word, autoescape=True),
        records.c.item.in_(items_named(conn, word)),
        records.c.place_id.in_(by_place),
        records.c.officer_id.in_(by_officer),
        records.c.id == word,
    )
