"""The desk asks officers to look at places; their phones know at the next contact, and records answer."""

from datetime import timedelta

import pytest

from server.domain.events import Event
from server.services import rebuilding, sync
from server.services.sync import Batch
from tests.support.calling import OWN, sign_in, token
from tests.support.city import NOW, enrol, user_of

DAY = "2026-11-22"
ASKED = {
    "unit": "east-1", "title": "校门秩序", "items": ["SCH-01", "ADS-01"], "places": ["p-east", "p-city"],
    "first_day": DAY, "last_day": "2026-11-28", "each_day": True,
}  # fmt: skip


@pytest.fixture
def desk(app):
    def of(name):
        client = app.test_client()
        sign_in(client, name)
        return client

    return of


@pytest.fixture
def feed(client):
    def read(phone, cursor=None):
        query = {"cursor": cursor} if cursor else {}
        answer = client.get("/api/changes", query_string=query, headers=token(client, phone)).json
        told = {
            each["subject"]: each["state"]
            for each in answer["subjects"]
            if each["subject"].startswith("task:")
        }
        return told, answer["cursor"]

    return read


def assign(desk, **other):
    answer = desk.post("/api/tasks", json=ASKED | other, headers=OWN)
    assert answer.status_code == 201, answer.json
    return answer.json["id"]


def progress(desk, list_id):
    row = next(
        each for each in desk.get("/api/tasks", query_string={"day": DAY}).json if each["id"] == list_id
    )
    return row["progress"]


def test_an_officers_phone_gets_the_list_at_its_next_contact(desk, feed, phone):
    _, cursor = feed(phone)
    list_id = assign(desk("liu"), window="school_run")
    told, _ = feed(phone, cursor)
    state = told[f"task:{list_id}"]
    assert (state["title"], state["items"], state["places"]) == ("校门秩序", ASKED["items"], ASKED["places"])
    assert state["window"]["days"] == "schooldays"
    assert "06:50-08:20" in state["window"]["times"]


def test_others_phones_learn_nothing_of_it(desk, feed, city, phone):
    assign(desk("liu"))
    assert feed(enrol(city, "wang"))[0] == {}
    mine = assign(desk("liu"), officers=["u-chen"])
    assert f"task:{mine}" in feed(phone)[0]


def test_a_list_for_somebody_else_of_the_unit_is_not_mine(desk, feed, city, phone):
    move(city, "wang", "east-1")
    list_id = assign(desk("liu"), officers=["u-wang"])
    assert feed(phone)[0] == {f"task:{list_id}": None}


def test_a_cancelled_list_leaves_the_phone(desk, feed, phone):
    liu = desk("liu")
    list_id = assign(liu)
    _, cursor = feed(phone)
    for _ in range(2):
        assert liu.post(f"/api/tasks/{list_id}/cancel", headers=OWN).status_code == 204
    assert feed(phone, cursor)[0] == {f"task:{list_id}": None}


def move(city, name, unit):
    user = user_of(city, name)
    row = {
        "id": user.id, "username": user.username, "name": user.name, "roles": list(user.roles),
        "unit_id": unit, "active": True,
    }  # fmt: skip
    subject = f"user:{user.id}"
    with city.write() as tx:
        tx.append(Event("user.imported", "import:users", "x", NOW, {"rows": [row]}, touches=(subject,)))


def test_a_transfer_swaps_the_lists_and_the_old_draft_still_counts(desk, feed, city, phone):
    old, new = assign(desk("zhao")), assign(desk("zhao"), unit="west-1", places=["p-west"])
    told, cursor = feed(phone)
    assert set(told) == {f"task:{old}"}
    move(city, "chen", "west-1")
    told, _ = feed(phone, cursor)
    assert told[f"task:{old}"] is None
    assert told[f"task:{new}"]["places"] == ["p-west"]
    late = phone.record(NOW, item="SCH-01", place="p-east", task=f"{old}.0")
    sync.accept(city, phone.kid, Batch((late,)), NOW)
    assert progress(desk("zhao"), old) == {"due": True, "done": 0, "begun": 1, "waiting": 1}


def test_records_at_the_place_answer_the_task(desk, city, phone):
    liu = desk("liu")
    list_id = assign(liu)
    here = {"place": "p-east", "task": None}
    sync.accept(city, phone.kid, Batch((phone.record(NOW, item="SCH-01", **here),)), NOW)
    assert progress(liu, list_id) == {"due": True, "done": 0, "begun": 1, "waiting": 1}
    sync.accept(city, phone.kid, Batch((phone.record(NOW, item="ADS-01", **here),)), NOW)
    assert progress(liu, list_id) == {"due": True, "done": 1, "begun": 0, "waiting": 1}
    shown = liu.get(f"/api/tasks/{list_id}", query_string={"day": DAY}).json
    assert [(each["place"], each["done"]) for each in shown["tasks"]] == [
        ("p-east", ["SCH-01", "ADS-01"]),
        ("p-city", []),
    ]


def test_the_first_hours_of_a_day_in_the_east_are_still_yesterday_in_greenwich(desk, city, phone):
    liu = desk("liu")
    list_id = assign(liu, first_day="2026-11-23")
    night = NOW.replace(hour=17)
    sync.accept(city, phone.kid, Batch((phone.record(night, item="SCH-01", place="p-east"),)), night)
    shown = liu.get(f"/api/tasks/{list_id}", query_string={"day": "2026-11-23"}).json
    assert shown["tasks"][0]["done"] == ["SCH-01"]


def test_a_visit_on_another_day_is_not_todays(desk, city, phone):
    liu = desk("liu")
    list_id = assign(liu, first_day="2026-11-01")
    before = NOW - timedelta(days=2)
    sync.accept(city, phone.kid, Batch((phone.record(before, item="SCH-01", place="p-east"),)), NOW)
    assert progress(liu, list_id)["begun"] == 0


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"items": ["NONE-99"]}, "items"),
        ({"places": ["p-nowhere"]}, "places"),
        ({"officers": ["u-wang"]}, "officers"),
        ({"window": "full_moon"}, "window"),
        ({"first_day": "2026-11-31"}, "first_day"),
        ({"last_day": "2026-11-21"}, "last_day"),
        ({"last_day": "2027-11-21"}, "last_day"),
        ({"times": ["08:20-07:20"]}, "times"),
        ({"places": []}, "places"),
    ],
)
def test_what_cannot_be_asked_names_the_field(desk, said, field):
    answer = desk("liu").post("/api/tasks", json=ASKED | said, headers=OWN)
    assert answer.status_code == 422
    assert field in str(answer.json["fields"])


def test_only_reviewers_and_the_office_of_the_unit_assign(desk):
    asked = {"json": ASKED, "headers": OWN}
    assert desk("sun").post("/api/tasks", **asked).status_code == 403
    west = {"json": ASKED | {"unit": "west-1"}, "headers": OWN}
    assert desk("liu").post("/api/tasks", **west).status_code == 404
    theirs = assign(desk("zhao"), unit="west-1")
    liu = desk("liu")
    assert liu.post(f"/api/tasks/{theirs}/cancel", headers=OWN).status_code == 404
    assert liu.get(f"/api/tasks/{theirs}", query_string={"day": DAY}).status_code == 404
    assert liu.get("/api/tasks", query_string={"day": DAY}).json == []


def test_the_desk_sees_who_can_be_asked(desk):
    answer = desk("liu").get("/api/tasks/officers", query_string={"unit": "east-1"})
    assert answer.json == [{"id": "u-chen", "name": "陈"}]
    assert desk("liu").get("/api/tasks/officers", query_string={"unit": "west-1"}).status_code == 404


def test_lists_are_rebuilt_from_the_ledger(desk, city):
    liu = desk("liu")
    kept, ended = assign(liu, window="office"), assign(liu, times=["07:20-08:20"])
    liu.post(f"/api/tasks/{ended}/cancel", headers=OWN)
    before = liu.get("/api/tasks", query_string={"day": DAY}).json
    assert rebuilding.check(city) == []
    rebuilding.rebuild(city)
    assert liu.get("/api/tasks", query_string={"day": DAY}).json == before
    assert {each["id"] for each in before} == {kept, ended}


def test_items_pinned_for_a_unit_stand_first_on_its_phones(desk, client, city, phone):
    def told(of):
        subjects = client.get("/api/changes", headers=token(client, of)).json["subjects"]
        found = [each["state"] for each in subjects if each["subject"] == "settings:city"]
        return found[0]["pinned_items"]

    zhao, liu = desk("zhao"), desk("liu")
    assert zhao.put("/api/tasks/pinned/city", json={"items": ["DOG-01"]}, headers=OWN).status_code == 204
    assert (
        liu.put("/api/tasks/pinned/east", json={"items": ["ADS-01", "SCH-01"]}, headers=OWN).status_code
        == 204
    )
    assert told(phone) == ["ADS-01", "SCH-01"]
    assert told(enrol(city, "wang")) == ["DOG-01"]
    assert liu.put("/api/tasks/pinned/east", json={"items": []}, headers=OWN).status_code == 204
    assert told(phone) == ["DOG-01"]
    assert liu.get("/api/tasks/pinned/east-1").json == {"items": ["DOG-01"]}


def test_pins_are_at_most_eight_known_items_of_ones_own_units(desk):
    liu = desk("liu")

    def put(unit, items):
        return liu.put(f"/api/tasks/pinned/{unit}", json={"items": items}, headers=OWN).status_code

    assert put("east", ["NONE-99"]) == put("east", ["DOG-01"] * 9) == 422
    assert put("west", ["DOG-01"]) == 404
