"""What the city says of itself, and the desk's way of taking in what a phone exported."""

import base64

import pytest
from sqlalchemy import select

from server.domain.events import Event
from server.store.tables import leaves
from tests.api.test_desk import OWN, code, sign_in
from tests.support.city import NOW
from tests.support.phone import digest
from tests.support.scenes import Scene

SAID = {"format": "xunzheng-export/1", "how": "passphrase", "made_at": "2026-11-22T08:00:00.000Z"}


@pytest.fixture
def scene(city):
    return Scene(city)


@pytest.fixture
def exported(scene):
    """A phone that never reached the server: its kid, its entries and its one picture."""
    officer = scene.officer()
    officer.inspects(photos=1)
    return officer.phone.kid, officer.unsent, officer.pictures, officer.newest


def piece(sha256, raw, offset=0, size=None):
    part = raw[offset : None if size is None else offset + size]
    data = base64.b64encode(part).decode()
    return {"sha256": sha256, "length": len(raw), "offset": offset, "data": data}


def openings(scene):
    with scene.store.read() as conn:
        query = select(leaves.c.actor, leaves.c.subject).where(leaves.c.type == "export.opened")
        return [tuple(row) for row in conn.execute(query)]


def test_the_desk_takes_in_what_a_phone_exported_and_who_did_is_a_leaf(app, scene, exported):
    kid, entries, pictures, record = exported
    desk = sign_in(app, "zhao")
    assert desk.post(f"/api/exports/{kid}", json=SAID, headers=OWN).status_code == 204
    taken = desk.post(f"/api/exports/{kid}/entries", json={"entries": entries}, headers=OWN).get_json()
    assert taken == {"admitted": 2, "known": 0, "refused": 0}
    for sha256, raw in pictures.items():
        half = desk.post(f"/api/exports/{kid}/pieces", json=piece(sha256, raw, 0, 100), headers=OWN)
        assert half.get_json() == {"offset": 100, "length": 300}
        whole = desk.post(f"/api/exports/{kid}/pieces", json=piece(sha256, raw, 100), headers=OWN)
        assert whole.get_json() == {"offset": 300, "length": 300}
    assert record.now["originals"] == {"stored": 1, "expected": 1}
    assert openings(scene) == [("user:u-zhao", f"device:{kid}")]


def test_a_phone_whose_file_is_taken_in_has_not_been_heard_of(app, exported):
    kid, entries, *_ = exported
    desk = sign_in(app, "zhao")
    desk.post(f"/api/exports/{kid}", json=SAID, headers=OWN)
    desk.post(f"/api/exports/{kid}/entries", json={"entries": entries}, headers=OWN)
    [person] = desk.get("/api/people?q=chen").get_json()
    [device] = [each for each in person["devices"] if each["kid"] == kid]
    assert (device["head_seq"], device["last_contact_at"]) == (2, None)


def test_taking_in_twice_is_harmless(app, exported):
    kid, entries, pictures, record = exported
    desk = sign_in(app, "zhao")
    for known in (0, 2):
        desk.post(f"/api/exports/{kid}", json=SAID, headers=OWN)
        taken = desk.post(f"/api/exports/{kid}/entries", json={"entries": entries}, headers=OWN).get_json()
        assert taken["known"] == known
        for sha256, raw in pictures.items():
            assert (
                desk.post(f"/api/exports/{kid}/pieces", json=piece(sha256, raw), headers=OWN).status_code
                == 200
            )
    assert record.now["versions"][0]["n"] == 1 and len(record.now["versions"]) == 1


def test_nothing_is_taken_in_before_it_is_written_down_who_opened_the_file(app, exported):
    kid, entries, pictures, _ = exported
    desk = sign_in(app, "zhao")
    sha256, raw = next(iter(pictures.items()))
    for path, body in (("entries", {"entries": entries}), ("pieces", piece(sha256, raw))):
        assert code(desk.post(f"/api/exports/{kid}/{path}", json=body, headers=OWN)) == (403, "forbidden")


@pytest.mark.parametrize("name", ["liu", "sun", "chen"])
def test_who_has_no_right_takes_nothing_in(app, exported, name):
    kid, *_ = exported
    assert code(sign_in(app, name).post(f"/api/exports/{kid}", json=SAID, headers=OWN)) == (403, "forbidden")


def test_a_phone_nobody_enrolled_has_no_file(app):
    desk = sign_in(app, "zhao")
    assert code(desk.post("/api/exports/nobody", json=SAID, headers=OWN)) == (404, "not_found")


def test_bytes_that_are_not_the_announced_picture_are_not_kept(app, exported):
    kid, entries, pictures, record = exported
    desk = sign_in(app, "zhao")
    desk.post(f"/api/exports/{kid}", json=SAID, headers=OWN)
    desk.post(f"/api/exports/{kid}/entries", json={"entries": entries}, headers=OWN)
    sha256 = next(iter(pictures))
    answer = desk.post(f"/api/exports/{kid}/pieces", json=piece(sha256, b"x" * 300), headers=OWN)
    assert code(answer) == (460, "hash_mismatch")
    other = desk.post(f"/api/exports/{kid}/pieces", json=piece(digest(b"y"), b"y"), headers=OWN)
    assert code(other)[1] == "not_announced"
    assert record.now["originals"]["stored"] == 0


def test_what_the_city_says_of_itself_reaches_strangers_and_phones(app):
    desk = sign_in(app, "zhao")
    said = {"organiser": "市公安局创建办", "filing_no": "云公网安备 53010002000001号", "keep_days": 45}
    assert desk.put("/api/settings", json=said, headers=OWN).get_json() == said
    about = app.test_client().get("/api/about").get_json()
    assert about["organiser"] == said["organiser"]
    assert about["filing_no"] == said["filing_no"]
    assert about["complaint"] is None


@pytest.mark.parametrize(
    "odd", [{"keep_days": 3}, {"keep_days": "30"}, {"organiser": "长" * 81}, {"name": "x"}]
)
def test_settings_that_do_not_fit_are_refused(app, odd):
    answer = sign_in(app, "zhao").put("/api/settings", json=odd, headers=OWN)
    assert code(answer)[1] == "invalid_request"


@pytest.mark.parametrize("name", ["liu", "sun", "chen"])
def test_only_the_office_and_administrators_change_settings(app, name):
    answer = sign_in(app, name).put("/api/settings", json={"organiser": "x"}, headers=OWN)
    assert code(answer) == (403, "forbidden")


def test_the_office_of_a_district_does_not_speak_for_the_city(app, city):
    row = {"id": "u-liu", "username": "liu", "name": "刘", "roles": ["office", "admin"], "unit_id": "east"}
    with city.write() as tx:
        tx.append(Event("user.imported", "import:users", "setup", NOW, {"rows": [row | {"active": True}]}))
    answer = sign_in(app, "liu").put("/api/settings", json={"complaint": "x", "keep_days": 14}, headers=OWN)
    assert code(answer) == (403, "forbidden")
    assert app.test_client().get("/api/about").get_json()["complaint"] is None


def test_the_desk_says_why_a_device_was_revoked(app, scene):
    officer = scene.officer()
    desk = sign_in(app, "zhao")
    desk.post(f"/api/devices/{officer.phone.kid}/revoke", json={"reason": "手机遗失"}, headers=OWN)
    people = desk.get("/api/people?q=chen").get_json()
    assert people[0]["devices"][0]["revoked_why"] == "手机遗失"
