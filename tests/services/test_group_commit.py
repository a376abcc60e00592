"""Posts of one moment share a transaction: each is answered as if it had come alone, once it is kept."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event, select

from server.domain import merkle
from server.domain.checkpoint import open_checkpoint
from server.queries import ledger
from server.services import admitting, rebuilding, sync
from server.services.receipts import Seen
from server.services.sync import Batch
from server.store.tables import entries, entry_flags, leaves
from tests.support.city import NOW, enrol
from tests.support.phone import Phone

NAMES = ("chen", "wang", "chen", "wang")


@pytest.fixture
def phones(city):
    return [enrol(city, name) for name in NAMES]


def together(store, posts):
    """Send (phone, entries) so that all wait for the same transaction; gives outcomes or exceptions."""
    seen = head_of(store)

    def send(post):
        phone, compact = post
        return sync.accept(store, phone.kid, Batch(tuple(compact), seen=seen), NOW)

    gathering = store.posts
    with ThreadPoolExecutor(len(posts)) as pool:
        with gathering._turn:
            waiting = []
            for number, post in enumerate(posts, start=1):
                waiting.append(pool.submit(send, post))
                while len(gathering._waiting) < number and not waiting[-1].done():
                    threading.Event().wait(0.001)
        return [each.exception() or each.result() for each in waiting]


def head_of(store):
    with store.read() as conn:
        head = ledger.head(conn)
    return Seen(head.size, head.root.hex())


def states(outcome):
    return [result.state for result in outcome.results]


def rows(store, table):
    with store.read() as conn:
        return conn.execute(select(table)).all()


def verifies(store, outcome, seen):
    receipt, history = outcome.contact.receipts[outcome.leaf], outcome.contact.consistency
    head = open_checkpoint(receipt["checkpoint"], store.signer.vkey)
    proof, path = ([bytes.fromhex(each) for each in said] for said in (receipt["proof"], history["proof"]))
    leaf_hash = merkle.hash_leaf(receipt["leaf"].encode())
    assert outcome.results[-1].hash in receipt["leaf"]
    assert merkle.verify_inclusion(leaf_hash, receipt["index"], head.size, proof, head.root)
    assert merkle.verify_consistency(seen.size, head.size, path, bytes.fromhex(seen.root), head.root)
    return receipt["checkpoint"]


def test_all_share_one_commit_and_every_receipt_holds(city, phones):
    commits, seen = [], head_of(city)
    event.listen(city.database.writer, "commit", commits.append)
    outcomes = together(city, [(phone, [phone.shot(bytes([n]), NOW), phone.record(NOW)])
                               for n, phone in enumerate(phones)])  # fmt: skip
    assert [states(each) for each in outcomes] == [["admitted", "admitted"]] * len(phones)
    assert len(commits) == 1
    assert len({verifies(city, each, seen) for each in outcomes}) == 1
    assert [each.have.seq for each in outcomes] == [2] * len(phones)
    assert rebuilding.check(city) == []


def test_nobody_is_answered_before_the_commit(city, phones, monkeypatch):
    answered, answered_at_commit = [], []
    append = sync._append

    def answering(store, post):
        outcome = append(store, post)
        answered.append(outcome)
        return outcome

    monkeypatch.setattr(sync, "_append", answering)
    event.listen(city.database.writer, "commit", lambda _conn: answered_at_commit.append(len(answered)))
    together(city, [(phone, [phone.record(NOW)]) for phone in phones])
    assert answered_at_commit == [0]


def test_what_is_wrong_with_one_harms_no_other(city, phones, monkeypatch):
    bad = phones[1]
    place = admitting._place

    def broken(admission, post, each):
        if post.device.kid == bad.kid:
            raise ValueError("a row no database takes")
        return place(admission, post, each)

    monkeypatch.setattr(admitting, "_place", broken)
    seen = head_of(city)
    outcomes = together(city, [(phone, [phone.record(NOW)]) for phone in phones])
    assert [isinstance(each, ValueError) for each in outcomes] == [False, True, False, False]
    for each in outcomes[:1] + outcomes[2:]:
        assert states(each) == ["admitted"]
        verifies(city, each, seen)
    assert bad.kid not in {row.device for row in rows(city, entries)}
    monkeypatch.undo()
    assert rebuilding.check(city) == []


def test_refused_entries_refuse_nothing_of_the_others(city, phones):
    stranger = Phone(city.origin, "u-chen")
    lost = phones[2].record(NOW)
    outcomes = together(city, [
        (phones[0], [stranger.record(NOW)]), (phones[1], [phones[1].record(NOW)]),
        (phones[2], [phones[2].record(NOW)]), (phones[3], []),
    ])  # fmt: skip
    assert [states(each) for each in outcomes] == [["refused"], ["admitted"], ["refused"], []]
    assert [each.results[-1].problem.code for each in outcomes if states(each) == ["refused"]] == [
        "wrong_device", "gap",
    ]  # fmt: skip
    assert states(sync.accept(city, phones[2].kid, Batch((lost,)), NOW)) == ["admitted"]


def test_the_same_batch_twice_at_once_is_kept_once(city, phone):
    batch, seen = [phone.shot(b"one", NOW), phone.record(NOW)], head_of(city)
    first, second = together(city, [(phone, batch), (phone, batch)])
    assert (states(first), states(second)) == (["admitted", "admitted"], ["known", "known"])
    assert first.leaf == second.leaf
    for each in (first, second):
        verifies(city, each, seen)
    assert len([row for row in rows(city, leaves) if row.type == "entry"]) == 2


def test_a_device_may_go_on_in_the_same_moment(city, phone):
    first, second = phone.record(NOW), phone.record(NOW)
    outcomes = together(city, [(phone, [first]), (phone, [second])])
    assert [states(each) for each in outcomes] == [["admitted"], ["admitted"]]
    assert [row.code for row in rows(city, entry_flags)].count("fork") == 0


def test_two_children_of_one_entry_in_the_same_moment_are_a_branch(city, phone):
    sync.accept(city, phone.kid, Batch((phone.record(NOW),)), NOW)
    twin = Phone(city.origin, phone.officer, phone.key, phone.seq, phone.head)
    outcomes = together(city, [(phone, [phone.record(NOW)]), (twin, [twin.record(NOW)])])
    assert [states(each) for each in outcomes] == [["admitted"], ["admitted"]]
    forked = {row.entry_hash for row in rows(city, entry_flags) if row.code == "fork"}
    assert forked == {phone.head, twin.head}
    assert rebuilding.check(city) == []


def test_a_commit_that_fails_keeps_nothing_and_is_tried_alone(city, phones):
    failures = iter([OSError("cut"), None, None, None, None])

    def fail_once(_conn):
        failure = next(failures)
        if failure:
            raise failure

    event.listen(city.database.writer, "commit", fail_once)
    seen = head_of(city)
    outcomes = together(city, [(phone, [phone.record(NOW)]) for phone in phones])
    assert [states(each) for each in outcomes] == [["admitted"]] * len(phones)
    for each in outcomes:
        verifies(city, each, seen)
    assert rebuilding.check(city) == []


def test_when_the_answer_is_lost_after_the_commit_all_are_known(city, phones, monkeypatch):
    prove, calls = admitting.prove_standing, []

    def cut_once(*args):
        calls.append(args)
        if len(calls) == 1:
            raise OSError("cut after the commit")
        return prove(*args)

    monkeypatch.setattr(admitting, "prove_standing", cut_once)
    seen = head_of(city)
    outcomes = together(city, [(phone, [phone.record(NOW)]) for phone in phones])
    assert [states(each) for each in outcomes] == [["known"]] * len(phones)
    for each in outcomes:
        verifies(city, each, seen)
    assert len([row for row in rows(city, leaves) if row.type == "entry"]) == len(phones)


def test_a_database_that_is_gone_is_tried_only_so_often(city, phones):
    tries = []

    def gone(_conn):
        tries.append(1)
        raise OSError("no database")

    event.listen(city.database.writer, "commit", gone)
    outcomes = together(city, [(phone, [phone.record(NOW)]) for phone in phones])
    assert [type(each) for each in outcomes] == [OSError] * len(phones)
    assert len(tries) == 3  # all together, and two alone
    event.remove(city.database.writer, "commit", gone)
    assert rows(city, entries) == []


def test_many_threads_of_many_phones_keep_every_chain_whole(city, phones):
    """Without any arranging: whatever company each post has, every chain is complete and unflagged."""

    def send(phone):
        return [states(sync.accept(city, phone.kid, Batch((phone.record(NOW),)), NOW)) for _ in range(6)]

    with ThreadPoolExecutor(len(phones)) as pool:
        assert list(pool.map(send, phones)) == [[["admitted"]] * 6] * len(phones)
    kept = rows(city, entries)
    for phone in phones:
        assert sorted(row.seq for row in kept if row.device == phone.kid) == [1, 2, 3, 4, 5, 6]
    assert "fork" not in {row.code for row in rows(city, entry_flags)}
    assert rebuilding.check(city) == []
