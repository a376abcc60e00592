"""Erasure takes the words and the pictures, and every proof stays."""

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from server.cli.erasing import erase_command
from server.domain import merkle
from server.domain.problems import EvidenceErasedProblem, NotFoundProblem
from server.domain.review import Ruling
from server.queries import heads
from server.queries.changes import Reader, changes
from server.services import erasing, rebuilding, reviewing, sync
from server.services.erasing import Order
from server.services.sync import Batch
from server.services.worker import Worker
from server.store import ledger
from server.store.blobs import DiskBlobs
from server.store.tables import blobs, entries, erasures, leaves, record_versions, records
from tests.support import pictures
from tests.support.announcing import deliver
from tests.support.city import NOW, enrol, user_of
from tests.support.phone import digest

ID = "0193f000-0000-7000-8000-000000000001"
SECRET = "a sentence that must go"
PICTURE, PREVIEW = pictures.jpeg(), pictures.jpeg(pictures.quarters(320, 240))
NAMES = {digest(PICTURE), digest(PREVIEW)}
SMALL = {"sha256": digest(PREVIEW), "bytes": len(PREVIEW)}
ORDER = Order("court order 7", "operator", NOW)


def send(city, phone, *compact):
    return sync.accept(city, phone.kid, Batch(compact), NOW).results


@pytest.fixture
def recorded(city, phone):
    """A record with one picture, worked on, and its entry's hash."""
    shot = phone.shot(PICTURE, NOW, preview=SMALL)
    send(city, phone, shot, phone.record(NOW, id=ID, shots=[digest(PICTURE)], note=SECRET))
    deliver(city, PICTURE, phone.kid)
    deliver(city, PREVIEW, phone.kid)
    Worker(city, clock=lambda: NOW).run_all()
    return phone.head


def leaf_of(city, entry):
    with city.read() as conn:
        return conn.execute(select(leaves).where(leaves.c.entry_hash == entry)).one()


def count(city, table):
    with city.read() as conn:
        return conn.scalar(select(func.count()).select_from(table))


def prove_everything(city):
    """Verify each leaf under the present root, and give size and root."""
    with city.read() as conn:
        head = ledger.read_head(conn)
        proofs = ledger.inclusion(conn, range(head.size), head.size)
        for row in conn.execute(select(leaves.c.idx, leaves.c.leaf)):
            leaf = merkle.hash_leaf(bytes(row.leaf))
            assert merkle.verify_inclusion(leaf, row.idx, head.size, proofs[row.idx], head.root)
    return head


def test_the_words_and_the_pictures_go_and_every_proof_stays(city, phone, recorded):
    before = prove_everything(city)
    assert city.derived.has(digest(PICTURE), "view")
    assert len(erasing.erase(city, recorded, ORDER)) == 2
    after = prove_everything(city)
    with city.read() as conn:
        proof = ledger.consistency(conn, before.size, after.size)
        assert heads.head(conn, phone.kid).hash == recorded
    assert merkle.verify_consistency(before.size, after.size, proof, before.root, after.root)
    row = leaf_of(city, recorded)
    assert (row.payload, row.jws, row.salt) == (None, None, "")
    assert [city.blobs.size(name) for name in sorted(NAMES)] == [None, None]
    assert not city.derived.has(digest(PICTURE), "view")
    assert (count(city, records), count(city, erasures), count(city, entries)) == (0, 2, 2)
    assert rebuilding.check(city) == []


def test_a_rebuild_after_an_erasure_changes_nothing(city, phone, recorded):
    send(city, phone, phone.record(NOW))
    erasing.erase(city, recorded, ORDER)
    rebuilding.rebuild(city)
    assert rebuilding.check(city) == []
    assert [each.state for each in send(city, phone, phone.record(NOW))] == ["admitted"]


def test_nothing_readable_is_left_in_the_file(city, recorded):
    if not city.config.is_sqlite:
        pytest.skip("PostgreSQL frees old rows by itself, later")
    written = SECRET.encode()
    city.close()
    assert written in (city.config.data / "xunzheng.sqlite").read_bytes()
    erasing.erase(city, recorded, ORDER)
    city.close()
    for path in city.config.data.rglob("*"):
        assert not path.is_file() or written not in path.read_bytes(), path


def test_the_list_outside_the_backup_names_what_went(city, recorded):
    erased = erasing.erase(city, recorded, ORDER)
    listed = city.erasures.read()
    assert set(listed) == set(erased)
    assert {each["ground"] for each in listed.values()} == {"court order 7"}
    assert {name for each in listed.values() for name in each["blobs"]} == NAMES


def test_the_phone_hears_that_the_record_is_gone(city, phone, recorded):
    reader = Reader(user_of(city, "chen"), phone.kid, "zh")
    with city.read() as conn:
        seen = changes(conn, reader, None, 500)
    erasing.erase(city, recorded, ORDER)
    with city.read() as conn:
        told = changes(conn, reader, seen["cursor"], 500)
        others = changes(conn, Reader(user_of(city, "wang"), "other", "zh"), None, 500)
    assert {"subject": f"record:{ID}", "state": None} in told["subjects"]
    assert f"record:{ID}" not in {each["subject"] for each in others["subjects"]}


def test_an_erased_entry_that_is_sent_again_stays_erased(city, phone):
    entry = phone.record(NOW, id=ID)
    send(city, phone, entry)
    erasing.erase(city, phone.head, ORDER)
    assert [each.state for each in send(city, phone, entry)] == ["known"]
    assert leaf_of(city, phone.head).jws is None
    with pytest.raises(NotFoundProblem):
        erasing.erase(city, phone.head, ORDER)


@pytest.mark.parametrize("first", [True, False])
def test_the_other_version_of_a_record_stands(city, phone, recorded, first):
    reviewing.decide(city, ID, user_of(city, "liu"), Ruling("return", 0, "other", SECRET, ""), NOW)
    again = phone.record(NOW, id=ID, shots=[digest(PICTURE)], note="better", replaces=recorded)
    send(city, phone, again)
    reviewing.decide(city, ID, user_of(city, "liu"), Ruling("accept", 2, None, "", None), NOW)
    erasing.erase(city, recorded if first else phone.head, ORDER)
    with city.read() as conn:
        (row,) = conn.execute(select(records)).all()
        (version,) = conn.execute(select(record_versions)).all()
    assert (row.state, version.n) == (("accepted", 2) if first else ("returned", 1))
    assert city.blobs.size(digest(PICTURE)) == len(PICTURE)
    assert rebuilding.check(city) == []


def test_a_reviewed_record_goes_with_its_review(city, recorded):
    reviewing.decide(city, ID, user_of(city, "liu"), Ruling("accept", 0, None, "", None), NOW)
    erasing.erase(city, recorded, ORDER)
    assert count(city, records) == 0
    assert rebuilding.check(city) == []


def test_bytes_that_another_entry_names_stay(city, recorded):
    other = enrol(city, "wang")
    send(city, other, other.shot(PICTURE, NOW, preview=SMALL), other.record(NOW, shots=[digest(PICTURE)]))
    deliver(city, PICTURE, other.kid)
    erasing.erase(city, recorded, ORDER)
    assert city.blobs.size(digest(PICTURE)) == len(PICTURE)
    assert rebuilding.check(city) == []


def test_what_a_restored_backup_brings_back_is_found_and_erased_again(city, recorded):
    city.erasures.add({"hash": recorded, "ground": "court order 7", "at": "x", "blobs": [*NAMES]})
    (finding,) = map(str, rebuilding.check(city))
    assert finding.startswith(f"erasure {recorded}")
    assert recorded in erasing.repeat(city, "operator", NOW)
    assert [city.blobs.size(name) for name in NAMES] == [None, None]
    assert rebuilding.check(city) == []
    assert erasing.repeat(city, "operator", NOW) == []


def test_a_list_that_a_power_cut_broke_is_read_on(city):
    path = city.config.data / "erasures.log"
    path.write_bytes(b'{"hash": "half')
    city.erasures.add({"hash": "whole", "ground": "g", "at": "x", "blobs": []})
    assert list(city.erasures.read()) == ["whole"]


def test_the_operator_erases_by_command(city, recorded):
    if not city.config.is_sqlite:
        pytest.skip("the command opens the folder by itself")
    where = ["--data", str(city.config.data)]
    runner = CliRunner(env={"XUNZHENG_LANG": "en"})
    assert runner.invoke(erase_command, [recorded, *where]).exit_code == 2
    told = runner.invoke(erase_command, [recorded, "--ground", " court\norder 7 ", *where])
    assert (told.exit_code, told.output.startswith("Erased the words of 2 entries")) == (0, True)
    assert runner.invoke(erase_command, [recorded, "--ground", "x", *where]).exit_code == 1
    assert runner.invoke(erase_command, ["--again", *where]).exit_code == 0
    with city.read() as conn:
        said = conn.scalar(select(leaves.c.payload).where(leaves.c.type == "entry.erased").limit(1))
    assert json.loads(said)["ground"] == "court order 7"


def test_an_erased_entry_that_the_restored_log_never_had_comes_in_without_its_words(city, phone):
    first, erased = phone.record(NOW), phone.record(NOW, id=ID, note=SECRET)
    hashed = phone.head
    later = phone.record(NOW)
    city.erasures.add({"hash": hashed, "ground": "court order 7", "at": "x", "blobs": []})
    assert [each.state for each in send(city, phone, first, erased, later)] == ["admitted"] * 3
    row = leaf_of(city, hashed)
    assert (row.payload, row.jws, row.salt) == (None, None, "")
    assert (count(city, records), count(city, entries), count(city, erasures)) == (2, 3, 1)
    assert [each.state for each in send(city, phone, erased)] == ["known"]
    assert rebuilding.check(city) == []
    prove_everything(city)
    with city.read() as conn:
        told = changes(conn, Reader(user_of(city, "chen"), phone.kid, "zh"), None, 500)
    assert {"subject": f"record:{ID}", "state": None} in told["subjects"]


@pytest.mark.parametrize("late", [False, True])
def test_a_picture_that_ends_while_its_entry_is_erased_leaves_nothing(city, phone, monkeypatch, late):
    send(city, phone, phone.shot(PICTURE, NOW, preview=SMALL))
    entry, real = phone.head, DiskBlobs.adopt

    def adopt(*arrival):
        if not late:
            erasing.erase(city, entry, ORDER)
        real(*arrival)
        if late:
            erasing.erase(city, entry, ORDER)

    monkeypatch.setattr(DiskBlobs, "adopt", adopt)
    with pytest.raises(EvidenceErasedProblem):
        deliver(city, PICTURE, phone.kid)
    assert (list(city.blobs.names()), count(city, blobs)) == ([], 0)
    assert rebuilding.check(city) == []


def test_pictures_of_such_an_entry_are_refused_for_good(city, phone):
    shot = phone.shot(PICTURE, NOW, preview=SMALL)
    city.erasures.add({"hash": phone.head, "ground": "court order 7", "at": "x", "blobs": [*NAMES]})
    send(city, phone, shot)
    for picture in (PICTURE, PREVIEW):
        with pytest.raises(EvidenceErasedProblem):
            deliver(city, picture, phone.kid)
    assert rebuilding.check(city) == []
