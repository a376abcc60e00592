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


def missing_guards(connection: Connection) -> list[str]:
    """Name the triggers that are gone, switched off or, as far as the database tells, not ours."""
    if connection.dialect.name == "postgresql":
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        there = set(connection.exec_driver_sql(query).scalars())
        return [name for name in _named(_postgresql()) if name not in there]
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    found = {row.name: row.sql for row in connection.exec_driver_sql(query)}
    return [name for name, text in _named(_sqlite()).items() if found.get(name) != text]


def renew_guards(connection: Connection) -> None:
    """Put every trigger back as it should be."""
    drop_guards(connection)
    is_postgresql = connection.dialect.name == "postgresql"
    for text in _named(_postgresql() if is_postgresql else _sqlite()).values():
        connection.exec_driver_sql(text)


def drop_guards(connection: Connection) -> None:
    """Take the triggers away, for a repair that ends with `renew_guards` in the same transaction."""
    is_postgresql = connection.dialect.name == "postgresql"
    for name in _named(_postgresql() if is_postgresql else _sqlite()):
        on = f" ON {name.partition('_')[0]}" if is_postgresql else ""
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}{on}")


def _named(statements: list[str]) -> dict[str, str]:
    """Give the triggers among the statements by their names."""
    return {each.split()[2]: each for each in statements if each.startswith("CREATE TRIGGER")}


def renew_leaf_guard(connection: Connection) -> None:
    """Replace the trigger that says what may change in a leaf by today's."""
    is_postgresql = connection.dialect.name == "postgresql"
    connection.exec_driver_sql("DROP TRIGGER leaves_keep" + (" ON leaves" if is_postgresql else ""))
    statements = _postgresql() if is_postgresql else _sqlite()
    connection.exec_driver_sql(next(each for each in statements if " leaves_keep " in each))
