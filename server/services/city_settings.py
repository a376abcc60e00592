"""Changing what the city says of itself; phones hear of it by the change feed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from server.domain.city import setting_problems
from server.domain.events import Event
from server.domain.problems import ForbiddenProblem, InvalidRequestProblem
from server.queries.units import read_tree
from server.services.people import Manager
from server.store.store import Connection, Store

SUBJECT = "settings:city"


def change_settings(store: Store, values: Mapping[str, Any], manager: Manager, now: datetime) -> None:
    """Set some of the city's settings; InvalidRequestProblem names those that do not fit.

    ForbiddenProblem for whoever manages a part of the city only: these hold for all of it.
    """
    if odd := setting_problems(values):
        raise InvalidRequestProblem(fields={name: ["does not fit"] for name in odd})
    with store.write() as tx:
        if not _reaches_all(tx.conn, manager):
            raise ForbiddenProblem
        said = {"values": dict(values)}
        tx.append(Event("settings.changed", SUBJECT, manager.actor, now, said, touches=(SUBJECT,)))


def _reaches_all(conn: Connection, manager: Manager) -> bool:
    if manager.reach is None:
        return True
    top = read_tree(conn).by_id.get(manager.reach)
    return top is not None and top.parent_id is None
