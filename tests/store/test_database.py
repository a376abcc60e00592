"""Migrations make exactly the declared tables, on both databases, again and again."""

import threading
import warnings

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from server.domain.events import Event
from server.store import database, ledger
from server.store.store import open_store
from server.store.tables import VIEW_TABLES, metadata
from tests.support.city import NOW


def test_migrations_and_tables_agree(empty_store):
    with empty_store.scratch() as conn, warnings.catch_warnings():
        # Autogenerate cannot compare everything on every database and says so.
        warnings.simplefilter("ignore")
        found = compare_metadata(MigrationContext.configure(conn), metadata)
        names = set(inspect(conn).get_table_names())
    assert found == []
    assert {table.name for table in VIEW_TABLES} <= names


def test_opening_again_changes_nothing(empty_store):
    again = open_store(empty_store.config)
    with again.read() as conn:
        assert ledger.read_head(conn).size == 0
    again.close()


def test_writers_take_turns(city):
    with city.read() as conn:
        before = ledger.read_head(conn).size

    def write():
        for _ in range(10):
            with city.write() as tx:
                said = {"values": {"n": threading.get_ident() % 1000}}
                tx.append(Event("settings.changed", "settings:city", "test", NOW, said))

    threads = [threading.Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with city.read() as conn:
        head = ledger.read_head(conn)
        assert head.size == before + 60
        assert ledger.root_at(conn, head.size) == head.root


def test_a_failed_write_leaves_no_trace(city):
    with city.read() as conn:
        before = ledger.read_head(conn)

    def write():
        with city.write() as tx:
            tx.append(Event("settings.changed", "settings:city", "test", NOW, {"values": {"a": 1}}))
            tx.append(Event("nobody.registered", "x", "test", NOW, {}))

    with pytest.raises(KeyError):
        write()
    with city.read() as conn:
        assert ledger.read_head(conn) == before
        assert conn.execute(text("SELECT count(*) FROM settings")).scalar() == 0


def test_sqlite_is_set_up_to_lose_nothing(city):
    if not city.config.is_sqlite:
        pytest.skip("pragmas are SQLite's")
    with city.scratch() as conn:
        values = {name: conn.execute(text(f"PRAGMA {name}")).scalar() for name in (
            "journal_mode", "synchronous", "foreign_keys", "recursive_triggers")}  # fmt: skip
    assert values == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1}
    with city.read() as conn, pytest.raises(Exception, match="readonly"):
        conn.execute(text("DELETE FROM settings"))


def test_a_network_disk_is_refused(tmp_path, monkeypatch):
    mounts = tmp_path / "mounts"
    mounts.write_text(f"none / ext4 rw 0 0\nserver:/x {tmp_path} nfs4 rw 0 0\n")
    monkeypatch.setattr(database, "MOUNTS", mounts)
    with pytest.raises(OSError, match="network disk"):
        database._refuse_network_disk(tmp_path / "data")
