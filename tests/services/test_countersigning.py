"""Two officers: the partner's phone signs the record, whichever phone finds a network first."""

import pytest

from server.domain.events import Event
from server.queries.changes import Reader, changes
from server.queries.record_detail import read_record
from server.services import rebuilding, sync
from server.services.people import OPERATOR, revoke_device
from server.services.sync import Batch
from tests.support.city import NOW, enrol, user_of

ID = "0193f000-0000-7000-8000-000000000001"


def send(city, phone, *compact):
    return sync.accept(city, phone.kid, Batch(compact), NOW).results


def seen(city):
    with city.read() as conn:
        return read_record(conn, ID, user_of(city, "liu"), "zh")


def inspect(phone, **body):
    return phone.record(NOW, id=ID, nature="administrative_inspection", **body)


@pytest.fixture
def partner(city):
    return enrol(city, "wang")


@pytest.mark.parametrize("digits", [64, 20])
def test_the_desk_sees_both_makers(city, phone, partner, digits):
    send(city, phone, inspect(phone))
    assert seen(city)["partner_standing"] == "missing"
    send(city, partner, partner.write("countersign", {"entry": phone.head[:digits]}, NOW))
    record = seen(city)
    assert record["partner_standing"] == "signed"
    assert [(each["name"], each["version"]) for each in record["countersigned"]] == [("王", 1)]
    assert "countersigned" in [step["type"] for step in record["history"]]
    assert list(rebuilding.check(city)) == []


def test_the_signature_may_come_before_the_record(city, phone, partner):
    entry = inspect(phone)
    send(city, partner, partner.write("countersign", {"entry": phone.head}, NOW))
    send(city, phone, entry)
    assert seen(city)["partner_standing"] == "signed"


def test_nobody_is_their_own_partner(city, phone):
    send(city, phone, inspect(phone))
    second = enrol(city, "chen")
    send(city, second, second.write("countersign", {"entry": phone.head}, NOW))
    assert seen(city)["partner_standing"] == "missing" and seen(city)["countersigned"] == []


def test_a_correction_asks_for_the_partner_again(city, phone, partner):
    send(city, phone, inspect(phone))
    send(city, partner, partner.write("countersign", {"entry": phone.head}, NOW))
    send(city, phone, inspect(phone, replaces=phone.head))
    assert seen(city)["partner_standing"] == "missing" and len(seen(city)["countersigned"]) == 1


def test_an_observation_needs_one_officer(city, phone):
    send(city, phone, phone.record(NOW, id=ID))
    assert seen(city)["partner_standing"] is None


def news(city, phone, cursor):
    with city.read() as conn:
        return changes(conn, Reader(user_of(city, "chen"), phone.kid, "zh"), cursor, 500)


@pytest.mark.parametrize("digits", [64, 20])
def test_the_makers_phone_hears_of_the_signature(city, phone, partner, digits):
    send(city, phone, inspect(phone))
    before = news(city, phone, None)["cursor"]
    send(city, partner, partner.write("countersign", {"entry": phone.head[:digits]}, NOW))
    told = {each["subject"]: each["state"] for each in news(city, phone, before)["subjects"]}
    assert told[f"record:{ID}"]["partner"] == "signed"


@pytest.mark.parametrize("entry", [None, "", "ab" * 31, "A" * 64, "x" * 20])
def test_a_signature_of_nothing_is_doubted(city, partner, entry):
    (result,) = send(city, partner, partner.write("countersign", {"entry": entry}, NOW))
    assert (result.state, [flag.code for flag in result.flags]) == ("admitted", ["malformed_body"])


def test_a_share_is_part_of_the_history(city, phone):
    send(city, phone, phone.record(NOW, id=ID))
    (result,) = send(city, phone, phone.write("share", {"record": ID, "how": "sheet", "pictures": []}, NOW))
    assert result.flags == ()
    (step,) = [step for step in seen(city)["history"] if step["type"] == "shared"]
    assert (step["actor_name"], step["detail"]) == ("陈", {"how": "sheet", "pictures": 0})


def cast(city, name, roles):
    row = {"id": f"u-{name}", "username": name, "name": name, "roles": roles, "unit_id": "east-1"}
    with city.write() as tx:
        tx.append(Event("user.imported", "import:users", "setup", NOW, {"rows": [row | {"active": True}]}))


def test_a_volunteer_who_only_observes_is_no_second_officer(city, phone):
    cast(city, "he", ["observer"])
    volunteer = enrol(city, "he")
    send(city, phone, inspect(phone))
    send(city, volunteer, volunteer.write("countersign", {"entry": phone.head}, NOW))
    record = seen(city)
    assert record["partner_standing"] == "missing"
    # What was signed is shown all the same.
    assert [each["name"] for each in record["countersigned"]] == ["he"]


def test_a_phone_that_was_revoked_signs_for_nobody(city, phone, partner):
    send(city, phone, inspect(phone))
    revoke_device(city, partner.kid, "lost", OPERATOR, NOW)
    send(city, partner, partner.write("countersign", {"entry": phone.head}, NOW))
    assert seen(city)["partner_standing"] == "missing"


def test_what_was_signed_before_the_phone_was_revoked_stays_signed(city, phone, partner):
    send(city, phone, inspect(phone))
    send(city, partner, partner.write("countersign", {"entry": phone.head}, NOW))
    revoke_device(city, partner.kid, "lost", OPERATOR, NOW)
    assert seen(city)["partner_standing"] == "signed"


def test_nobody_writes_into_the_history_of_anothers_record(city, phone, partner):
    send(city, phone, phone.record(NOW, id=ID))
    send(city, partner, partner.write("share", {"record": ID, "how": "sheet", "pictures": []}, NOW))
    assert "shared" not in [step["type"] for step in seen(city)["history"]]
