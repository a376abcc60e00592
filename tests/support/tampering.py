"""Somebody who holds the database itself, past all guards."""

from __future__ import annotations

from sqlalchemy import text

from server.store.store import Store

_TRIGGERS = {
    "sqlite": ("DROP TRIGGER leaves_keep", "DROP TRIGGER leaves_stay", "DROP TRIGGER nodes_keep"),
    "postgresql": (
        "ALTER TABLE leaves DISABLE TRIGGER USER",
        "ALTER TABLE nodes DISABLE TRIGGER USER",
    ),
}


def behind_our_back(store: Store, *statements: str) -> None:
    """Take the guards away and run statements on the database."""
    with store.scratch() as conn:
        for trigger in _TRIGGERS[conn.dialect.name]:
            conn.execute(text(trigger))
        for statement in statements:
            conn.execute(text(statement))
