"""The items that stand first on the phones of a unit and of the units below it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from server.domain.events import Event
from server.domain.problems import InvalidRequestProblem, NotFoundProblem
from server.queries import about
from server.queries.people import User
from server.queries.units import read_tree
from server.store.store import Store

SETTING = "pinned_items"


def pin_items(store: Store, unit: str, items: list[str], user: User, now: datetime) -> None:
    """Choose at most eight items for a unit; an empty list leaves it to the unit above."""
    subject = "settings:city"
    with store.write() as tx:
        if unit not in read_tree(tx.conn).below(user.unit_id):
            raise NotFoundProblem
        name = about.newest_edition(tx.conn)
        found = about.edition_document(tx.conn, name) if name else None
        known = {item["code"] for item in found[0]["items"] if not item.get("desk_only")} if found else set()
        if unknown := set(items) - known:
            raise InvalidRequestProblem(fields={"items": [f"Unknown here: {', '.join(sorted(unknown))}."]})
        pinned: dict[str, Any] = {**(about.setting(tx.conn, SETTING) or {}), unit: list(dict.fromkeys(items))}
        kept = {each: codes for each, codes in pinned.items() if codes}
        tx.append(Event("settings.changed", subject, f"user:{user.id}", now, {"values": {SETTING: kept}}))
