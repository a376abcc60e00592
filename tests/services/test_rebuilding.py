"""`check` finds what was changed behind our back; `rebuild` makes the views again from the ledger."""

import pytest
from sqlalchemy import text

from server.domain import journal
from server.domain.events import Event
from server.domain.journal import Entry
from server.queries import heads
from server.services import rebuilding, sync
from server.services.sync import Batch
from server.store.tables import metadata, queue_counts, record_shots
from tests.support.announcing import digest
from tests.support.city import NOW, enrol
from tests.support.phone import Phone
from tests.support.tampering import behind_our_back


@pytest.fixture
def lively(city, phone):
    """A city in which things have happened: records, a correction, a fork, a second phone."""
    other = enrol(city, "wang")
    shot = phone.shot(b"one", NOW)
    first = phone.record(NOW, id="0193f000-0000-7000-8000-000000000001", shots=[])
    again = phone.record(NOW, id="0193f000-0000-7000-8000-000000000001", note="again")
    sync.accept(city, phone.kid, Batch((shot, first, again)), NOW)
    phone.seq, phone.head = 0, "0" * 64
    sync.accept(city, phone.kid, Batch((phone.record(NOW),)), NOW)
    sync.accept(city, other.kid, Batch((other.record(NOW, item="NONE-99"),)), NOW)
    return city


def lines(store):
    return [str(finding) for finding in rebuilding.check(store)]


def faults(store):
    """Give what is wrong, apart from the guards that `behind_our_back` takes away."""
    return [found.what for found in rebuilding.check(store) if found.part != "guard"]


def test_an_untouched_city_agrees(lively):
    assert lines(lively) == []


def test_rebuilding_changes_nothing(lively):
    with lively.read() as conn:
        before = {name: conn.execute(table.select()).all() for name, table in metadata.tables.items()}
    rebuilding.rebuild(lively)
    with lively.read() as conn:
        after = {name: conn.execute(table.select()).all() for name, table in metadata.tables.items()}
    assert {name: sorted(map(repr, rows)) for name, rows in before.items()} == {
        name: sorted(map(repr, rows)) for name, rows in after.items()
    }


def test_a_record_whose_row_was_lost_when_it_was_corrected_is_made_whole_again(city, phone):
    name = "0193f000-0000-7000-8000-000000000001"
    shot = phone.shot(b"one", NOW)
    first = phone.record(NOW, id=name, shots=[digest(b"one")])
    sync.accept(city, phone.kid, Batch((shot, first)), NOW)
    behind_our_back(city, "DELETE FROM records")
    sync.accept(city, phone.kid, Batch((phone.record(NOW, id=name, shots=[]),)), NOW)
    rebuilding.rebuild(city)
    with city.read() as conn:
        assert [row.n for row in conn.execute(queue_counts.select())] == [1]
        assert conn.execute(record_shots.select()).all() == []


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE records SET state = 'accepted' WHERE version = 2", "view records"),
        ("DELETE FROM record_flags", "view record_flags"),
        ("UPDATE users SET roles = '[\"admin\"]' WHERE username = 'chen'", "view users u-chen: changed"),
        ("UPDATE queue_counts SET n = n + 1", "view queue_counts"),
        ("INSERT INTO settings (key, value) VALUES ('radius', '1')", "view settings radius: added"),
    ],
)
def test_an_edited_view_is_found(lively, statement, found):
    behind_our_back(lively, statement)
    assert any(line.startswith(found) for line in lines(lively))


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE leaves SET payload = payload || ' ' WHERE idx = 14", "payload digest differs"),
        ("UPDATE leaves SET actor = 'user:u-sun' WHERE idx = 14", "subject or actor differ"),
        ("UPDATE leaves SET at = '2020-01-01T00:00:00.000Z' WHERE idx = 14", "time differ"),
        ("UPDATE leaves SET entry_hash = leaf WHERE type = 'entry'", "entry differs"),
        ("UPDATE leaves SET jws = jws || 'A' WHERE type = 'entry'", "does not verify"),
        (("UPDATE leaves SET jws = (SELECT max(jws) FROM leaves WHERE actor = 'user:u-chen')"
         " WHERE type = 'entry' AND actor = 'user:u-chen'"), "entry differs"),
        ("UPDATE leaves SET payload = NULL, jws = NULL WHERE type = 'entry'", "only a part of the entry"),
        ("UPDATE leaves SET payload = NULL, jws = NULL, salt = '' WHERE type = 'entry'", "no erasure"),
        ("UPDATE leaves SET payload = NULL WHERE type = 'device.enrolled'", "the payload is gone"),
        ("UPDATE leaves SET payload = '{' WHERE idx = 14", "payload digest differs"),
        ("UPDATE leaves SET salt = 'xx' WHERE idx = 14", "payload digest differs"),
        ("UPDATE nodes SET hash = (SELECT max(leaf_hash) FROM leaves) WHERE level = 1", "differs"),
        ("DELETE FROM leaves WHERE idx = 5", "leaf missing"),
        ("UPDATE ledger_head SET size = size - 1", "the head says"),
        ("UPDATE leaves SET leaf_hash = leaf WHERE idx = 3", "leaf hash differs"),
    ],
)  # fmt: skip
def test_an_edited_ledger_is_found(lively, statement, found):
    if "entry_hash = leaf" in statement:
        statement = "UPDATE leaves SET entry_hash = 'x' || entry_hash WHERE type = 'entry'"
    behind_our_back(lively, statement)
    assert any(found in line for line in lines(lively))


def test_swapped_leaves_are_found(lively):
    behind_our_back(
        lively,
        "UPDATE leaves SET idx = 1000 WHERE idx = 3",
        "UPDATE leaves SET idx = 3 WHERE idx = 4",
        "UPDATE leaves SET idx = 4 WHERE idx = 1000",
    )
    assert any("differs" in line for line in lines(lively))


def test_the_guards_refuse_ordinary_edits(lively):
    for statement in (
        "UPDATE leaves SET actor = 'x'",
        "UPDATE leaves SET payload = NULL, jws = NULL WHERE type = 'entry'",
        "UPDATE leaves SET salt = '' WHERE type = 'entry'",
        "UPDATE leaves SET payload = NULL, jws = NULL, salt = '' WHERE type <> 'entry'",
        "UPDATE leaves SET payload = NULL, jws = 'x', salt = '' WHERE type = 'entry'",
        "DELETE FROM leaves",
        "UPDATE nodes SET idx = idx + 1",
        "DELETE FROM nodes",
    ):
        with pytest.raises(Exception, match="append-only"), lively.scratch() as conn:
            conn.execute(text(statement))


def test_words_taken_out_in_silence_stay_a_finding_and_heads_stay(lively, phone):
    with lively.read() as conn:
        before = heads.head(conn, phone.kid)
    behind_our_back(lively, "UPDATE leaves SET payload = NULL, jws = NULL, salt = '' WHERE type = 'entry'")
    rebuilding.rebuild(lively)
    with lively.read() as conn:
        assert heads.head(conn, phone.kid) == before
    assert set(faults(lively)) == {"the entry is gone and no erasure names it"}


def forged(store, compact, **decided):
    """Append an entry as somebody could who holds the server and its log key, but no phone."""
    said = journal.read_entry(compact)
    names = ("device", "seq", "prev", "kind")
    entry = Entry(compact, journal.entry_hash(compact), *(said[name] for name in names), said)
    facts = {name: getattr(entry, name) for name in ("hash", *names)}
    facts |= {"flags": [], "forked": [], "wall_at": None, "parked": True, "record": None, **decided}
    with store.write() as tx:
        tx.append_entry(entry, Event("entry", f"entry:{entry.hash}", "user:u-chen", NOW, facts))


def test_a_forged_signature_is_found(city, phone):
    thief = Phone(phone.origin, phone.officer)
    compact = phone.record(NOW)
    forged(city, compact.rpartition(".")[0] + "." + thief.record(NOW).rpartition(".")[2])
    assert faults(city) == ["the entry does not verify (bad_signature)"]


def test_an_entry_of_a_device_that_never_enrolled_is_found(city):
    forged(city, Phone(city.origin, "u-chen").record(NOW))
    assert faults(city) == ["the log has no key of this device"]


def test_an_entry_that_follows_nothing_is_found(city, phone):
    phone.record(NOW)
    compact = phone.record(NOW)
    forged(city, compact)
    assert faults(city) == ["the entry does not follow its chain"]


def test_a_decision_about_another_entry_is_found(city, phone):
    forged(city, phone.record(NOW), kind="shot")
    assert faults(city) == ["entry differs from what was decided about it"]


def test_a_missing_blob_is_found(city):
    name = "ab" * 32
    with city.write() as tx:
        tx.append(
            Event("stored", f"blob:{name}", "device:x", NOW, {"sha256": name, "bytes": 3, "device": "x"})
        )
    assert lines(city) == [f"blob {name}: missing"]
