"""Anyone may ask the ledger for checkpoints, proofs and public leaves."""

import hashlib

import pytest

from server.domain import merkle
from server.domain.checkpoint import open_checkpoint
from server.services.restarting import restart_ledger
from server.store.keys import load_recovery
from tests.support.city import NOW


def head(client, city):
    note = client.get("/api/ledger/checkpoint")
    assert note.content_type.startswith("text/plain")
    return open_checkpoint(note.text, city.signer.vkey)


def hashes(said):
    return [bytes.fromhex(each) for each in said["proof"]]


def test_every_leaf_is_in_the_tree(client, city):
    now = head(client, city)
    assert now.size > 5
    for index in range(now.size):
        leaf = client.get(f"/api/ledger/leaves/{index}").json["leaf"]
        said = client.get(f"/api/ledger/inclusion?index={index}&size={now.size}").json
        leaf_hash = hashlib.sha256(b"\x00" + leaf.encode()).digest()
        assert merkle.verify_inclusion(leaf_hash, index, now.size, hashes(said), now.root)


def test_every_earlier_log_is_its_beginning(client, city):
    now = head(client, city)
    for old in range(1, now.size + 1):
        said = client.get(f"/api/ledger/consistency?from={old}&to={now.size}").json
        with city.read() as conn:
            from server.store.ledger import root_at

            assert merkle.verify_consistency(old, now.size, hashes(said), root_at(conn, old), now.root)


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("consistency?from=2&to=1", 422, "bad_range"),
        ("consistency?from=1&to=100000", 422, "bad_range"),
        ("consistency?from=-1&to=1", 422, "invalid_request"),
        ("consistency?from=x&to=1", 422, "invalid_request"),
        ("consistency", 422, "invalid_request"),
        ("inclusion?index=3&size=3", 422, "bad_range"),
        ("inclusion?index=0&size=100000", 422, "bad_range"),
        ("inclusion?index=99999999999999999999&size=3", 422, "invalid_request"),
        ("leaves/100000", 404, "not_found"),
        ("leaves/99999999999999999999999", 404, "not_found"),
        ("leaves/-1", 404, "not_found"),
    ],
)
def test_questions_outside_the_log_are_answered_clearly(client, path, status, code):
    answer = client.get(f"/api/ledger/{path}")
    assert (answer.status_code, answer.json["code"]) == (status, code)


def test_leaves_hold_no_personal_data(client, city):
    size = head(client, city).size
    whole = "".join(client.get(f"/api/ledger/leaves/{index}").json["leaf"] for index in range(size))
    for word in ("u-chen", "陈", "chen", "east"):
        assert word not in whole


def test_restart_notes_are_public(client, city):
    assert client.get("/api/ledger/restarts").json == {"restarts": []}
    recovery = load_recovery(city.config.data / "offline" / "recovery.json")
    note = restart_ledger(city, recovery, "disk died", NOW)
    (kept,) = client.get("/api/ledger/restarts").json["restarts"]
    assert kept["note"] == note
