"""Enrolment happens once per code; a device buys tokens with its key and nothing else."""

from datetime import timedelta

import pytest

from server.domain.codes import normalise_code
from server.services import enrolling
from server.services.people import OPERATOR, issue_enrol_code, revoke_device
from server.store.tables import devices
from tests.support.calling import OWN, sign_in, token
from tests.support.city import NOW
from tests.support.phone import Phone


def enrolment(city, phone, code):
    proof = phone.sign(enrolling.proof_text(city.origin, code, phone.kid))
    return {"code": code, "jwk": phone.jwk, "label": "Chen's phone", "proof": proof}


@pytest.fixture
def code(city):
    return issue_enrol_code(city, "u-chen", OPERATOR, NOW).code


@pytest.fixture
def fresh(city):
    return Phone(city.origin, "u-chen")


def post(client, said):
    return client.post("/api/devices", json=said, headers=OWN)


def test_a_code_enrols_one_device_and_says_what_to_pin(city, client, code, fresh):
    sign_in(client, "chen")
    answer = post(client, enrolment(city, fresh, code))
    assert answer.status_code == 201
    said = answer.json
    assert (said["kid"], said["origin"], said["vkey"]) == (fresh.kid, city.origin, city.signer.vkey)
    assert said["user"]["id"] == "u-chen"
    assert said["edition"] == "2026.1"
    assert said["recovery_vkey"].startswith("recovery+")
    assert said["checkpoint"].startswith(city.origin)
    other = Phone(city.origin, "u-chen")
    again = post(client, enrolment(city, other, code))
    assert (again.status_code, again.json["code"]) == (403, "code_invalid")


def test_an_answer_that_was_lost_is_given_again(city, client, code, fresh):
    sign_in(client, "chen")
    first = post(client, enrolment(city, fresh, code)).json
    with city.read() as conn:
        leaves = conn.exec_driver_sql("SELECT count(*) FROM leaves").scalar()
    again = post(client, enrolment(city, fresh, code))
    assert (again.status_code, again.json["kid"]) == (201, first["kid"])
    other = issue_enrol_code(city, "u-chen", OPERATOR, NOW).code
    assert post(client, enrolment(city, fresh, other)).json["code"] == "device_taken"
    with city.read() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM leaves").scalar() == leaves + 1


def test_codes_forgive_how_people_type(city, client, code, fresh):
    sign_in(client, "chen")
    assert post(client, enrolment(city, fresh, code.lower().replace("-", " "))).status_code == 201


def test_a_code_belongs_to_one_person(city, client, code, fresh):
    sign_in(client, "wang")
    assert post(client, enrolment(city, fresh, code)).json["code"] == "code_invalid"


def test_a_code_ends_after_seven_days(city, app, client, code, fresh):
    app.config["CLOCK"] = lambda: NOW + timedelta(days=7, minutes=1)
    sign_in(client, "chen")
    assert post(client, enrolment(city, fresh, code)).json["code"] == "code_invalid"


def test_only_the_hash_of_a_code_is_kept(city, code):
    with city.read() as conn:
        rows = conn.exec_driver_sql("SELECT code_hash FROM enrol_codes").all()
        payloads = conn.exec_driver_sql("SELECT payload FROM leaves WHERE type = 'enrol_code.issued'").all()
    kept = repr(rows) + repr(payloads)
    assert code not in kept
    assert normalise_code(code) not in kept


@pytest.mark.parametrize(
    ("spoil", "answer"),
    [
        ({"proof": "AAAA"}, "proof_invalid"),
        ({"proof": "!"}, "proof_invalid"),
        ({"jwk": {"kty": "EC", "crv": "P-256", "x": "AAAA", "y": "AAAA"}}, "device_key_invalid"),
        ({"jwk": {"kty": "RSA", "crv": "P-256", "x": "A", "y": "A"}}, "invalid_request"),
        ({"code": "0000-0000"}, "proof_invalid"),
        ({"label": 3}, "invalid_request"),
    ],
)
def test_a_bad_enrolment_spends_no_code(city, client, code, fresh, spoil, answer):
    sign_in(client, "chen")
    assert post(client, enrolment(city, fresh, code) | spoil).json["code"] == answer
    assert post(client, enrolment(city, fresh, code)).status_code == 201


def test_guessing_codes_is_slowed_down_for_that_person_only(city, app, client, code, fresh):
    sign_in(client, "chen")
    for number in range(5):
        assert post(client, enrolment(city, fresh, f"0000-000{number}")).json["code"] == "code_invalid"
    answer = post(client, enrolment(city, fresh, code))
    assert (answer.status_code, answer.json["code"]) == (429, "too_many_attempts")
    assert (answer.headers["Retry-After"], answer.json["permanent"]) == ("30", False)
    other, mine = Phone(city.origin, "u-wang"), issue_enrol_code(city, "u-wang", OPERATOR, NOW).code
    sign_in(client, "wang")
    assert post(client, enrolment(city, other, mine)).status_code == 201
    app.config["CLOCK"] = lambda: NOW + timedelta(seconds=31)
    sign_in(client, "chen")
    assert post(client, enrolment(city, fresh, code)).status_code == 201


def test_a_key_is_enrolled_once(city, client, phone, code):
    sign_in(client, "chen")
    assert post(client, enrolment(city, phone, code)).json["code"] == "device_taken"


def test_a_revoked_key_does_not_come_back_with_a_new_code(city, client, phone, code):
    revoke_device(city, phone.kid, "lost", OPERATOR, NOW)
    sign_in(client, "chen")
    assert post(client, enrolment(city, phone, code)).json["code"] == "device_taken"
    assert post(client, enrolment(city, Phone(city.origin, "u-chen"), code)).status_code == 201


def test_enrolling_needs_a_session_and_our_own_page(city, client, code, fresh):
    said = enrolment(city, fresh, code)
    assert post(client, said).json["code"] == "sign_in"
    sign_in(client, "chen")
    assert client.post("/api/devices", json=said).json["code"] == "foreign_origin"
    headers = {**OWN, "Origin": "https://evil.example"}
    assert client.post("/api/devices", json=said, headers=headers).json["code"] == "foreign_origin"
    headers = {**OWN, "Origin": "http://localhost"}
    assert client.post("/api/devices", json=said, headers=headers).status_code == 201


def test_a_token_needs_the_key(client, phone, fresh):
    nonce = client.post("/api/device/challenge", json={"kid": phone.kid}).json["nonce"]

    def ask(signature, nonce=nonce, kid=phone.kid):
        said = {"kid": kid, "nonce": nonce, "signature": signature}
        return client.post("/api/device/token", json=said).json.get("code")

    assert ask(fresh.sign(f"xunzheng-token\n{nonce}".encode())) == "bad_signature"
    assert ask(phone.sign(b"xunzheng-token\nother")) == "bad_signature"
    assert ask("%%") == "bad_signature"
    assert ask(phone.sign(b"xunzheng-token\nx"), nonce="x") == "nonce_invalid"
    assert ask(phone.sign(f"xunzheng-token\n{nonce}".encode()), kid="another") == "nonce_invalid"
    assert ask(phone.sign(f"xunzheng-token\n{nonce}".encode())) is None


def test_challenges_and_tokens_end(app, client, phone):
    nonce = client.post("/api/device/challenge", json={"kid": phone.kid}).json["nonce"]
    headers = token(client, phone)
    app.config["CLOCK"] = lambda: NOW + timedelta(minutes=3)
    said = {"kid": phone.kid, "nonce": nonce, "signature": phone.sign(f"xunzheng-token\n{nonce}".encode())}
    assert client.post("/api/device/token", json=said).json["code"] == "nonce_invalid"
    assert client.get("/api/journal/head", headers=headers).status_code == 200
    app.config["CLOCK"] = lambda: NOW + timedelta(hours=2)
    assert client.get("/api/journal/head", headers=headers).json["code"] == "device_token"


def test_unknown_devices_and_forged_tokens_are_turned_away(client, phone):
    answer = client.post("/api/device/challenge", json={"kid": "nobody"})
    assert (answer.status_code, answer.json["code"]) == (404, "unknown_device")
    for value in ("", "Bearer", "Bearer x.y", "Basic abc", token(client, phone)["Authorization"] + "x"):
        answer = client.get("/api/journal/head", headers={"Authorization": value})
        assert (answer.status_code, answer.json["code"]) == (401, "device_token")


def test_a_token_that_outlived_a_restore_is_not_answered_like_an_empty_chain(city, client, phone):
    bearer = token(client, phone)
    with city.write() as tx:
        tx.conn.execute(devices.delete())
    for answer in (
        client.get("/api/journal/head", headers=bearer),
        client.get("/api/changes", headers=bearer),
        client.post("/api/journal", json={"entries": [phone.record(NOW)]}, headers=bearer),
        client.post("/api/receipts", json={"blobs": []}, headers=bearer),
    ):
        assert (answer.status_code, answer.json["code"]) == (404, "unknown_device")


def test_a_revoked_device_still_gets_a_token_to_drain(city, client, phone):
    revoke_device(city, phone.kid, "lost", OPERATOR, NOW)
    headers = token(client, phone)
    answer = client.post("/api/journal", json={"entries": [phone.record(NOW)]}, headers=headers)
    assert answer.json["revoked"] is True
    assert answer.json["results"][0]["state"] == "admitted"


def test_a_revoked_phone_hears_of_no_colleagues(city, client, phone):
    bearer = token(client, phone)
    assert client.get("/api/recent", headers=bearer).status_code == 200
    revoke_device(city, phone.kid, "lost", OPERATOR, NOW)
    assert client.get("/api/recent", headers=bearer).status_code == 403
