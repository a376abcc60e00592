"""Database triggers that keep the log append-only, whoever holds the connection.

The leaf of an entry may lose its words (erasure), all of them at once: payload, JWS, and the salt
without which a guessed payload can no longer be proven. Nothing else changes, and nodes never do.
"""

from __future__ import annotations

from sqlalchemy import Connection

_KEPT = ("idx", "type", "v", "at", "actor", "subject", "entry_hash", "leaf", "leaf_hash")
_ERASED = "OLD.type = 'entry' AND NEW.payload IS NULL AND NEW.jws IS NULL AND NEW.salt = ''"
_REFUSE = "EXECUTE FUNCTION xunzheng_append_only()"


def _differs(operator: str) -> str:
    changed = [f"NEW.{name} {operator} OLD.{name}" for name in _KEPT]
    return " OR ".join([*changed, f"NOT ({_ERASED})"])


def _sqlite() -> list[str]:
    stop = "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
    return [
        f"CREATE TRIGGER leaves_keep BEFORE UPDATE ON leaves WHEN {_differs('IS NOT')} {stop}",
        f"CREATE TRIGGER leaves_stay BEFORE DELETE ON leaves {stop}",
        f"CREATE TRIGGER nodes_keep BEFORE UPDATE ON nodes {stop}",
        f"CREATE TRIGGER nodes_stay BEFORE DELETE ON nodes {stop}",
    ]


def _postgresql() -> list[str]:
    body = "BEGIN RAISE EXCEPTION 'the ledger is append-only'; END"
    changed = f"WHEN ({_differs('IS DISTINCT FROM')})"
    return [
        f"CREATE FUNCTION xunzheng_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
        f"CREATE TRIGGER leaves_keep BEFORE UPDATE ON leaves FOR EACH ROW {changed} {_REFUSE}",
        f"CREATE TRIGGER leaves_stay BEFORE DELETE ON leaves FOR EACH ROW {_REFUSE}",
        f"CREATE TRIGGER leaves_whole BEFORE TRUNCATE ON leaves FOR EACH STATEMENT {_REFUSE}",
        f"CREATE TRIGGER nodes_keep BEFORE UPDATE OR DELETE ON nodes FOR EACH ROW {_REFUSE}",
        f"CREATE TRIGGER nodes_whole BEFORE TRUNCATE ON nodes FOR EACH STATEMENT {_REFUSE}",
    ]


def create_guards(connection: Connection) -> None:
    """Install the triggers of this database."""
    for statement in _postgresql() if connection.dialect.name == "postgresql" else _sqlite():
        connection.exec_driver_sql(statement)


def renew_leaf_guard(connection: Connection) -> None:
    """Replace the trigger that says what may change in a leaf by today's."""
    is_postgresql = connection.dialect.name == "postgresql"
    connection.exec_driver_sql("DROP TRIGGER leaves_keep" + (" ON leaves" if is_postgresql else ""))
    statements = _postgresql() if is_postgresql else _sqlite()
    connection.exec_driver_sql(next(each for each in statements if " leaves_keep " in each))
