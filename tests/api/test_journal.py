"""The journal over HTTP: batches, limits, receipts, and no login session anywhere."""

from datetime import timedelta

import pytest

from server.domain import journal
from server.domain.events import Event
from server.queries import heads, ledger
from server.services.sessions import PasswordChange, change_password
from tests.support.calling import sign_in, token
from tests.support.city import NOW, PASSWORD, user_of
from tests.support.phone import digest


@pytest.fixture
def headers(client, phone):
    return token(client, phone)


def store_root(city, size):
    with city.read() as conn:
        return ledger.root_at(conn, size).hex()


def post(client, headers, **said):
    return client.post("/api/journal", json=said, headers=headers)


def test_head_and_batch(client, phone, headers):
    before = client.get("/api/journal/head", headers=headers).json
    assert (before["seq"], before["hash"]) == (0, journal.ZERO_HASH)
    assert before["server_time"] == "2026-11-22T08:00:00.000Z"
    said = post(client, headers, entries=[phone.shot(b"x", NOW), phone.record(NOW)]).json
    assert [each["state"] for each in said["results"]] == ["admitted", "admitted"]
    assert said["have"] == {"seq": 2, "hash": phone.head}
    assert set(said["receipt"]) == {"leaf", "index", "proof", "checkpoint"}
    assert (said["consistency"], said["restart"], said["revoked"]) == (None, None, False)
    assert client.get("/api/journal/head", headers=headers).json["seq"] == 2


def test_a_refusal_travels_as_a_problem_document(client, phone, headers):
    phone.record(NOW)
    english = {**headers, "Accept-Language": "en"}
    result = post(client, english, entries=[phone.record(NOW)]).json["results"][0]
    assert result["state"] == "refused"
    problem = result["problem"]
    assert (problem["code"], problem["permanent"], problem["after"]) == ("gap", False, 0)
    assert problem["detail"] == "Please send again from after entry 0."


def test_an_empty_batch_is_a_heartbeat(client, headers):
    said = post(client, headers, entries=[]).json
    assert (said["results"], said["receipt"], said["have"]["seq"]) == ([], None, 0)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("{", 400, "not_json"),
        ('{"entries":[],"entries":[]}', 422, "doubled_key"),
        ('{"entries":"x"}', 422, "invalid_request"),
        ('{"entries":[3]}', 422, "invalid_request"),
        ("{}", 422, "invalid_request"),
        ('{"entries":[],"seen":{"size":-1,"root":"x"}}', 422, "invalid_request"),
        ("[" * 100_000, 400, "not_json"),
        ('{"entries":[' + ",".join(['"x"'] * 51) + "]}", 422, "invalid_request"),
    ],
)
def test_bad_requests_get_one_problem_document(client, headers, body, status, code):
    answer = client.post("/api/journal", data=body, headers=headers, content_type="application/json")
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert answer.content_type.startswith("application/problem+json")
    assert set(answer.json) >= {"type", "title", "status", "detail", "code", "permanent"}


def test_a_newer_phone_that_was_withdrawn_is_heard_though_it_says_more(city, client, phone):
    more, kid = {"more": {"than": ["we", "know"]}}, phone.kid
    nonce = client.post("/api/device/challenge", json={"kid": kid} | more).json["nonce"]
    said = {"kid": kid, "nonce": nonce, "signature": phone.sign(f"xunzheng-token\n{nonce}".encode())}
    bought = client.post("/api/device/token", json=said | more).json["token"]
    headers = {"Authorization": f"Bearer {bought}"}
    seen = {"size": 1, "root": store_root(city, 1)} | more
    missing = [{"seq": 9, "hash": "0" * 64} | more]
    entries = [phone.shot(b"x", NOW), phone.record(NOW)]
    answer = post(client, headers, entries=entries, missing=missing, seen=seen, **more)
    assert [each["state"] for each in answer.json["results"]] == ["admitted", "admitted"]
    proved = client.post("/api/receipts", json={"blobs": [], "seen": seen} | more, headers=headers)
    assert proved.status_code == 200
    with city.read() as conn:
        assert heads.head(conn, kid).hash == phone.head


def test_too_large_a_request_names_the_limit(client, headers):
    answer = post(client, headers, entries=["x" * 5_000_000])
    assert (answer.status_code, answer.json["code"], answer.json["limit"]) == (413, "too_large", 4194304)


def test_full_batches_of_full_entries_fit(client, phone, headers):
    entries = [phone.record(NOW, note="字" * 15000) for _ in range(50)]
    assert all(len(each) > 60000 for each in entries)
    said = post(client, headers, entries=entries).json
    assert [each["state"] for each in said["results"]] == ["admitted"] * 50


def test_sync_needs_no_session_and_survives_a_changed_password(app, city, client, phone):
    sign_in(client, "chen")
    change_password(city, user_of(city, "chen"), PasswordChange(PASSWORD, "another long one 77"), NOW)
    app.config["CLOCK"] = lambda: NOW + timedelta(days=21)
    assert client.get("/api/session").status_code == 401
    answer = post(client, token(client, phone), entries=[phone.record(NOW)])
    assert answer.json["results"][0]["state"] == "admitted"


def test_blob_receipts_come_under_one_checkpoint(city, client, phone, headers):
    kept = [digest(each) for each in (b"a", b"b")]
    with city.write() as tx:
        for sha256 in kept:
            said = {"sha256": sha256, "bytes": 1, "device": phone.kid}
            tx.append(Event("stored", f"blob:{sha256}", f"device:{phone.kid}", NOW, said))
    said = client.post("/api/receipts", json={"blobs": [*kept, "ab" * 32]}, headers=headers).json
    assert sorted(said["receipts"]) == sorted(kept)
    assert {each["checkpoint"] for each in said["receipts"].values()} == {said["checkpoint"]}


def test_devices_do_not_see_each_other(city, client, phone, headers):
    from tests.support.city import enrol

    other = enrol(city, "wang")
    post(client, headers, entries=[phone.record(NOW)])
    result = post(client, token(client, other), entries=[phone.record(NOW)]).json["results"][0]
    assert result["problem"]["code"] == "wrong_device"
