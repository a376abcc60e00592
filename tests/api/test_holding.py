"""The desk sees which phones hold unsent work: by the server's own books, and as each phone claims."""

from datetime import datetime, timedelta

import pytest

from server.services.people import OPERATOR, revoke_device
from tests.support import city as cast
from tests.support.calling import OWN, sign_in
from tests.support.city import NOW
from tests.support.pictures import jpeg
from tests.support.sender import Sender

CLAIM = {
    "entries": 3, "pictures": 7, "picture_bytes": 2_800_000, "refused": 1, "why": ["wifi", "refused"],
    "free_bytes": 3_000_000_000, "oldest_age_s": 7200, "build": "0123456789ab",
}  # fmt: skip
NONE = {"entries": 0, "pictures": 0, "picture_bytes": 0}


@pytest.fixture
def sender(client, phone):
    return Sender(client, phone)


def tell(sender, **said):
    answer = sender.client.put("/api/device/holding", json={**CLAIM, **said}, headers=sender.bearer)
    assert answer.status_code == 204, answer.text


def phones(app, name="zhao", **query):
    client = app.test_client()
    sign_in(client, name)
    answer = client.get("/api/devices", query_string=query)
    assert answer.status_code == 200, answer.text
    return answer.json


def leaves(city):
    with city.read() as conn:
        return conn.exec_driver_sql("SELECT count(*) FROM leaves").scalar()


def test_the_desk_reads_what_a_phone_says_it_holds_as_the_phone_said_it(app, city, sender):
    before = leaves(city)
    tell(sender)
    (found,) = phones(app)
    assert found["claim"] == {
        "said_at": "2026-11-22T08:00:00.000Z", "oldest_at": "2026-11-22T06:00:00.000Z",
        **{name: value for name, value in CLAIM.items() if name != "oldest_age_s"},
    }  # fmt: skip
    assert (found["person"]["name"], found["unit"]["id"], found["label"]) == ("陈", "east-1", "test phone")
    assert (found["holds"], found["silent"], found["missing"]["pictures"]) == (True, False, 0)
    assert found["last_contact_at"] == "2026-11-22T08:00:00.000Z"
    assert leaves(city) == before, "a claim leaves no trace in the ledger"


def test_what_a_phone_said_last_stands_in_the_place_of_what_it_said_before(app, sender):
    tell(sender)
    tell(sender, **NONE, refused=0, why=[], free_bytes=None, oldest_age_s=None)
    (found,) = phones(app)
    assert (found["holds"], found["claim"]["entries"], found["claim"]["oldest_at"]) == (False, 0, None)
    assert phones(app, holding="true") == []


def test_a_phone_that_says_little_and_one_that_says_more_are_both_heard(app, sender):
    assert sender.client.put("/api/device/holding", json=NONE, headers=sender.bearer).status_code == 204
    tell(sender, why=["some_new_rule"], battery=12)
    assert phones(app)[0]["claim"]["why"] == ["some_new_rule"]


@pytest.mark.parametrize(
    "said",
    [
        {"entries": -1}, {"entries": True}, {"entries": "3"}, {"entries": 2**53}, {"pictures": None},
        {"why": ["<b>"]}, {"why": ["x"] * 9}, {"why": "wifi"}, {"oldest_age_s": 10**12}, {"build": "x" * 41},
        {"build": "\x00"}, {"free_bytes": 1.5},
    ],
    ids=str,
)  # fmt: skip
def test_what_no_phone_says_is_refused_and_changes_nothing(app, sender, said):
    tell(sender)
    answer = sender.client.put("/api/device/holding", json={**CLAIM, **said}, headers=sender.bearer)
    assert (answer.status_code, answer.json["code"]) == (422, "invalid_request")
    assert phones(app)[0]["claim"]["entries"] == 3


def test_a_phone_that_chatters_is_asked_to_wait(sender):
    put = [sender.client.put("/api/device/holding", json=NONE, headers=sender.bearer) for _ in range(20)]
    assert put[0].status_code == 204
    assert (put[-1].status_code, put[-1].json["code"]) == (429, "too_many")
    assert "Retry-After" in put[-1].headers


def test_only_a_device_speaks_for_itself(client):
    assert client.put("/api/device/holding", json=NONE).status_code == 401
    sign_in(client, "zhao")
    assert client.put("/api/device/holding", json=NONE, headers=OWN).status_code == 401


def test_pictures_that_were_announced_and_not_sent_are_counted_without_the_phones_word(app, sender):
    first, second = jpeg(note="one"), jpeg(note="two")
    sender.shoot(first)
    sender.shoot(second)
    # The same picture announced again is still one picture.
    sender.shoot(second)
    (found,) = phones(app, holding="true")
    size = len(first) + len(second)
    assert found["missing"] == {"pictures": 2, "bytes": size, "oldest_at": "2026-11-22T08:00:00.000Z"}
    assert (found["claim"], found["head_seq"]) == (None, 3)
    sender.upload(first)
    assert phones(app)[0]["missing"]["pictures"] == 1
    sender.upload(second)
    assert phones(app, holding="true") == []


def test_bytes_that_another_phone_sent_do_not_count_for_this_one(app, client, city, sender):
    picture = jpeg(note="the same")
    sender.shoot(picture)
    other = Sender(client, cast.enrol(city, "wang"))
    other.shoot(picture)
    other.upload(picture)
    (found,) = phones(app, holding="true")
    assert found["person"]["name"] == "陈"


def test_who_was_not_heard_for_two_working_days_stands_first_and_a_revoked_phone_last(app, client, city):
    quiet, loud, gone, done = (Sender(client, cast.enrol(city)) for _ in range(4))
    for sender in (quiet, loud, gone):
        sender.shoot(jpeg(note=sender.phone.kid))
    loud.shoot(jpeg(note="one more"))
    tell(done, **NONE)
    revoke_device(city, gone.phone.kid, "lost", OPERATOR, NOW)
    # The 22nd is a Sunday; on Wednesday two working days have passed.
    app.config["CLOCK"] = lambda: datetime.fromisoformat("2026-11-24T20:00:00Z")
    for sender in (loud, done):
        tell(Sender(client, sender.phone), **NONE)
    order = [(found["kid"], found["silent"]) for found in phones(app)]
    assert order == [
        (quiet.phone.kid, True), (loud.phone.kid, False), (done.phone.kid, False), (gone.phone.kid, False),
    ]  # fmt: skip


def test_a_revoked_phone_may_say_what_it_holds_and_leaves_the_list_when_it_holds_nothing(app, city, sender):
    revoke_device(city, sender.phone.kid, "lost", OPERATOR, NOW)
    tell(sender)
    assert phones(app)[0]["revoked_at"] is not None
    tell(sender, **NONE)
    assert phones(app) == []


def test_everybody_sees_the_phones_of_their_own_units_and_reviewers_none(app, client, city):
    for name in ("chen", "wang"):
        tell(Sender(client, cast.enrol(city, name)))
    assert len(phones(app)) == 2
    assert [found["person"]["name"] for found in phones(app, unit="west")] == ["王"]
    assert [found["person"]["name"] for found in phones(app, q="陈")] == ["陈"]
    assert phones(app, q="100%") == []
    head = {"id": "u-head", "username": "head", "name": "所长", "roles": ["office"], "unit_id": "east-1"}
    cast.add_user(city, {**head, "active": True})
    assert [found["person"]["name"] for found in phones(app, "head")] == ["陈"]
    assert phones(app, "head", unit="west") == []
    for name in ("liu", "chen"):
        sign_in(client, name)
        assert client.get("/api/devices").status_code == 403


def test_a_record_says_on_whose_phone_its_pictures_still_are(app, client, sender):
    here, there = jpeg(note="here"), jpeg(note="there")
    shots = [sender.shoot(here), sender.shoot(there)]
    record = "0193f000-0000-7000-8000-000000000001"
    sender.sync(sender.phone.record(NOW, id=record, shots=shots))
    sender.upload(here)
    tell(sender)
    app.config["CLOCK"] = lambda: NOW + timedelta(minutes=5)
    sign_in(client, "liu")
    waiting = client.get(f"/api/records/{record}").json["waiting"]
    assert waiting == [
        {
            "kid": sender.phone.kid, "label": "test phone", "officer_name": "陈", "revoked": False,
            "pictures": 1, "last_contact_at": "2026-11-22T08:00:00.000Z", "why": ["wifi", "refused"],
        }
    ]  # fmt: skip
    sender.upload(there)
    assert client.get(f"/api/records/{record}").json["waiting"] == []
