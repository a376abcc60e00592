"""Sync is log replication: what follows the chain is admitted, once, whatever it says."""

import json
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from server.domain import merkle
from server.domain.checkpoint import open_checkpoint
from server.domain.problems import UnknownDeviceProblem
from server.queries import heads
from server.services import rebuilding, sync
from server.services.people import OPERATOR, revoke_device
from server.services.receipts import Seen
from server.services.restarting import restart_ledger
from server.services.sync import Batch
from server.store import ledger
from server.store.keys import load_recovery
from server.store.tables import entries, entry_flags, leaves, record_flags, records, shots
from tests.support.city import NOW, enrol
from tests.support.phone import Phone, digest

ID = "0193f000-0000-7000-8000-000000000001"


def send(city, phone, *compact, missing=(), now=NOW, seen=None):
    return sync.accept(city, phone.kid, Batch(tuple(compact), frozenset(missing), seen), now)


def only(outcome):
    (result,) = outcome.results
    return result


def codes(result):
    return {flag.code for flag in result.flags}


def states(outcome):
    return [result.state for result in outcome.results]


def refused_as(outcome):
    return [result.problem.code if result.problem else None for result in outcome.results]


def all_of(city, table):
    with city.read() as conn:
        return conn.execute(select(table)).all()


def test_an_ordinary_record_is_admitted_and_shown(city, phone):
    picture = b"picture" * 20
    outcome = send(city, phone, phone.shot(picture, NOW), phone.record(NOW, id=ID, shots=[digest(picture)]))
    assert states(outcome) == ["admitted", "admitted"]
    assert outcome.have.seq == 2
    (row,) = all_of(city, records)
    assert (row.id, row.state, row.officer_id, row.unit_id, row.version) == (
        ID,
        "submitted",
        "u-chen",
        "east-1",
        1,
    )
    assert (row.kind, row.severity) == ("violation", row.severity)
    assert "unknown_shot" not in codes(outcome.results[1])


def test_sending_twice_changes_nothing(city, phone):
    batch = [phone.shot(b"one", NOW), phone.record(NOW)]
    send(city, phone, *batch)
    before = [all_of(city, table) for table in (leaves, entries, records, shots)]
    assert states(send(city, phone, *batch, now=NOW + timedelta(hours=1))) == ["known", "known"]
    assert [all_of(city, table) for table in (leaves, entries, records, shots)] == before


def test_the_same_entry_twice_in_one_batch_is_one_leaf(city, phone):
    entry = phone.record(NOW)
    assert states(send(city, phone, entry, entry)) == ["admitted", "known"]


def test_the_receipt_proves_the_last_entry(city, phone):
    outcome = send(city, phone, phone.record(NOW), phone.record(NOW))
    receipt = outcome.contact.receipts[outcome.leaf]
    head = open_checkpoint(receipt["checkpoint"], city.signer.vkey)
    leaf_hash = merkle.hash_leaf(receipt["leaf"].encode())
    proof = [bytes.fromhex(each) for each in receipt["proof"]]
    assert merkle.verify_inclusion(leaf_hash, receipt["index"], head.size, proof, head.root)
    said = json.loads(receipt["leaf"])
    assert (said["t"], said["d"], said["s"], said["h"]) == ("entry", phone.kid, 2, phone.head)
    assert "u-chen" not in receipt["leaf"]


def test_every_contact_proves_consistency(city, phone):
    first = send(city, phone, phone.record(NOW))
    head = open_checkpoint(first.contact.checkpoint, city.signer.vkey)
    second = send(city, phone, phone.record(NOW), seen=Seen(head.size, head.root.hex()))
    newer = open_checkpoint(second.contact.checkpoint, city.signer.vkey)
    said = second.contact.consistency
    assert (said["from"], said["to"]) == (head.size, newer.size)
    proof = [bytes.fromhex(each) for each in said["proof"]]
    assert merkle.verify_consistency(head.size, newer.size, proof, head.root, newer.root)


def test_a_phone_that_saw_another_history_gets_no_proof_but_the_restart_note(city, phone):
    stranger = Seen(4, "ab" * 32)
    outcome = send(city, phone, seen=stranger)
    assert (outcome.contact.consistency, outcome.contact.restart) == (None, None)
    recovery = load_recovery(city.config.data / "offline" / "recovery.json")
    note = restart_ledger(city, recovery, "restored from a backup", NOW)
    again = send(city, phone, phone.record(NOW), seen=Seen(999, "cd" * 32))
    assert again.contact.restart == note
    assert again.contact.consistency["from"] == int(note.split("\n")[2])


def test_a_gap_is_named_and_everything_after_it_waits(city, phone):
    first, lost, third, fourth = (phone.record(NOW) for _ in range(4))
    outcome = send(city, phone, first, third, fourth)
    assert states(outcome) == ["admitted", "refused", "refused"]
    assert refused_as(outcome)[1:] == ["gap", "gap"]
    assert outcome.results[1].problem.permanent is False
    assert outcome.have.seq == 1
    assert states(send(city, phone, lost, third, fourth)) == ["admitted"] * 3


def test_a_hole_the_phone_declares_is_flagged_and_passed(city, phone):
    phone.record(NOW)
    hole = (phone.seq, phone.head)
    outcome = send(city, phone, phone.record(NOW), phone.record(NOW), missing=[hole])
    assert states(outcome) == ["admitted", "admitted"]
    assert "gap" in codes(outcome.results[0])
    assert "gap" not in codes(outcome.results[1])


def test_a_branch_is_kept_and_both_sides_are_flagged(city, phone):
    root = phone.record(NOW)
    twin = Phone(phone.origin, phone.officer, phone.key, phone.seq, phone.head)
    left, right = phone.record(NOW, note="left"), twin.record(NOW, note="right")
    outcome = send(city, phone, root, left, right)
    assert states(outcome) == ["admitted"] * 3
    assert "fork" in codes(outcome.results[2])
    flagged = {row.entry_hash for row in all_of(city, entry_flags) if row.code == "fork"}
    assert flagged == {phone.head, twin.head}
    assert len([row for row in all_of(city, record_flags) if row.code == "fork"]) == 2
    assert states(send(city, phone, phone.record(NOW), twin.record(NOW))) == ["admitted"] * 2


def test_two_first_entries_are_a_branch_too(city, phone):
    twin = Phone(phone.origin, phone.officer, phone.key)
    outcome = send(city, phone, phone.record(NOW), twin.record(NOW))
    assert "fork" in codes(outcome.results[1])


@pytest.mark.parametrize(
    ("kind", "body", "flag"),
    [
        ("dance", {}, "unknown_kind"),
        ("record", None, "malformed_body"),
        ("record", [], "malformed_body"),
        ("record", {}, "malformed_body"),
        ("shot", {}, "malformed_body"),
        ("shot", {"sha256": 3}, "malformed_body"),
        ("derive", {}, "malformed_body"),
    ],
)
def test_odd_bodies_are_admitted_and_parked(city, phone, kind, body, flag):
    result = only(send(city, phone, phone.write(kind, body, NOW)))
    assert result.state == "admitted"
    assert flag in codes(result)
    assert all_of(city, records) == []


@pytest.mark.parametrize(
    ("body", "flag"),
    [
        ({"item": "NONE-99"}, "unknown_item"),
        ({"edition": "1999.1"}, "unknown_edition"),
        ({"position": None}, "no_position"),
        ({"position": {"lat": 910000000, "lon": 0, "acc_m": 5, "alt_m": None, "age_ms": 0, "nudged": None}},
         "position_invalid"),
        ({"shots": ["ab" * 32]}, "unknown_shot"),
        ({"officer": "u-wang"}, "no_right"),
        ({"place": "nowhere", "note": "\x00"}, "too_few_photos"),
    ],
)  # fmt: skip
def test_breached_rules_become_flags_on_a_record_that_is_shown(city, phone, body, flag):
    result = only(send(city, phone, phone.record(NOW, id=ID, **body)))
    assert (result.state, flag in codes(result)) == ("admitted", True)
    assert {row.code for row in all_of(city, record_flags)} == codes(result)
    assert [row.state for row in all_of(city, records)] == ["submitted"]


@pytest.mark.parametrize(
    ("wall", "flag"),
    [
        ("1970-01-01T00:00:00.000Z", "clock_behind"),
        ("2099-01-01T00:00:00.000Z", "clock_ahead"),
        ("yesterday", "malformed_body"),
        (None, "malformed_body"),
    ],
)
def test_the_clock_is_a_claim(city, phone, wall, flag):
    at = {"wall": wall, "offset": 480, "mono": 1}
    entry = phone.write("record", {"id": ID, "note": ""}, NOW, at=at)
    assert flag in codes(only(send(city, phone, entry)))


@pytest.mark.parametrize("number", [2**53, 2**63, 10**30, -(2**70)])
def test_a_number_no_database_can_keep_is_parked(city, phone, number):
    assert "malformed_body" in codes(only(send(city, phone, phone.shot(b"x", NOW, width=number))))
    assert "malformed_body" in codes(only(send(city, phone, phone.record(NOW, answers={"n": number}))))


def test_a_code_no_database_can_index_is_parked(city, phone):
    long = "".join(chr(0x4E00 + n % 5000) for n in range(6000))
    for body in ({"item": long}, {"edition": long}):
        assert "malformed_body" in codes(only(send(city, phone, phone.record(NOW, **body))))
    for body in ({"place": long}, {"address": long}, {"note": long}):
        assert only(send(city, phone, phone.record(NOW, **body))).state == "admitted"
    for body in ({"slot": long}, {"mime": long}, {"preview": {"sha256": long, "bytes": 1}}):
        assert only(send(city, phone, phone.shot(long.encode(), NOW, **body))).state == "admitted"
    assert len(all_of(city, records)) == 3


def test_an_unknown_version_is_admitted(city, phone):
    entry = phone.write("record", {"id": ID}, NOW, v=2)
    assert "unknown_version" in codes(only(send(city, phone, entry)))


def test_a_beacon_is_a_root_of_this_log_or_flagged(city, phone):
    with city.read() as conn:
        head = ledger.read_head(conn)
    phone.beacon = {"size": head.size, "root": head.root.hex()}
    assert "unknown_beacon" not in codes(only(send(city, phone, phone.record(NOW))))
    for beacon in (
        {"size": head.size, "root": "ab" * 32},
        {"size": 10**6, "root": "ab" * 32},
        "x",
        {"size": -1},
    ):
        phone.beacon = beacon
        assert "unknown_beacon" in codes(only(send(city, phone, phone.record(NOW))))


def test_a_checkpoint_of_a_lost_log_puts_nobodys_clock_in_doubt(city, phone):
    before_enrolment = NOW - timedelta(days=1)
    assert "clock_behind" in codes(only(send(city, phone, phone.record(before_enrolment))))
    phone.beacon = {"size": 10**6, "root": "ab" * 32}
    found = codes(only(send(city, phone, phone.record(before_enrolment))))
    assert "unknown_beacon" in found and "clock_behind" not in found


def test_what_our_phone_cannot_write_is_refused_and_the_rest_goes_on(city, phone):
    stranger = Phone(phone.origin, "u-wang")
    doubled = phone.seal(b'{"a":1,"a":1}')
    elsewhere = Phone("other/log", phone.officer, phone.key).record(NOW)
    outcome = send(city, phone, doubled, stranger.record(NOW), elsewhere, "nonsense", phone.record(NOW))
    assert refused_as(outcome) == ["doubled_key", "wrong_device", "wrong_ledger", "bad_entry", None]
    assert outcome.results[4].state == "admitted"


def test_after_a_refused_entry_the_phone_declares_it_and_goes_on(city, phone):
    send(city, phone, phone.record(NOW))
    big = phone.write("record", {"note": "x" * 60000}, NOW)
    lost = (phone.seq, phone.head)
    after = phone.record(NOW)
    outcome = send(city, phone, big, after)
    assert refused_as(outcome) == ["entry_too_large", "gap"]
    again = send(city, phone, after, missing=[lost])
    assert (states(again), codes(only(again)) & {"gap"}) == (["admitted"], {"gap"})


def test_a_correction_replaces_and_waits_again(city, phone):
    send(city, phone, phone.record(NOW, id=ID, note="first"))
    outcome = send(city, phone, phone.record(NOW, id=ID, note="second", replaces=phone.head))
    assert "duplicate_id" not in codes(only(outcome))
    (row,) = all_of(city, records)
    assert (row.version, row.body["note"], row.state, row.revision) == (2, "second", "submitted", 1)
    assert outcome.have.seq == 2


def test_a_record_id_of_another_device_is_kept_aside(city, phone):
    send(city, phone, phone.record(NOW, id=ID))
    other = enrol(city, "wang")
    assert "duplicate_id" in codes(only(send(city, other, other.record(NOW, id=ID))))
    assert [row.device for row in all_of(city, records)] == [phone.kid]


def test_two_devices_that_were_judged_at_once_do_not_share_a_record_id(city, phone, monkeypatch):
    """Both are judged before either is appended, as two requests of the same moment are."""
    other = enrol(city, "wang")
    first, second = phone.record(NOW, id=ID, note="first"), other.record(NOW, id=ID, note="second")
    append = sync._append

    def late(*args):
        monkeypatch.setattr(sync, "_append", append)
        send(city, phone, first)
        return append(*args)

    monkeypatch.setattr(sync, "_append", late)
    result = only(send(city, other, second))
    assert (result.state, "duplicate_id" in codes(result)) == ("admitted", True)
    (row,) = all_of(city, records)
    assert (row.device, row.version, row.body["note"]) == (phone.kid, 1, "first")
    assert rebuilding.check(city) == []


def test_the_officers_other_phone_corrects_the_version_it_names(city, phone):
    send(city, phone, phone.record(NOW, id=ID, note="first"))
    named, second = phone.head, enrol(city)
    aside = only(send(city, second, second.record(NOW, id=ID, note="blind")))
    assert "duplicate_id" in codes(aside)
    assert "duplicate_id" not in codes(only(send(city, second, second.record(NOW, id=ID, replaces=named))))
    (row,) = all_of(city, records)
    assert (row.device, row.version) == (second.kid, 2)


def test_another_officer_cannot_correct_a_record(city, phone):
    send(city, phone, phone.record(NOW, id=ID))
    named, other = phone.head, enrol(city, "wang")
    assert "duplicate_id" in codes(only(send(city, other, other.record(NOW, id=ID, replaces=named))))
    assert [(row.device, row.version) for row in all_of(city, records)] == [(phone.kid, 1)]


@pytest.mark.parametrize("replaces", [None, "ab" * 32])
def test_an_id_used_again_without_naming_the_version_is_kept_and_flagged(city, phone, replaces):
    send(city, phone, phone.record(NOW, id=ID))
    result = only(send(city, phone, phone.record(NOW, id=ID, note="again", replaces=replaces)))
    assert "duplicate_id" in codes(result)
    assert [(row.version, row.body["note"]) for row in all_of(city, records)] == [(2, "again")]


def test_a_revoked_device_drains_with_a_flag(city, phone):
    send(city, phone, phone.record(NOW))
    revoke_device(city, phone.kid, "lost", OPERATOR, NOW)
    outcome = send(city, phone, phone.record(NOW))
    assert (states(outcome), outcome.revoked) == (["admitted"], True)
    assert "revoked_device" in codes(only(outcome))


def test_a_reused_photo_is_flagged(city, phone):
    send(city, phone, phone.shot(b"same", NOW), phone.record(NOW, shots=[digest(b"same")]))
    outcome = send(city, phone, phone.record(NOW, shots=[digest(b"same")]), phone.shot(b"same", NOW))
    assert all("reused_photo" in codes(result) for result in outcome.results)


def test_an_unknown_device_is_told_so(city):
    with pytest.raises(UnknownDeviceProblem):
        sync.accept(city, "nobody", Batch(()), NOW)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)
KEYS = [
    "id", "officer", "place", "address", "item", "edition", "result", "position", "geo", "answers", "shots",
    "sha256", "bytes", "preview", "mime", "width", "fixes", "from", "note", "nature", "counts", "slot",
]  # fmt: skip
BODIES = JSON | st.dictionaries(st.sampled_from(KEYS), JSON, max_size=6)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(["shot", "record", "derive", "countersign", "discard"]) | st.text(max_size=5),
    body=BODIES,
    whole=st.booleans(),
    envelope=st.dictionaries(st.sampled_from(["v", "at", "beacon", "app"]), JSON, max_size=2),
)
def test_whatever_core_can_write_is_admitted(city, phone, kind, body, whole, envelope):
    """Any kind with any JSON in and around its body goes in; a whole body with odd parts too."""
    with city.read() as conn:
        have = heads.head(conn, phone.kid)
    phone.seq, phone.head = have.seq, have.hash
    if whole and isinstance(body, dict) and kind in {"shot", "record"}:
        compact = phone.record(NOW, **body) if kind == "record" else phone.shot(b"x", NOW, **body)
    else:
        compact = phone.write(kind, body, NOW, **envelope)
    result = only(send(city, phone, compact))
    assert (result.problem, result.state) == (None, "admitted")


def test_what_was_admitted_can_be_replayed(city, phone):
    odd = [{"shots": [["x"]]}, {"place": ["x"]}, {"position": {"lat": "1"}}, {"answers": []}, {"geo": 3}]
    send(city, phone, *(phone.record(NOW, **body) for body in odd))
    odd_shots = [{"fixes": "x"}, {"preview": 3}, {"width": True, "slot": {}}, {"preview": {"bytes": "x"}}]
    send(city, phone, *(phone.shot(b"a", NOW, **body) for body in odd_shots))
    assert only(send(city, phone, phone.shot(b"b", NOW, sha256=["x"]))).state == "admitted"
    with city.read() as conn:
        assert conn.scalar(select(func.count()).select_from(entries)) == 10
    assert rebuilding.check(city) == []
