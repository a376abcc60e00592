"""Who may do what, and over which units.

Rights follow from roles by one table, and reach follows from the place of a
user's unit in the organisation tree: a user sees the unit they belong to and
everything below it. Both rules are plain data, so that a screen, a query and
a service cannot disagree about them.

A unit's path is the chain of unit ids from the root, written with a slash on
both sides of each id (`/city/east/station-1/`); one path contains another
when it is a prefix of it.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum


class Role(StrEnum):
    """The roles of design.md §2."""

    OFFICER = "officer"
    OBSERVER = "observer"
    REVIEWER = "reviewer"
    LIAISON = "liaison"
    OFFICE = "office"
    AUDITOR = "auditor"
    ADMIN = "admin"


class Right(StrEnum):
    """What a role may allow."""

    RECORD = "record"
    SEE_RECORDS = "see_records"
    DECIDE = "decide"
    UNDO_OTHERS = "undo_others"
    OPEN_ORIGINALS = "open_originals"
    SEE_PEOPLE = "see_people"
    MANAGE_PEOPLE = "manage_people"
    ASSIGN = "assign"
    TAKE_IN = "take_in"
    SET_CITY = "set_city"


# Administration and judgement stay apart: an admin hands out devices and
# decides nothing, an auditor reads everything and changes nothing.
RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.OFFICER: frozenset({Right.RECORD}),
    Role.OBSERVER: frozenset({Right.RECORD}),
    Role.REVIEWER: frozenset({Right.SEE_RECORDS, Right.DECIDE, Right.OPEN_ORIGINALS, Right.ASSIGN}),
    Role.LIAISON: frozenset(),
    Role.OFFICE: frozenset(
        {
            Right.SEE_RECORDS,
            Right.DECIDE,
            Right.UNDO_OTHERS,
            Right.OPEN_ORIGINALS,
            Right.SEE_PEOPLE,
            Right.MANAGE_PEOPLE,
            Right.ASSIGN,
            Right.TAKE_IN,
            Right.SET_CITY,
        }
    ),
    Role.AUDITOR: frozenset({Right.SEE_RECORDS, Right.OPEN_ORIGINALS, Right.SEE_PEOPLE}),
    Role.ADMIN: frozenset(
        {Right.SEE_RECORDS, Right.SEE_PEOPLE, Right.MANAGE_PEOPLE, Right.TAKE_IN, Right.SET_CITY}
    ),
}


def rights_of(roles: Iterable[str]) -> frozenset[Right]:
    """Give the union of the rights of `roles`; an unknown role gives none."""
    known = {role.value: RIGHTS[role] for role in Role}
    return frozenset().union(*(known.get(role, frozenset()) for role in roles))


def allows(roles: Iterable[str], right: Right) -> bool:
    """Say whether one of `roles` carries `right`."""
    return right in rights_of(roles)


def path_of(unit_id: str, parent_path: str | None) -> str:
    """Give the path of a unit below `parent_path` (None for a root)."""
    return f"{parent_path or '/'}{unit_id}/"


def covers(path: str, other: str) -> bool:
    """Say whether the unit at `path` is the unit at `other` or above it."""
    return bool(path) and other.startswith(path)
