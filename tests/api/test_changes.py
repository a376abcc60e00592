"""The change feed names subjects, gives their present state, and tells nobody about others."""

import base64
from datetime import timedelta

import pytest

from server.domain.events import Event
from server.domain.review import Ruling
from server.services import reviewing, sync
from server.services.people import OPERATOR, revoke_device
from server.services.sync import Batch
from server.store.tables import records
from tests.support.calling import token
from tests.support.city import NOW, enrol, place, user_of
from tests.support.phone import digest

ID = "0193f000-0000-7000-8000-000000000001"


@pytest.fixture
def feed(client, phone):
    headers = token(client, phone)

    def read(cursor=None, limit=200):
        query = {"limit": limit} | ({"cursor": cursor} if cursor else {})
        answer = client.get("/api/changes", query_string=query, headers=headers)
        assert answer.status_code == 200, answer.json
        return answer.json

    return read


def states(page):
    return {each["subject"]: each["state"] for each in page["subjects"]}


def write(city, kind, rows):
    with city.write() as tx:
        touches = tuple(f"{kind}:{row['id']}" for row in rows)
        said = {"rows": rows}
        tx.append(Event(f"{kind}.imported", f"import:{kind}s", "setup", NOW, said, touches=touches))


def send(city, phone, *entries):
    return sync.accept(city, phone.kid, Batch(entries), NOW)


def test_a_new_phone_learns_all_that_concerns_its_officer(feed, phone):
    page = feed()
    said = states(page)
    assert set(said) == {
        "place:p-city",
        "place:p-east",
        "edition:2026.1",
        "user:u-chen",
        f"device:{phone.kid}",
    }
    assert said["user:u-chen"]["roles"] == ["officer"]
    assert said[f"device:{phone.kid}"] == {"kid": phone.kid, "revoked_at": None}
    assert said["place:p-east"]["lat"] == 300010000
    assert (page["more"], feed(page["cursor"])["subjects"]) == (False, [])


def test_pages_of_one_leaf_join_without_loss(feed, city):
    write(city, "place", [place(f"p-{n:03}", "east") for n in range(45)])
    found, cursor, more = [], None, True
    while more:
        page = feed(cursor, 7)
        found += [each["subject"] for each in page["subjects"]]
        cursor, more = page["cursor"], page["more"]
    assert len(found) == len(set(found)) == 45 + 5


def test_records_travel_to_their_officer_only(feed, city, client, phone):
    cursor = feed()["cursor"]
    other = enrol(city, "wang")
    send(city, phone, phone.record(NOW, id=ID))
    page = feed(cursor)
    state = states(page)[f"record:{ID}"]
    assert (state["state"], state["version"], state["entry_hash"]) == ("submitted", 1, phone.head)
    assert state["originals"] == {"stored": 0, "expected": 0}
    answer = client.get("/api/changes", headers=token(client, other)).json
    assert f"record:{ID}" not in states(answer)


def test_a_decision_comes_back_with_its_words(feed, city, phone):
    send(city, phone, phone.record(NOW, id=ID))
    cursor = feed()["cursor"]
    decide(city, "return", "blurry_photo")
    state = states(feed(cursor))[f"record:{ID}"]
    assert state["state"] == "returned"
    expected = {"decision": "return", "reason": "blurry_photo", "words": "请重拍", "field": None}
    assert {name: state["review"][name] for name in expected} == expected
    assert state["review"]["reviewer_name"] == "刘"


def decide(city, decision, reason):
    with city.read() as conn:
        row = conn.execute(records.select()).one()
    ruling = Ruling(decision, row.revision, reason, "请重拍")
    reviewing.decide(city, row.id, user_of(city, "liu"), ruling, NOW)


def test_a_place_that_leaves_the_district_is_gone(feed, city):
    cursor = feed()["cursor"]
    write(city, "place", [place("p-east", "west")])
    assert states(feed(cursor)) == {"place:p-east": None}


def test_a_place_that_enters_the_district_appears(feed, city):
    cursor = feed()["cursor"]
    write(city, "place", [place("p-west", "east-1")])
    assert states(feed(cursor))["place:p-west"]["unit"] == "east-1"


def test_an_officer_who_moves_gains_and_loses_places(feed, city):
    cursor = feed()["cursor"]
    row = {
        "id": "u-chen",
        "username": "chen",
        "name": "陈",
        "roles": ["officer"],
        "unit_id": "west-1",
        "active": True,
    }
    write(city, "user", [row])
    said = states(feed(cursor))
    assert said["place:p-east"] is None
    assert said["place:p-west"]["id"] == "p-west"
    assert said["user:u-chen"]["unit"]["id"] == "west-1"


def test_a_revocation_reaches_the_phone(feed, city, phone):
    cursor = feed()["cursor"]
    revoke_device(city, phone.kid, "lost", OPERATOR, NOW + timedelta(hours=1))
    assert states(feed(cursor))[f"device:{phone.kid}"]["revoked_at"] == "2026-11-22T09:00:00.000Z"


def test_a_revoked_phone_learns_that_it_is_revoked_and_nothing_else(feed, city, phone):
    send(city, phone, phone.record(NOW, id=ID))
    before = feed(limit=2)["cursor"]
    revoke_device(city, phone.kid, "lost", OPERATOR, NOW + timedelta(hours=1))
    decide(city, "return", "blurry_photo")
    write(city, "place", [place("p-new", "east")])
    told = {f"device:{phone.kid}": {"kid": phone.kid, "revoked_at": "2026-11-22T09:00:00.000Z"}}
    for cursor in (None, before, "x"):
        page = feed(cursor)
        assert (states(page), page["more"]) == (told, False)
        assert feed(page["cursor"])["subjects"] == []


def test_a_revoked_phone_sends_and_reads_no_more(city, client, phone):
    headers, picture = token(client, phone), b"a picture"
    entries = [phone.shot(picture, NOW), phone.record(NOW, id=ID, shots=[digest(picture)])]
    photo = f"/api/records/{ID}/photos/{digest(picture)}/preview"
    assert client.get("/api/places/p-east", headers=headers).status_code == 200
    revoke_device(city, phone.kid, "lost", OPERATOR, NOW)
    answer = client.post("/api/journal", json={"entries": entries}, headers=headers)
    assert [each["state"] for each in answer.json["results"]] == ["admitted", "admitted"]
    assert answer.json["revoked"] is True
    said = {
        "Upload-Length": len(picture),
        "Tus-Resumable": "1.0.0",
        "Upload-Metadata": f"sha256 {named(picture)}",
    }
    kind = {"Content-Type": "application/offset+octet-stream"}
    assert client.post("/api/evidence", data=picture, headers=headers | said | kind).status_code == 201
    found = client.post("/api/receipts", json={"blobs": [digest(picture)]}, headers=headers).json
    assert list(found["receipts"]) == [digest(picture)]
    for path in ("/api/places/p-east", photo, photo.replace("preview", "original")):
        assert (client.get(path, headers=headers).json or {}).get("code") == "forbidden", path
    for path in (
        f"/api/records/{ID}",
        f"/api/records/{ID}/proofs",
        "/api/queue",
        "/api/people",
        "/api/places",
    ):
        assert client.get(path, headers=headers).status_code == 401, path


def named(picture):
    return base64.b64encode(digest(picture).encode()).decode()


def test_settings_reach_everyone(feed, city):
    cursor = feed()["cursor"]
    with city.write() as tx:
        said = {"values": {"local_parameters": {"school_radius_m": 200}}}
        tx.append(Event("settings.changed", "settings:city", "user:u-zhao", NOW, said))
    assert states(feed(cursor))["settings:city"]["local_parameters"] == {"school_radius_m": 200}


@pytest.mark.parametrize("cursor", ["x", "!!", "W10=", "bnVsbA==", "WzEsMiwzLDQsNV0=", "é"])
def test_an_unreadable_cursor_begins_anew(feed, cursor):
    assert len(feed(cursor)["subjects"]) == 5


def test_a_cursor_of_a_history_that_was_lost_begins_anew(feed, city):
    cursor = feed()["cursor"]
    with city.write() as tx:
        tx.append(Event("ledger.restarted", "ledger", "operator", NOW, {"note": "n", "size": 3}))
    page = feed(cursor)
    assert {"place:p-city", "user:u-chen"} <= set(states(page))
    assert feed(page["cursor"])["subjects"] == []
