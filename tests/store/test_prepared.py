"""SQL that speaks to the driver: the same words on both databases, and failures as everywhere else."""

import threading
import time
from contextlib import suppress

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import StatementError as FailedError

from server.store import ledger, prepared
from server.store.prepared import ask, ask_all, ask_last, from_json, to_json, write, write_all
from server.store.statements import Question, by_keys, change, insert_into, statement, upsert_into
from server.store.store import open_store
from server.store.tables import entry_flags, leaves, nodes, settings

PUT, KEEP = upsert_into(entry_flags), upsert_into(entry_flags, keep=("detail",))
FLAGS = statement("SELECT entry_hash, code, detail FROM entry_flags WHERE entry_hash = ANY (?) ORDER BY code")
COUNT = statement("SELECT count(*) FROM entry_flags WHERE detail = ?")


@pytest.fixture
def on_postgresql(empty_store):
    if empty_store.config.is_sqlite:
        pytest.skip("SQLite has no lines that end, options or aborted transactions")
    return empty_store


def test_lists_upserts_and_kept_columns(empty_store):
    with empty_store.scratch() as conn:
        write(conn, PUT, [("a", "fork", "1"), ("b", "gap", "2"), ("a", "fork", "3")])
        write(conn, KEEP, [("a", "fork", "4"), ("c", "gap", "5")])
    with empty_store.read() as conn:
        assert ask(conn, FLAGS, ["a", "c", "nobody"]) == [("a", "fork", "3"), ("c", "gap", "5")]
        assert ask_all(conn, [Question(COUNT, ("2",)), Question(FLAGS, ([],))]) == [[(1,)], []]


def test_a_select_sees_all_that_was_written_before_it(empty_store):
    with empty_store.scratch() as conn:
        write_all(conn, [(PUT, [("a", "fork", "1")]), (PUT, []), (PUT, [("a", "gap", "1")])])
        assert ask(conn, COUNT, "1") == [(2,)]
        write(conn, PUT, [("b", "gap", "1")])
        assert conn.execute(select(func.count()).select_from(entry_flags)).scalar() == 3
        write(conn, PUT, [("c", "gap", "1")])
    with empty_store.read() as conn:
        assert ask(conn, COUNT, "1") == [(4,)]


def test_writes_to_one_table_keep_their_order_and_others_travel_along(empty_store):
    drop = change(entry_flags, "DELETE FROM entry_flags WHERE entry_hash = ?")
    node = (0, 2**40, b"\x00\xff node")
    leaf = (7, "x", 1, "at", "王", "s", '{"a": "\\u0000 \\ud800"}', "", None, None, b"\x01leaf", b"\x02hash")
    with empty_store.scratch() as conn:
        write_all(conn, [(PUT, [("a", "fork", "1"), ("a", "gap", "1")]), (drop, [("a",), ("b",)]),
                         (insert_into(nodes), [node]), (insert_into(leaves), [leaf]),
                         (PUT, [("a", "late", "2")])])  # fmt: skip
    with empty_store.read() as conn:
        assert ask(conn, FLAGS, ["a", "b"]) == [("a", "late", "2")]
        assert tuple(conn.execute(select(nodes)).one()) == node
        assert tuple(conn.execute(select(leaves)).one()) == leaf


def test_what_was_not_committed_is_nowhere_and_does_not_come_later(empty_store):
    def fail_after_writing():
        with empty_store.scratch() as conn:
            write(conn, PUT, [("a", "fork", "1")])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_writing()
    with empty_store.scratch() as conn:
        write(conn, PUT, [("b", "fork", "1")])
    with empty_store.read() as conn:
        assert ask(conn, FLAGS, ["a", "b"]) == [("b", "fork", "1")]


def test_json_columns_are_read_and_written_alike(empty_store):
    value = {"名": [1, None, "\u2028'\""]}
    with empty_store.scratch() as conn:
        write(conn, insert_into(settings), [("k", prepared.to_json(value))])
        [(kept,)] = ask(conn, statement("SELECT value FROM settings WHERE key = ?"), "k")
        assert prepared.from_json(kept) == value
        assert conn.execute(settings.select()).one().value == value
    assert prepared.to_json(None) is None
    assert prepared.from_json(None) is None


def test_failures_are_those_of_everywhere_else_and_quote_nobody(empty_store):
    add = insert_into(entry_flags)
    with pytest.raises(IntegrityError) as caught, empty_store.scratch() as conn:
        write(conn, add, [("王", "fork", "secret words"), ("王", "fork", "secret words")])
    assert "secret words" not in str(caught.value)
    with pytest.raises(FailedError), empty_store.read() as conn:
        ask(conn, statement("SELECT nothing FROM nowhere"))
    with empty_store.read() as conn:
        assert ask(conn, COUNT, "secret words") == [(0,)]


def test_what_is_asked_together_comes_as_it_would_alone(empty_store):
    value = {"名": [1, None, "\u2028'\""], "big": 2**53}
    kept = statement("SELECT key, value FROM settings WHERE key = ANY (?) ORDER BY key")
    with empty_store.scratch() as conn:
        write(conn, PUT, [("b", "fork", "2"), ("a", "fork", "1"), ("a", "gap", "\\ \t'1")])
        write(conn, insert_into(settings), [("k", to_json(value)), ("none", to_json([]))])
        asked = [
            Question(FLAGS, (["a", "b"],)), Question(FLAGS, (["nobody"],)), Question(kept, (["k", "none"],)),
        ]  # fmt: skip
        found = ask_all(conn, asked)
    alone = [("a", "fork", "1"), ("b", "fork", "2"), ("a", "gap", "\\ \t'1")]
    assert sorted(found[0]) == sorted(alone)
    assert [code for _, code, _ in found[0]] == ["fork", "fork", "gap"]
    assert found[1] == []
    assert [(key, from_json(each)) for key, each in found[2]] == [("k", value), ("none", [])]


def test_what_is_asked_behind_a_lock_was_committed_while_it_was_waited_for(empty_store):
    locked = statement("SELECT size FROM ledger_head", locking="FOR UPDATE")
    asked = [Question(COUNT, ("1",)), Question(locked), Question(COUNT, ("1",))]
    found = []

    def look():
        with empty_store.scratch() as conn:
            found.append(ask_all(conn, asked))

    with empty_store.scratch() as conn:
        ask_all(conn, [Question(locked)])
        waiting = threading.Thread(target=look)
        waiting.start()
        write(conn, PUT, [("a", "fork", "1")])
        time.sleep(0.3)
    waiting.join()
    before = 1 if empty_store.config.is_sqlite else 0  # SQLite's writer has waited before it asked anything
    assert found == [[[(before,)], [(0,)], [(1,)]]]


def test_what_is_asked_last_is_there_once_the_write_is_committed(empty_store):
    with empty_store.scratch() as conn:
        write(conn, PUT, [("old", "fork", "1"), ("old", "gap", "2")])
    with empty_store.scratch() as conn:
        write(conn, PUT, [("new", "fork", "3")])
        answers = ask_last(conn, [Question(FLAGS, (["old"],)), Question(COUNT, ("nobody",))])
    assert answers() == [[("old", "fork", "1"), ("old", "gap", "2")], [(0,)]]
    with empty_store.scratch() as conn:
        alone = ask_last(conn, [Question(COUNT, ("3",))])
    assert alone() == [[(1,)]]


def test_a_write_that_fails_at_the_commit_leaves_nothing_of_its_transaction(empty_store):
    def fail():
        with empty_store.scratch() as conn:
            write(conn, PUT, [("a", "fork", "1")])
            write(conn, insert_into(entry_flags), [("b", "fork", "1"), ("b", "fork", "1")])
            ask_last(conn, [Question(COUNT, ("1",))])

    with pytest.raises(IntegrityError):
        fail()
    with empty_store.scratch() as conn:
        answers = ask_last(conn, [Question(FLAGS, (["a", "b"],)), Question(COUNT, ("1",))])
    assert answers() == [[], [(0,)]]


def test_bytes_that_are_asked_together_are_the_same_bytes(empty_store):
    kept = {(0, 3): b"\x00\xff\\x", (4, 2**40): bytes(32)}
    with empty_store.scratch() as conn:
        write(conn, insert_into(nodes), [(*at, node) for at, node in kept.items()])
        alone = ask(conn, ledger.nodes_question(kept).statement, *ledger.nodes_question(kept).values)
        together, _ = ask_all(conn, [ledger.nodes_question([*kept, (9, 9)]), Question(COUNT, ("x",))])
    assert ledger.nodes_of(alone) == ledger.nodes_of(together) == kept


def test_only_one_list_of_keys_is_looked_up_key_by_key():
    with pytest.raises(ValueError, match="ANY"):
        by_keys("SELECT 1 FROM leaves WHERE idx = ANY (?) AND type = ANY (?)")


def test_a_transaction_in_which_something_failed_is_never_said_to_be_committed(on_postgresql):
    def write_and_pass_over_a_failure():
        with on_postgresql.scratch() as conn:
            write(conn, PUT, [("a", "fork", "1")])
            assert ask(conn, COUNT, "1") == [(1,)]
            with suppress(DBAPIError):
                ask(conn, statement("SELECT nothing FROM nowhere"))

    with pytest.raises(DBAPIError):
        write_and_pass_over_a_failure()
    with on_postgresql.scratch() as conn:
        write(conn, PUT, [("b", "fork", "1")])
    with on_postgresql.read() as conn:
        assert ask(conn, FLAGS, ["a", "b"]) == [("b", "fork", "1")]


def test_what_the_installation_says_to_postgresql_stays_and_the_writer_keeps_one_plan(
    on_postgresql, monkeypatch
):
    monkeypatch.setenv("PGOPTIONS", "-c search_path=public,elsewhere -c bytea_output=escape")
    names = ("search_path", "bytea_output", "enable_seqscan", "plan_cache_mode", "jit")
    again = open_store(on_postgresql.config)
    take_head = "SELECT size, frontier FROM ledger_head WHERE id = 1 FOR UPDATE"
    with again.scratch() as writer, again.read() as reader:
        told = [
            [line.exec_driver_sql(f"SHOW {name}").scalar() for name in names] for line in (writer, reader)
        ]
        plan = writer.exec_driver_sql(f"EXPLAIN {take_head}")
        assert "Seq Scan" not in "".join(plan.scalars())
    again.close()
    assert told[0] == ["public,elsewhere", "hex", "off", "force_generic_plan", "off"]
    assert told[1][:4] == ["public,elsewhere", "hex", "on", "auto"]


def test_others_think_while_postgresql_commits(empty_store):
    thought, came = threading.Event(), []

    def think():
        with empty_store.hands.busy():
            thought.set()

    def commit(_conn):
        threading.Thread(target=think).start()
        came.append(thought.wait(1))

    event.listen(empty_store.database.writer, "commit", commit)
    with empty_store.hands.busy(), empty_store.write():
        pass
    assert came == [not empty_store.config.is_sqlite]


def end_all_other_connections(store):
    with store.database.reader.connect() as conn:
        conn.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        conn.invalidate()


def test_connections_that_the_database_ended_are_passed_by(on_postgresql):
    with on_postgresql.read() as first, on_postgresql.read() as second, on_postgresql.scratch() as third:
        assert [ask(each, COUNT, "x") for each in (first, second, third)] == [[(0,)]] * 3
    end_all_other_connections(on_postgresql)
    with on_postgresql.read() as conn:
        assert ask(conn, COUNT, "x") == [(0,)]
    with on_postgresql.scratch() as conn:
        write(conn, PUT, [("a", "fork", "1")])


def test_a_writer_that_ends_before_its_commit_has_written_nothing(on_postgresql):
    def lose_the_line():
        with on_postgresql.scratch() as conn:
            write(conn, PUT, [("a", "fork", "1")])
            assert ask(conn, COUNT, "1") == [(1,)]
            write(conn, PUT, [("b", "fork", "1")])
            end_all_other_connections(on_postgresql)

    with pytest.raises(DBAPIError):
        lose_the_line()
    with on_postgresql.scratch() as conn:
        write(conn, PUT, [("c", "fork", "1")])
    with on_postgresql.read() as conn:
        assert ask(conn, FLAGS, ["a", "b", "c"]) == [("c", "fork", "1")]


def test_a_connection_that_ends_in_the_middle_is_given_up(on_postgresql):
    with on_postgresql.read() as conn:
        ask(conn, COUNT, "x")
        end_all_other_connections(on_postgresql)
        with pytest.raises(DBAPIError) as caught:
            ask(conn, COUNT, "x")
    assert caught.value.connection_invalidated
    assert on_postgresql.is_answering()
