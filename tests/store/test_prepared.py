"""SQL that speaks to the driver: the same words on both databases, and failures as everywhere else."""

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import StatementError as FailedError

from server.store import prepared
from server.store.prepared import (
    Question,
    ask,
    ask_all,
    statement,
    upsert_into,
    visiting_once,
    write,
    write_all,
)
from server.store.tables import entry_flags, settings

PUT, KEEP = upsert_into(entry_flags), upsert_into(entry_flags, keep=("detail",))
FLAGS = statement("SELECT entry_hash, code, detail FROM entry_flags WHERE entry_hash = ANY (?) ORDER BY code")
COUNT = statement("SELECT count(*) FROM entry_flags WHERE detail = ?")


def test_lists_upserts_and_kept_columns(empty_store):
    with empty_store.scratch() as conn:
        write(conn, PUT, [("a", "fork", "1"), ("b", "gap", "2"), ("a", "fork", "3")])
        write(conn, KEEP, [("a", "fork", "4"), ("c", "gap", "5")])
    with empty_store.read() as conn:
        assert ask(conn, FLAGS, ["a", "c", "nobody"]) == [("a", "fork", "3"), ("c", "gap", "5")]
        assert ask_all(conn, [Question(COUNT, ("2",)), Question(FLAGS, ([],))]) == [[(1,)], []]


def test_writes_and_the_select_behind_them_may_travel_together(empty_store):
    with empty_store.scratch() as conn:
        with visiting_once(conn):
            write_all(conn, [(PUT, [("a", "fork", "1")]), (PUT, []), (PUT, [("a", "gap", "1")])])
            assert ask(conn, COUNT, "1") == [(2,)]
        write(conn, PUT, [])


def test_json_columns_are_read_and_written_alike(empty_store):
    value = {"名": [1, None, "\u2028'\""]}
    with empty_store.scratch() as conn:
        write(conn, prepared.insert_into(settings), [("k", prepared.to_json(value))])
        [(kept,)] = ask(conn, statement("SELECT value FROM settings WHERE key = ?"), "k")
        assert prepared.from_json(kept) == value
        assert conn.execute(settings.select()).one().value == value
    assert prepared.to_json(None) is None
    assert prepared.from_json(None) is None


def test_failures_are_those_of_everywhere_else_and_quote_nobody(empty_store):
    add = prepared.insert_into(entry_flags)
    with pytest.raises(IntegrityError) as caught, empty_store.scratch() as conn:
        write(conn, add, [("王", "fork", "secret words"), ("王", "fork", "secret words")])
    assert "secret words" not in str(caught.value)
    with pytest.raises(FailedError), empty_store.read() as conn:
        ask(conn, statement("SELECT nothing FROM nowhere"))
    with empty_store.read() as conn:
        assert ask(conn, COUNT, "secret words") == [(0,)]


def end_all_other_connections(store):
    with store.database.reader.connect() as conn:
        conn.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        conn.invalidate()


def test_connections_that_the_database_ended_are_passed_by(empty_store):
    if empty_store.config.is_sqlite:
        assert empty_store.is_answering()
        return
    with empty_store.read() as first, empty_store.read() as second, empty_store.scratch() as third:
        assert [ask(each, COUNT, "x") for each in (first, second, third)] == [[(0,)]] * 3
    end_all_other_connections(empty_store)
    with empty_store.read() as conn:
        assert ask(conn, COUNT, "x") == [(0,)]
    with empty_store.scratch() as conn:
        write(conn, PUT, [("a", "fork", "1")])


def test_a_connection_that_ends_in_the_middle_is_given_up(empty_store):
    if empty_store.config.is_sqlite:
        assert empty_store.is_answering()
        return
    with empty_store.read() as conn:
        ask(conn, COUNT, "x")
        end_all_other_connections(empty_store)
        with pytest.raises(DBAPIError) as caught:
            ask(conn, COUNT, "x")
    assert caught.value.connection_invalidated
    assert empty_store.is_answering()
