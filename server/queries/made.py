"""Which picture is shown for an original: the original itself, or what its own phone made from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, or_, select

from server.domain.making import MARKED, REDACTED, seals
from server.queries.holding import is_held, writers
from server.store.tables import derivations, shots


@dataclass(frozen=True, slots=True)
class StandIn:
    """A derived picture that is shown in the place of its original, whose bytes may still be on their way."""

    sha256: str
    how: str
    is_held: bool

    @property
    def seals(self) -> bool:
        """True where the original shows what this one hides."""
        return seals(self.how)


def stand_ins(conn: Connection, record_id: str, hashes: Iterable[str]) -> dict[str, StandIn]:
    """Give the newest stand-in of each picture that has one; only devices of the record's own count.

    What was hidden once stays hidden: one that hides nothing takes the place of none that does.
    """
    table = derivations.c
    query = (
        select(derivations, is_held(record_id, table.sha256).label("held"))
        .where(table.original.in_(list(hashes)), table.device.in_(writers(record_id)), _stands())
        .order_by(table.leaf_idx)
    )
    found: dict[str, StandIn] = {}
    for row in conn.execute(query):
        made = StandIn(row.sha256, row.how, bool(row.held))
        if made.seals or row.original not in found or not found[row.original].seals:
            found[row.original] = made
    return found


def stand_in(conn: Connection, record_id: str, sha256: str) -> StandIn | None:
    """Give what is shown for one picture of a record, None where it is the picture itself."""
    return stand_ins(conn, record_id, [sha256]).get(sha256)


def original_of(conn: Connection, sha256: str) -> str | None:
    """Give the picture that a derived one was made from."""
    query = select(derivations.c.original).where(derivations.c.sha256 == sha256, _stands()).limit(1)
    found: str | None = conn.scalar(query)
    return found


def is_sealed(conn: Connection, sha256: str) -> bool:
    """Say whether nothing may be made from a picture: every phone that took it hid something in it."""
    return bool(conn.scalar(select(_sealed(sha256))))


def _sealed(sha256: str) -> ColumnElement[bool]:
    table = derivations.c
    hidden = table.how.startswith(REDACTED)
    by_its_phone = exists().where(table.original == sha256, table.device == shots.c.device, hidden)
    shown = exists().where(shots.c.sha256 == sha256, shots.c.source != "derive", ~by_its_phone)
    return exists().where(table.original == sha256, hidden) & ~shown


def _stands() -> ColumnElement[bool]:
    how = derivations.c.how
    return or_(how.startswith(REDACTED), how.startswith(MARKED))


def made_from(hashes: Iterable[str], devices: Select[Any]) -> Select[Any]:
    """Select the entries by which these devices announced what they made from these pictures."""
    table = derivations.c
    return select(table.entry_hash).where(table.original.in_(list(hashes)), table.device.in_(devices))
