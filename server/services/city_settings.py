"""Changing what the city says of itself; phones hear of it by the change feed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from server.domain.city import setting_problems
from server.domain.events import Event
from server.domain.problems import InvalidRequestProblem
from server.store.store import Store

SUBJECT = "settings:city"


def change_settings(store: Store, values: Mapping[str, Any], actor: str, now: datetime) -> None:
    """Set some of the city's settings; InvalidRequestProblem names those that do not fit."""
    if odd := setting_problems(values):
        raise InvalidRequestProblem(fields={name: ["does not fit"] for name in odd})
    with store.write() as tx:
        tx.append(
            Event("settings.changed", SUBJECT, actor, now, {"values": dict(values)}, touches=(SUBJECT,))
        )
