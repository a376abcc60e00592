"""`check` finds whatever was touched, whoever did it; `repair` makes again only what can be made again."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import text

from server.cli.findings import _SAID, finding_line
from server.domain.events import Event
from server.services import checking, erasing, rebuilding, sync
from server.services.checking import Finding, Look
from server.services.erasing import Order
from server.services.restarting import restart_ledger
from server.services.sync import Batch
from server.services.worker import Worker
from server.store import jobs, ledger
from server.store.blobs import DiskBlobs
from server.store.guards import missing_guards
from server.store.keys import load_recovery
from tests.support import pictures
from tests.support.announcing import deliver
from tests.support.bad_disk import harmed
from tests.support.city import NOW
from tests.support.phone import digest
from tests.support.scenes import Scene
from tests.support.tampering import behind_our_back

PICTURE = pictures.jpeg()


@pytest.fixture
def record(city):
    """A record with two pictures, received and worked on."""
    record = Scene(city).officer().inspects(photos=2).syncs()
    Worker(city, clock=lambda: NOW).run_all()
    return record


@pytest.fixture
def busy(record):
    """The city in which it happened."""
    return record.scene.store


def found(store, part, **look):
    every = checking.survey(store, Look(**look))
    return [(each.where, each.what) for each in every if each.part == part]


def path_of(store, sha256):
    return store.config.data / "blobs" / sha256[:2] / sha256


def spoil(path):
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        (
            "UPDATE nodes SET hash = (SELECT max(leaf_hash) FROM leaves) WHERE level = 1 AND idx = 0",
            "differs",
        ),
        ("DELETE FROM nodes WHERE level = 2 AND idx = 0", "is missing"),
        ("INSERT INTO nodes SELECT 1, 4000, hash FROM nodes WHERE level = 0 AND idx = 0", "is too many"),
        ("INSERT INTO nodes SELECT 70, 0, hash FROM nodes WHERE level = 0 AND idx = 0", "is too many"),
    ],
)
def test_a_tampered_tree_is_found_and_made_again_of_the_leaves(busy, statement, what):
    triggers = ["DROP TRIGGER nodes_stay"] if busy.config.is_sqlite else []
    behind_our_back(busy, *triggers, statement)
    assert [each for _, each in found(busy, "node")] == [what]
    before = checking.survey(busy, Look())
    assert rebuilding.repair(busy, before, NOW)["node"] == 1
    assert rebuilding.check(busy) == []


def test_a_leaf_too_many_is_found_and_not_repaired(busy):
    columns = "type, v, at, actor, subject, payload, salt, jws, entry_hash, leaf, leaf_hash"
    with busy.read() as conn:
        size = ledger.read_head(conn).size
    copied = f"SELECT {size}, {columns} FROM leaves WHERE idx = 3"
    behind_our_back(busy, f"INSERT INTO leaves (idx, {columns}) {copied}")
    assert ("head", f"the head says {size} leaves, there are {size + 1}") in found(busy, "ledger")
    rebuilding.repair(busy, checking.survey(busy, Look()), NOW)
    assert found(busy, "ledger")


def test_a_server_event_cannot_hide_a_journal_entry(busy):
    behind_our_back(busy, "UPDATE leaves SET entry_hash = 'x' WHERE idx = 3")
    assert found(busy, "ledger") == [("leaf 3", "a server event holds a journal entry")]


def test_every_wrong_bit_of_a_picture_is_found_unless_in_haste(busy):
    spoiled, shortened = sorted(busy.blobs.names())[:2]
    spoil(path_of(busy, spoiled))
    path_of(busy, shortened).write_bytes(b"short")
    wrong = {(spoiled, "hash differs"), (shortened, "has 5 bytes instead of 300")}
    assert set(found(busy, "blob")) == wrong
    assert (spoiled, "hash differs") not in found(busy, "blob", quick=True)
    path_of(busy, spoiled).unlink()
    assert (spoiled, "missing") in found(busy, "blob", quick=True)


def test_a_picture_that_cannot_be_read_is_a_finding_and_hides_no_other(busy, monkeypatch):
    unreadable, spoiled = sorted(busy.blobs.names())[:2]
    sizes = {name: busy.blobs.size(name) for name in busy.blobs.names()}
    monkeypatch.setattr(DiskBlobs, "size", lambda _self, name: sizes[name])
    spoil(path_of(busy, spoiled))
    with harmed(path_of(busy, unreadable), "fail"):
        wrong = {(unreadable, "cannot be read (Is a directory)"), (spoiled, "hash differs")}
        assert set(found(busy, "blob")) == wrong


def test_a_file_that_no_row_names_is_told_and_stays(busy):
    busy.blobs.put(digest(b"stranger"), [b"stranger"])
    assert found(busy, "blob") == [(digest(b"stranger"), "no row names this file")]
    assert rebuilding.check(busy) == []
    rebuilding.repair(busy, checking.survey(busy, Look()), NOW)
    assert busy.blobs.size(digest(b"stranger")) == 8


def test_a_password_that_nobody_set_is_found(city):
    with city.scratch() as conn:
        conn.execute(text("INSERT INTO credentials (user_id, password_hash) VALUES ('u-ghost', 'x')"))
    assert found(city, "secret") == [("u-ghost", "has a password that nobody set")]


def test_missing_guards_are_found_and_put_back(city):
    behind_our_back(city)
    assert found(city, "guard")
    assert rebuilding.repair(city, checking.survey(city, Look()), NOW)["guard"]
    with city.read() as conn:
        assert missing_guards(conn) == []
    with pytest.raises(Exception, match="append-only"), city.scratch() as conn:
        conn.execute(text("UPDATE leaves SET actor = 'x'"))


def test_an_edited_view_is_rebuilt(city, record):
    behind_our_back(city, "UPDATE records SET state = 'accepted'", "DELETE FROM shots")
    assert len(found(city, "view")) == 3
    rebuilding.repair(city, checking.survey(city, Look()), NOW)
    assert rebuilding.check(city) == []
    assert record.state == "submitted"


def test_lost_work_and_lost_small_pictures_are_asked_for_again(city, phone):
    sync.accept(city, phone.kid, Batch((phone.shot(PICTURE, NOW),)), NOW)
    deliver(city, PICTURE, phone.kid)
    with city.scratch() as conn:
        conn.execute(text("DELETE FROM jobs"))
    assert found(city, "work") == [(digest(PICTURE), "nobody is asked to look at this picture")]
    rebuilding.repair(city, [], NOW)
    worker = Worker(city, clock=lambda: NOW)
    worker.run_all()
    city.derived.remove(digest(PICTURE))
    assert {what for _, what in found(city, "derived")} == {"thumb is not there", "view is not there"}
    rebuilding.repair(city, [], NOW)
    worker.run_all()
    assert city.derived.has(digest(PICTURE), "thumb")
    assert checking.survey(city, Look()) == [
        Finding("keys", "offline/recovery.json", "is still on this machine: move it off", grave=False)
    ]


def test_work_that_was_given_up_while_the_disk_was_bad_is_told_and_asked_for_again(city, phone):
    sync.accept(city, phone.kid, Batch((phone.shot(PICTURE, NOW),)), NOW)
    deliver(city, PICTURE, phone.kid)
    at = [NOW]
    worker = Worker(city, clock=lambda: at[0])
    with harmed(path_of(city, digest(PICTURE)), "cut"):
        for _ in range(jobs.MAX_ATTEMPTS):
            worker.run_all()
            at[0] += timedelta(hours=2)
    assert not worker.run_once()
    assert found(city, "work") == [(digest(PICTURE), "examine was given up")]
    assert rebuilding.repair(city, [], at[0])["work"] == 1
    worker.run_all()
    assert found(city, "work") == [] and city.derived.has(digest(PICTURE), "thumb")


def test_an_unfinished_upload_of_a_stored_picture_is_removed(city, phone):
    sync.accept(city, phone.kid, Batch((phone.shot(PICTURE, NOW),)), NOW)
    deliver(city, PICTURE, phone.kid)
    with city.partials.begin(phone.kid, digest(PICTURE), len(PICTURE)) as partial:
        partial.write(b"half")
    assert len(found(city, "upload")) == 1
    assert rebuilding.repair(city, [], NOW)["upload"] == 1
    assert found(city, "upload") == []


def test_an_erased_picture_that_came_back_is_found(city, record):
    hashes = erasing.erase(city, record.entry, Order("court order 7", "operator", NOW))
    gone = min(city.erasures.pictures())
    path_of(city, gone).parent.mkdir(exist_ok=True)
    path_of(city, gone).write_bytes(b"back")
    assert found(city, "erasure") == [(gone, "the picture is here again: xunzheng erase --again")]
    erasing.repeat(city, "operator", NOW)
    assert (found(city, "erasure"), len(hashes)) == ([], 3)


def test_a_lost_list_of_erasures_is_written_again(city, record):
    erasing.erase(city, record.entry, Order("court order 7", "operator", NOW))
    file = city.config.data / "erasures.log"
    listed = [json.loads(line) for line in file.read_text().splitlines() if line]
    file.unlink()
    assert len(found(city, "erasure")) == 3
    assert rebuilding.repair(city, [], NOW)["erasure"] == 3
    assert [json.loads(line) for line in file.read_text().splitlines() if line] == listed


def test_phones_are_witnesses_of_a_log_that_was_signed_anew(city, phone):
    with city.read() as conn:
        head = ledger.read_head(conn)
    beacon = {"size": head.size, "root": head.root.hex()}
    sync.accept(city, phone.kid, Batch((phone.write("record", {}, NOW, beacon=beacon),)), NOW)
    assert rebuilding.check(city) == []
    other = {"size": head.size, "root": "ab" * 32}
    answer = sync.accept(city, phone.kid, Batch((phone.write("record", {}, NOW, beacon=other),)), NOW)
    # What was doubted when it came in is no news.
    assert "unknown_beacon" in {flag.code for flag in answer.results[0].flags}
    assert rebuilding.check(city) == []


def test_a_checkpoint_kept_elsewhere_must_be_continued(busy):
    with busy.read() as conn:
        head = ledger.read_head(conn)
    kept, forged = busy.checkpoint(head), busy.checkpoint(ledger.Head(head.size, b"r" * 32))
    ahead = busy.checkpoint(ledger.Head(head.size + 5, head.root))
    assert found(busy, "checkpoint", against=(kept,)) == []
    said = [what for _, what in found(busy, "checkpoint", against=(kept, forged, ahead, "no note"))]
    assert said[0] == f"this log is no continuation of it ({head.size} leaves)"
    assert (len(said), said[2].startswith("cannot be read")) == (3, True)


def test_a_restart_note_of_another_key_or_history_is_found(city):
    recovery = load_recovery(city.config.data / "offline" / "recovery.json")
    note = restart_ledger(city, recovery, "key changed", NOW)
    assert found(city, "restart") == []
    said = {"note": note.replace("key changed", "key stolen"), "size": 3}
    with city.write() as tx:
        tx.append(Event("ledger.restarted", "ledger", "operator", NOW, said))
    assert [what.partition(" (")[0] for _, what in found(city, "restart")] == ["the note does not hold"]


def test_a_database_that_cannot_be_read_to_its_end_is_a_finding(busy):
    if not busy.config.is_sqlite:
        pytest.skip("PostgreSQL checks its own pages")
    busy.close()
    file = busy.config.data / "xunzheng.sqlite"
    raw = bytearray(file.read_bytes())
    middle = len(raw) // 2 // 4096 * 4096
    raw[middle : middle + 4096 * 20] = b"\xff" * 4096 * 20
    file.write_bytes(raw)
    assert found(busy, "database")


def test_every_finding_has_chinese_words(monkeypatch):
    monkeypatch.setenv("XUNZHENG_LANG", "zh")
    assert finding_line(Finding("blob", "ab", "has 3 bytes instead of 4")) == "照片 ab:有 3 字节,应为 4"
    assert len({pattern for pattern, _ in _SAID}) == len(_SAID)
    monkeypatch.setenv("XUNZHENG_LANG", "en")
    assert finding_line(Finding("blob", "ab", "missing")) == "blob ab: missing"
