"""Database triggers that keep the log append-only, whoever holds the connection.

Leaves may lose their payload and their entry (erasure) and nothing else; nodes never change.
"""

from __future__ import annotations

from sqlalchemy import Connection

_KEPT = ("idx", "type", "v", "at", "actor", "subject", "salt", "entry_hash", "leaf", "leaf_hash")
_ERASED = ("payload", "jws")


def _differs(operator: str) -> str:
    kept = [f"NEW.{name} {operator} OLD.{name}" for name in _KEPT]
    erased = [f"(NEW.{name} IS NOT NULL AND NEW.{name} {operator} OLD.{name})" for name in _ERASED]
    return " OR ".join(kept + erased)


_SQLITE = (
    f"CREATE TRIGGER leaves_keep BEFORE UPDATE ON leaves WHEN {_differs('IS NOT')} "
    "BEGIN SELECT RAISE(ABORT, 'leaves are append-only'); END",
    "CREATE TRIGGER leaves_stay BEFORE DELETE ON leaves BEGIN SELECT RAISE(ABORT, 'leaves are append-only'); END",
    "CREATE TRIGGER nodes_keep BEFORE UPDATE ON nodes BEGIN SELECT RAISE(ABORT, 'nodes are append-only'); END",
    "CREATE TRIGGER nodes_stay BEFORE DELETE ON nodes BEGIN SELECT RAISE(ABORT, 'nodes are append-only'); END",
)

_POSTGRESQL = (
    "CREATE FUNCTION xunzheng_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$",
    f"CREATE TRIGGER leaves_keep BEFORE UPDATE ON leaves FOR EACH ROW WHEN ({_differs('IS DISTINCT FROM')}) "
    "EXECUTE FUNCTION xunzheng_append_only()",
    "CREATE TRIGGER leaves_stay BEFORE DELETE ON leaves FOR EACH ROW EXECUTE FUNCTION xunzheng_append_only()",
    "CREATE TRIGGER nodes_keep BEFORE UPDATE OR DELETE ON nodes FOR EACH ROW "
    "EXECUTE FUNCTION xunzheng_append_only()",
    "CREATE TRIGGER leaves_whole BEFORE TRUNCATE ON leaves FOR EACH STATEMENT "
    "EXECUTE FUNCTION xunzheng_append_only()",
)


def create_guards(connection: Connection) -> None:
    """Install the triggers of this database."""
    for statement in _POSTGRESQL if connection.dialect.name == "postgresql" else _SQLITE:
        connection.exec_driver_sql(statement)
